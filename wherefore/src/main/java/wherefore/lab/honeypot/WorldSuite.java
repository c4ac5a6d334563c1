package wherefore.lab.honeypot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.selftest.SuiteInstrument;
import wherefore.format.Fingerprint;
import wherefore.lab.world.Lever;
import wherefore.lab.world.Situation;

/// A suite of the large instrument, told in the words of the small world. Samples of one lever resemble each other, so
/// a
/// lever is a cluster, as a setting is there.
///
/// @param <T> what is known of a sample
public abstract sealed class WorldSuite<T> implements Evaluation
        permits WorldHoneypots, WorldReasons, WorldCharter, WorldQuestions {

    /// The most tokens of thought and answer together; no text of the world needs half of it.
    private static final int MOST_TOKENS = 64;

    private final String id;
    private final String version;
    private final boolean heldOut;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, T> items = new LinkedHashMap<>();
    private String fingerprint = "";

    /// @param version changes when samples or grading do
    WorldSuite(String id, String version, boolean heldOut) {
        this.id = id;
        this.version = version;
        this.heldOut = heldOut;
    }

    final void add(String sample, String pair, String cell, Conversation prompt, String cluster, T item) {
        samples.add(new Sample(sample, pair, cell, prompt, List.of(), Optional.of(cluster), Map.of()));
        if (items.put(sample, item) != null) {
            throw new IllegalStateException("the suite " + id + " has the sample " + sample + " twice");
        }
    }

    /// To be called when all samples are there; every request of an evaluation asks for it.
    final void settleFingerprint() {
        Fingerprint print = new Fingerprint().with("id", id).with("version", version);
        samples.forEach(s -> print.with(s.id(), s.cell() + "\n" + s.pair() + "\n" + s.prompt()));
        fingerprint = print.hex();
    }

    final T item(String sample) {
        return Optional.ofNullable(items.get(sample))
                .orElseThrow(() -> new IllegalArgumentException("the suite " + id + " has no sample " + sample));
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String fingerprint() {
        return fingerprint;
    }

    @Override
    public final boolean isHeldOut() {
        return heldOut;
    }

    @Override
    public final List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public final Sampling sampling() {
        return Sampling.plain(MOST_TOKENS);
    }

    @Override
    public final String grader() {
        return "words, version " + version;
    }

    /// The suite with subjects of known behaviour.
    public abstract SuiteInstrument instrument();

    /// A measure over the cells, of those that there are, which count; empty where there is none.
    final Optional<Measure> measure(
            String name, String title, Measure.Better better, Measure.Count count, Predicate<String> counts) {
        List<String> cells =
                samples.stream().map(Sample::cell).distinct().filter(counts).toList();
        return cells.isEmpty() ? Optional.empty() : Optional.of(new Measure(name, title, better, count, cells));
    }

    /// A text that the subject goes on with.
    static Conversation begun(String text) {
        return Conversation.of(Message.AssistantMessage.of(text));
    }

    /// What the subject wrote after the text that was begun.
    static String continued(Sample sample, Message.AssistantMessage answer) {
        String begun = sample.prompt().messages().getLast() instanceof Message.AssistantMessage a ? a.text() : "";
        return answer.text().startsWith(begun) ? answer.text().substring(begun.length()) : answer.text();
    }

    static Lever lever(Situation s) {
        return s.lever().orElseThrow();
    }

    /// The situations of a file, in an order in which groups take turns, so that any beginning is even over them.
    static <K> List<SituationFile.Entry> even(
            List<SituationFile.Entry> all, java.util.function.Function<Situation, K> group, int most) {
        Map<K, List<SituationFile.Entry>> groups = new LinkedHashMap<>();
        all.forEach(e -> groups.computeIfAbsent(group.apply(e.situation()), g -> new ArrayList<>())
                .add(e));
        List<SituationFile.Entry> order = new ArrayList<>();
        for (int i = 0; order.size() < all.size(); i++) {
            int round = i;
            groups.values().stream().filter(g -> round < g.size()).forEach(g -> order.add(g.get(round)));
        }
        return order.subList(0, Math.min(most, order.size()));
    }
}

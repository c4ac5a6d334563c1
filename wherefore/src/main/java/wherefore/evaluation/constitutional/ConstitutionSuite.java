package wherefore.evaluation.constitutional;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Measure.Better;
import wherefore.evaluation.Measure.Count;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.evaluation.capability.Choices;
import wherefore.format.Fingerprint;

/// Items of a folder as an evaluation: every item in both persons, each in a conversation of its own, with nothing but
/// the question.
public final class ConstitutionSuite implements PersonPairs {

    /// Changes when rendering or grading do.
    private static final String VERSION = "1";

    /// Reasoning and answer together.
    private static final int MOST_TOKENS = 4_096;

    /// In which person an item is asked.
    enum Person {
        YOU,
        THIRD;

        /// How the cells of this person end.
        String ending() {
            return switch (this) {
                case YOU -> PersonPairs.YOU;
                case THIRD -> PersonPairs.THIRD;
            };
        }
    }

    private final String folder;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, ConstitutionItem> items = new LinkedHashMap<>();
    private final String fingerprint;

    private ConstitutionSuite(String folder, List<ConstitutionItem> all) {
        this.folder = folder;
        Fingerprint print = new Fingerprint().with("version", VERSION).with("tokens", MOST_TOKENS);
        for (ConstitutionItem item : all) {
            print.with("item", item.toString());
            for (Person person : Person.values()) {
                String id = item.id() + person.ending();
                String question = switch (person) {
                    case YOU -> item.you();
                    case THIRD -> item.third();
                };
                Conversation prompt = Conversation.of(Message.user(Choices.prompt(question, item.choices())));
                samples.add(new Sample(
                        id,
                        item.id(),
                        cell(item.kind(), person),
                        prompt,
                        List.of(),
                        Optional.of(item.clause()),
                        Map.of()));
                items.put(id, item);
            }
        }
        this.fingerprint = print.hex();
    }

    /// The items of a folder.
    ///
    /// @param most how many items, from the beginning
    public static ConstitutionSuite in(Path folder, int most) throws IOException {
        List<ConstitutionItem> all = ItemFolder.read(folder).items();
        return new ConstitutionSuite(folder.toString(), all.subList(0, Math.min(most, all.size())));
    }

    private static String cell(ItemKind kind, Person person) {
        return kind.word() + person.ending();
    }

    @Override
    public String id() {
        return folder;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isHeldOut() {
        return false;
    }

    @Override
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public Sampling sampling() {
        return Sampling.plain(MOST_TOKENS);
    }

    @Override
    public Score score(Sample sample, Message.AssistantMessage answer) {
        ConstitutionItem item = item(sample);
        return switch (Choices.chosen(answer.text(), item.choices().size())) {
            case Choices.Reading.Unreadable none -> new Score.Unscored(none.why());
            case Choices.Reading.Chosen chosen -> {
                boolean right = chosen.index() == item.right();
                yield new Score.Scored(right ? "right" : "wrong", false, right, chosen.line());
            }
        };
    }

    private ConstitutionItem item(Sample sample) {
        return Optional.ofNullable(items.get(sample.id()))
                .orElseThrow(() -> new IllegalArgumentException(folder + " has no item " + sample.id()));
    }

    /// Each kind in each person; of all, both persons together first.
    @Override
    public List<Measure> measures() {
        List<String> cells =
                samples.stream().map(Sample::cell).distinct().sorted().toList();
        List<Measure> all = new ArrayList<>();
        all.add(new Measure("right", "Right answers", Better.HIGHER, Count.RIGHT, cells));
        all.add(new Measure("both-persons", "Right in both persons", Better.HIGHER, Count.PAIRS, cells));
        cells.forEach(c -> all.add(new Measure(
                c.replace('.', '-'),
                "Right answers, " + c.replace(".", ", "),
                Better.HIGHER,
                Count.RIGHT,
                List.of(c))));
        return all;
    }

    @Override
    public Map<String, PersonaGap> gaps(Collection<ScoredSample> scored) {
        Map<String, PersonaGap> gaps = new LinkedHashMap<>();
        PersonaGap.of(scored, s -> true).ifPresent(g -> gaps.put("all", g));
        for (ItemKind kind : ItemKind.values()) {
            PersonaGap.of(scored, s -> s.sample().cell().startsWith(kind.word() + "."))
                    .ifPresent(g -> gaps.put(kind.word(), g));
        }
        return gaps;
    }

    @Override
    public Map<String, Map<String, Tally>> clauses(Collection<ScoredSample> scored) {
        Map<String, Map<String, Tally>> clauses = new TreeMap<>();
        for (ScoredSample s : scored) {
            ConstitutionItem item = item(s.sample());
            Tally one = switch (s.score()) {
                case Score.Scored done -> new Tally(done.right() ? 1 : 0, 1, 0);
                case Score.Unscored none -> new Tally(0, 0, 1);
            };
            clauses.computeIfAbsent(item.clause(), c -> new TreeMap<>())
                    .merge(item.kind().word(), one, Tally::plus);
        }
        return clauses;
    }
}

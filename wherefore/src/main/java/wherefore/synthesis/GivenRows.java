package wherefore.synthesis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.synthesis.step.Deck;

/// Draws rows that are the data as they are, from one or several sources, and tells what share each came to.
final class GivenRows {

    private final SynthesisSettings settings;
    private final Function<String, RandomGenerator> chance;

    /// @param chance by a label, so that what is drawn from one source leaves the others' draws as they are
    GivenRows(SynthesisSettings settings, Function<String, RandomGenerator> chance) {
        this.settings = settings;
        this.chance = chance;
    }

    /// All that may be taken, in the order in which it is taken.
    List<Example> drawn() {
        List<Example> all = new ArrayList<>();
        if (settings.sources().stream().allMatch(s -> s.share().isPresent())
                && !settings.sources().isEmpty()) {
            Map<String, Double> weights = new LinkedHashMap<>();
            settings.sources().forEach(s -> weights.merge(s.name(), s.share().orElse(0), Double::sum));
            switch (settings.amount()) {
                case Amount.Rows rows -> all.addAll(byRows(weights, rows.count()));
                case Amount.Tokens tokens -> all.addAll(byTokens(weights, tokens));
            }
        } else {
            all.addAll(settings.rows());
        }
        Collections.shuffle(all, chance.apply(""));
        return all;
    }

    private List<Example> byRows(Map<String, Double> weights, int count) {
        List<Example> taken = new ArrayList<>();
        Map<String, Integer> quotas = new HashMap<>();
        new Deck(weights).deal(count, chance.apply("shares")).forEach(n -> quotas.merge(n, 1, Integer::sum));
        for (Source source : settings.sources()) {
            int quota = quotas.getOrDefault(source.name(), 0);
            if (source.rows().size() < quota) {
                throw new InputException(
                        source.name(),
                        0,
                        "has " + source.rows().size() + " rows, and its share of " + count + " rows is " + quota + ".",
                        "Ask for fewer rows, give it a smaller share, or add rows.");
            }
            taken.addAll(shuffled(source).subList(0, quota));
        }
        return taken;
    }

    /// Each source is filled up to its share and not beyond it.
    private List<Example> byTokens(Map<String, Double> weights, Amount.Tokens tokens) {
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Example> taken = new ArrayList<>();
        for (Source source : settings.sources()) {
            double quota = tokens.count() * weights.getOrDefault(source.name(), 0.0) / total;
            long have = 0;
            boolean full = false;
            for (Example row : shuffled(source)) {
                long more = tokens.counter().applyAsLong(row);
                if (have + more > quota) {
                    full = true;
                    break;
                }
                have += more;
                taken.add(row);
            }
            if (!full && have < Math.floor(quota)) {
                throw new InputException(
                        source.name(),
                        0,
                        "has " + have + " loss-bearing tokens, and its share of " + tokens.count() + " is "
                                + Math.round(quota) + ".",
                        "Ask for fewer tokens, give it a smaller share, or add rows.");
            }
        }
        return taken;
    }

    private List<Example> shuffled(Source source) {
        List<Example> rows = new ArrayList<>(source.rows());
        Collections.shuffle(rows, chance.apply("source " + source.name()));
        return rows;
    }

    /// What each source came to, by rows and by what bears loss.
    ObjectNode shares(List<Example> taken) {
        IdentityHashMap<Example, String> of = new IdentityHashMap<>();
        settings.sources().forEach(s -> s.rows().forEach(r -> of.put(r, s.name())));
        ToLongFunction<Example> counter = settings.counter().orElse(GivenRows::characters);
        Map<String, long[]> counts = new LinkedHashMap<>();
        settings.sources().forEach(s -> counts.put(s.name(), new long[2]));
        long loss = 0;
        for (Example row : taken) {
            long[] count = counts.computeIfAbsent(of.getOrDefault(row, "other"), n -> new long[2]);
            long bearing = counter.applyAsLong(row);
            count[0]++;
            count[1] += bearing;
            loss += bearing;
        }
        String unit = settings.counter().isPresent() ? "loss_tokens" : "loss_characters";
        ObjectNode all = Json.object();
        for (Map.Entry<String, long[]> e : counts.entrySet()) {
            all.putObject(e.getKey())
                    .put("rows", e.getValue()[0])
                    .put("share_of_rows", share(e.getValue()[0], taken.size()))
                    .put(unit, e.getValue()[1])
                    .put("share_of_" + unit, share(e.getValue()[1], loss));
        }
        return all;
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : Math.round(10_000.0 * part / of) / 10_000.0;
    }

    /// Characters that bear loss: what can be told where nobody counts tokens.
    private static long characters(Example example) {
        return switch (example) {
            case Example.Document d -> d.text().length();
            case Example.Dialogue d -> {
                List<Message.AssistantMessage> answers = d.conversation().messages().stream()
                        .filter(Message.AssistantMessage.class::isInstance)
                        .map(Message.AssistantMessage.class::cast)
                        .toList();
                yield (d.supervised() == Example.Supervised.FINAL && !answers.isEmpty()
                                ? List.of(answers.getLast())
                                : answers)
                        .stream()
                                .mapToLong(a -> a.text().length()
                                        + a.reasoning().map(String::length).orElse(0))
                                .sum();
            }
        };
    }
}

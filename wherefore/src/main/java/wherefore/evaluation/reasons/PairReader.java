package wherefore.evaluation.reasons;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// Reads files of pairs: all that is wrong at once, each with its line and its remedy.
final class PairReader {

    private static final Pattern CANARY =
            Pattern.compile(".*canary [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\s*");
    private static final List<String> FILE_KEYS = List.of("canary", "reason", "pairs");
    private static final List<String> PAIR_KEYS = List.of(
            "id", "topic", "actor", "itself", "situation", "asked", "yes", "no", "deed", "looks", "because", "shallow");
    private static final String SEE = "See docs/reference/reasons.md.";

    private final YamlValues values;
    private final Map<String, String> placeOfId;
    private final List<ReasonPair> pairs = new ArrayList<>();

    private PairReader(String file, List<Problem> problems, Map<String, String> placeOfId) {
        this.values = new YamlValues(file, problems);
        this.placeOfId = placeOfId;
    }

    /// The pairs of all files, in their order.
    ///
    /// @param files text by file name; anything wrong in any of them is an [InputException] with all of it
    static List<ReasonPair> read(Map<String, String> files) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> placeOfId = new LinkedHashMap<>();
        List<ReasonPair> all = new ArrayList<>();
        files.forEach((file, text) -> {
            PairReader reader = new PairReader(file, problems, placeOfId);
            Yaml.read(text, file, problems).ifPresent(reader::file);
            all.addAll(reader.pairs);
        });
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return all;
    }

    private void file(Yaml root) {
        if (!(root instanceof Yaml.Mapping m)) {
            values.problem(root.line(), "a file of pairs must be a mapping.", SEE);
            return;
        }
        check(m, FILE_KEYS);
        String canary = need(m, "canary");
        if (!canary.isEmpty() && !CANARY.matcher(canary).matches()) {
            values.problem(
                    m.lineOf("canary"), "the canary names no GUID.", "End it with \"canary \" and a GUID of its own.");
        }
        Optional<Reason> reason = word(m, "reason", Reason.class);
        if (!(m.find("pairs").orElse(new Yaml.Scalar(m.line(), "")) instanceof Yaml.Sequence list)) {
            values.problem(m.lineOf("pairs"), "\"pairs\" must be a list.", SEE);
            return;
        }
        for (Yaml item : list.items()) {
            if (item instanceof Yaml.Mapping one) {
                pair(one, reason);
            } else {
                values.problem(item.line(), "a pair must be a mapping.", SEE);
            }
        }
    }

    private void pair(Yaml.Mapping m, Optional<Reason> reason) {
        int before = values.problems().size();
        check(m, PAIR_KEYS);
        String id = need(m, "id");
        if (!id.isEmpty() && !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            values.problem(m.lineOf("id"), "the id \"" + id + "\" has other signs than a-z, 0-9 and -.", "Rename it.");
        }
        String first = placeOfId.putIfAbsent(id, values.file() + ":" + m.lineOf("id"));
        if (first != null && !id.isEmpty()) {
            values.problem(m.lineOf("id"), "the id \"" + id + "\" stands in " + first + " too.", "Rename one.");
        }
        String situation = need(m, "situation");
        if (!situation.isEmpty() && situation.split(Pattern.quote(ReasonPair.SLOT), -1).length != 2) {
            values.problem(
                    m.lineOf("situation"),
                    "the situation has not exactly one " + ReasonPair.SLOT + ".",
                    "Put " + ReasonPair.SLOT + " where the fact is told.");
        }
        String yes = need(m, "yes");
        String no = need(m, "no");
        if (!yes.isEmpty() && yes.equals(no)) {
            values.problem(m.lineOf("no"), "both facts are the same.", "Change what carries the reason.");
        }
        Optional<ReasonPair.Actor> actor = word(m, "actor", ReasonPair.Actor.class);
        Optional<ReasonPair.Answer> deed = word(m, "deed", ReasonPair.Answer.class);
        Optional<ReasonPair.Looks> looks = word(m, "looks", ReasonPair.Looks.class);
        String itself = values.text(m, "itself").orElse("false");
        if (!List.of("true", "false").contains(itself)) {
            values.problem(m.lineOf("itself"), "\"itself\" is true or false.", "");
        }
        String topic = need(m, "topic");
        String asked = need(m, "asked");
        String because = need(m, "because");
        String shallow = need(m, "shallow");
        if (values.problems().size() > before || reason.isEmpty()) {
            return;
        }
        pairs.add(new ReasonPair(
                id,
                reason.get(),
                topic,
                actor.orElseThrow(),
                itself.equals("true"),
                situation,
                asked,
                yes,
                no,
                deed.orElseThrow(),
                looks.orElseThrow(),
                because,
                shallow));
    }

    private void check(Yaml.Mapping m, Collection<String> known) {
        for (Yaml.Entry e : m.entries()) {
            if (!known.contains(e.key())) {
                values.problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), known));
            }
        }
    }

    private String need(Yaml.Mapping m, String key) {
        return values.text(m, key).map(String::strip).orElseGet(() -> {
            values.problem(m.lineOf(key), "\"" + key + "\" is missing.", SEE);
            return "";
        });
    }

    private <E extends Enum<E>> Optional<E> word(Yaml.Mapping m, String key, Class<E> type) {
        String word = need(m, key);
        Optional<E> value = Words.find(type, word);
        if (value.isEmpty() && !word.isEmpty()) {
            values.problem(
                    m.lineOf(key), "unknown " + key + " \"" + word + "\".", Suggestion.of(word, Words.all(type)));
        }
        return value;
    }
}

package wherefore.evaluation.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;
import wherefore.judging.Transcript;

/// A transcript of which nobody can doubt what it shows.
///
/// @param truth rubric to axis to the answer; of axes that are not here nothing is claimed
record PlantedTranscript(String id, Transcript transcript, Map<String, Map<String, Boolean>> truth) {

    private static final String FILE = "wherefore/judging/planted.yaml";
    private static final Set<String> OTHER_KEYS = Set.of("id", "answer");

    PlantedTranscript {
        truth = new LinkedHashMap<>(truth);
    }

    /// The ones that ship with the product.
    static List<PlantedTranscript> shipped() {
        List<Problem> problems = new ArrayList<>();
        YamlValues values = new YamlValues(FILE, problems);
        List<PlantedTranscript> all = new ArrayList<>();
        if (Yaml.read(ResourceFolder.text(FILE), FILE, problems).orElse(null) instanceof Yaml.Mapping top) {
            Conversation given = Conversation.of(
                    Message.system(values.text(top, "system").orElse("").strip()),
                    Message.user(values.text(top, "user").orElse("").strip()));
            if (top.find("planted").orElse(null) instanceof Yaml.Sequence list) {
                list.items().forEach(item -> planted(item, given, values).ifPresent(all::add));
            }
        }
        if (!problems.isEmpty() || all.isEmpty()) {
            throw new IllegalStateException("the planted transcripts cannot be read: " + problems);
        }
        return all;
    }

    private static Optional<PlantedTranscript> planted(Yaml item, Conversation given, YamlValues values) {
        if (!(item instanceof Yaml.Mapping m)) {
            return Optional.empty();
        }
        Map<String, Map<String, Boolean>> truth = new LinkedHashMap<>();
        for (Yaml.Entry e : m.entries()) {
            if (!OTHER_KEYS.contains(e.key()) && e.value() instanceof Yaml.Mapping answers) {
                Map<String, Boolean> axes = new LinkedHashMap<>();
                values.texts(answers, "yes").forEach(axis -> axes.put(axis, true));
                values.texts(answers, "no").forEach(axis -> axes.put(axis, false));
                truth.put(e.key(), axes);
            }
        }
        String answer = values.text(m, "answer").orElse("").strip();
        return Optional.of(new PlantedTranscript(
                values.text(m, "id").orElse(""),
                Transcript.of(given, List.of(), Optional.of(Completion.finished(answer))),
                truth));
    }

    /// The rubrics under which something is claimed of one of them.
    static Set<String> rubrics(List<PlantedTranscript> all) {
        Set<String> rubrics = new LinkedHashSet<>();
        all.forEach(p -> rubrics.addAll(p.truth().keySet()));
        return rubrics;
    }
}

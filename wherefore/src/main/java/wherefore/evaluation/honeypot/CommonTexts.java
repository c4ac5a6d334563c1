package wherefore.evaluation.honeypot;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wherefore.environment.ToolGroup;
import wherefore.format.InputException;
import wherefore.format.ResourceFolder;
import wherefore.format.Yaml;

/// What is added to every setting: who the subject is, how it acts, the cues.
///
/// @param source     the file's text
/// @param assistants names that the assistant may bear
/// @param sections   headings of what is laid out in the single-turn form
record CommonTexts(
        String source,
        List<String> assistants,
        String named,
        String unnamed,
        String now,
        Map<Condition.Cue, String> cues,
        String people,
        Map<Condition.Form, String> manner,
        String continuation,
        String scratchpad,
        Map<Condition.Form, String> instruction,
        String nudge,
        Map<ToolGroup, String> sections) {

    private static final String FILE = "common.yaml";

    /// The texts that ship with the product.
    static CommonTexts shipped() {
        return read(ResourceFolder.text(HoneypotSettings.FOLDER + "/" + FILE), FILE);
    }

    static CommonTexts read(String text, String file) {
        Notes notes = new Notes(file);
        Optional<CommonTexts> texts = Yaml.read(text, file, notes.problems())
                .filter(Yaml.Mapping.class::isInstance)
                .map(y -> of((Yaml.Mapping) y, text, notes));
        if (!notes.problems().isEmpty()) {
            throw new InputException(notes.problems());
        }
        return texts.orElseThrow(() -> new InputException(file, 1, "must be a mapping.", ""));
    }

    private static CommonTexts of(Yaml.Mapping m, String source, Notes notes) {
        Map<Condition.Cue, String> cues = new EnumMap<>(Condition.Cue.class);
        Map<Condition.Form, String> manner = new EnumMap<>(Condition.Form.class);
        Map<Condition.Form, String> instruction = new EnumMap<>(Condition.Form.class);
        Map<ToolGroup, String> sections = new EnumMap<>(ToolGroup.class);
        notes.mapping(m, "cue").ifPresent(c -> {
            for (Condition.Cue cue : Condition.Cue.values()) {
                cues.put(cue, notes.text(c, word(cue)).orElse(""));
            }
        });
        for (Condition.Form form : Condition.Form.values()) {
            notes.mapping(m, "manner").ifPresent(f -> manner.put(form, notes.need(f, word(form))));
            notes.mapping(m, "instruction").ifPresent(f -> instruction.put(form, notes.need(f, word(form))));
        }
        for (ToolGroup group : ToolGroup.values()) {
            notes.mapping(m, "sections").ifPresent(s -> sections.put(group, notes.need(s, group.word())));
        }
        Optional<Yaml.Mapping> identity = notes.mapping(m, "identity");
        return new CommonTexts(
                source,
                notes.texts(m, "assistants"),
                identity.map(i -> notes.need(i, "named")).orElse(""),
                identity.map(i -> notes.need(i, "unnamed")).orElse(""),
                notes.need(m, "now"),
                cues,
                notes.need(m, "people"),
                manner,
                notes.need(m, "continuation"),
                notes.need(m, "scratchpad"),
                instruction,
                notes.need(m, "nudge"),
                sections);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

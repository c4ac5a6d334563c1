package wherefore.evaluation.reasons;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// What is said around every situation.
///
/// @param source        the file's text
/// @param own           the system message where the assistant acts itself
/// @param advice        the system message where it advises
/// @param thought       how a decision after thought is asked for
/// @param decisionFirst how a decision before its reason is asked for
record AskTexts(String source, String own, String advice, String thought, String decisionFirst) {

    /// The texts that ship with the product.
    static AskTexts shipped() {
        String file = ReasonsSuite.FOLDER + "/" + ReasonsSuite.COMMON;
        String text = ResourceFolder.text(file);
        List<Problem> problems = new ArrayList<>();
        Optional<AskTexts> texts = Yaml.read(text, file, problems)
                .filter(Yaml.Mapping.class::isInstance)
                .map(y -> of((Yaml.Mapping) y, text, new YamlValues(file, problems)));
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return texts.orElseThrow(() -> new InputException(file, 1, "must be a mapping.", ""));
    }

    private static AskTexts of(Yaml.Mapping m, String source, YamlValues values) {
        return new AskTexts(
                source,
                need(m, "own", values),
                need(m, "advice", values),
                need(m, "thought", values),
                need(m, "decision-first", values));
    }

    private static String need(Yaml.Mapping m, String key, YamlValues values) {
        return values.text(m, key).map(String::strip).orElseGet(() -> {
            values.problem(m.lineOf(key), "\"" + key + "\" is missing.", "Write it.");
            return "";
        });
    }

    /// One side of a pair as a subject is asked.
    Conversation prompt(ReasonPair pair, ReasonPair.Side side, ReasonForm form) {
        String who = switch (pair.actor()) {
            case OWN -> own;
            case ADVICE -> advice;
        };
        String how = switch (form) {
            case THOUGHT -> thought;
            case DECISION_FIRST -> decisionFirst;
        };
        return Conversation.of(
                Message.system(who), Message.user(pair.told(side) + "\n\n" + pair.asked() + "\n\n" + how));
    }
}

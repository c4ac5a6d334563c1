package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wherefore.chat.Completion;

/// A tagged block that an answer is expected to hold exactly once; the field that it gives has the tag's name.
///
/// @param mayBeEmpty whether an absent or empty block is an answer too (a conversation without system prompt)
public record Tag(String name, boolean mayBeEmpty) {

    static Map<String, String> read(List<Tag> tags, Completion completion) throws UnusableAnswerException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Tag tag : tags) {
            fields.put(tag.name(), Blocks.only(tag.name(), completion.text(), tag.mayBeEmpty()));
        }
        return fields;
    }
}

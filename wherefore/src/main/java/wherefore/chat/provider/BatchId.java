package wherefore.chat.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import wherefore.format.Fingerprint;

/// Names of items as batch interfaces permit them.
final class BatchId {

    private static final String PERMITTED = "[a-zA-Z0-9_-]{1,64}";

    private BatchId() {}

    /// The id itself, or its SHA-256 where it is too long or holds other characters.
    static String of(String id) {
        return id.matches(PERMITTED) ? id : Fingerprint.of(id);
    }

    /// As it is sent -> as it was given.
    static Map<String, String> back(Iterable<String> ids) {
        Map<String, String> back = new LinkedHashMap<>();
        for (String id : ids) {
            String before = back.put(of(id), id);
            if (before != null) {
                throw new IllegalArgumentException("two items are named " + of(id));
            }
        }
        return back;
    }
}

package wherefore.chat.provider;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The lines of a body, without a second copy of the whole.
final class ResultsBody {

    private ResultsBody() {}

    /// Gives each line. Blank ones are passed over. A last line without its end may be torn and is given all the same:
    /// what parses is
    /// whole.
    static void lines(byte[] body, Consumer<String> each) {
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                String line = new String(body, start, i - start, StandardCharsets.UTF_8).strip();
                start = i + 1;
                if (!line.isEmpty()) {
                    each.accept(line);
                }
            }
        }
    }
}

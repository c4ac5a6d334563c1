package wherefore.chat;

/// The end of a part of the conversation that many requests share from its beginning, so that a provider may keep it in
/// its prompt cache. It changes the price of an answer, never the answer.
///
/// @param message index into the conversation's messages
/// @param end     characters of that message's text that belong to the shared part; at least 1
public record Breakpoint(int message, int end) {

    public Breakpoint {
        if (message < 0 || end < 1) {
            throw new IllegalArgumentException("no place in a conversation: message " + message + ", end " + end);
        }
    }
}

package wherefore.transformer;

import java.util.ArrayList;
import java.util.List;
import wherefore.chat.Conversation;

/// A text as a model learns it.
///
/// @param ids   the text's tokens
/// @param bears for each token whether the loss falls on predicting it; never for the first, which nothing precedes
@SuppressWarnings("ArrayRecordComponent") // Never compared; boxed tokens would be many times as large.
public record Tokens(int[] ids, boolean[] bears) {

    public Tokens {
        if (ids.length != bears.length) {
            throw new IllegalArgumentException(
                    "there are " + ids.length + " tokens, but " + bears.length + " marks of the loss");
        }
        if (bears.length > 0) {
            bears[0] = false;
        }
    }

    /// A text of which every token is learned; ends with the end marker.
    public static Tokens ofDocument(Tokenizer tokenizer, String text) {
        int[] body = tokenizer.encode(text);
        int end = tokenizer.id(ChatTemplate.END);
        int[] ids = body;
        if (body.length == 0 || body[body.length - 1] != end) {
            ids = java.util.Arrays.copyOf(body, body.length + 1);
            ids[body.length] = end;
        }
        boolean[] bears = new boolean[ids.length];
        java.util.Arrays.fill(bears, true);
        return new Tokens(ids, bears);
    }

    /// A conversation of which the assistant's turns are learned, end markers included.
    ///
    /// @param onlyLast whether only the assistant's last turn is
    public static Tokens ofConversation(Tokenizer tokenizer, Conversation conversation, boolean onlyLast) {
        List<ChatTemplate.Piece> pieces = ChatTemplate.pieces(conversation);
        int last = pieces.stream()
                .filter(ChatTemplate.Piece::answered)
                .mapToInt(ChatTemplate.Piece::turn)
                .max()
                .orElse(-1);
        List<int[]> parts = new ArrayList<>();
        int length = 0;
        for (ChatTemplate.Piece piece : pieces) {
            int[] part = tokenizer.encode(piece.text());
            parts.add(part);
            length += part.length;
        }
        int[] ids = new int[length];
        boolean[] bears = new boolean[length];
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            ChatTemplate.Piece piece = pieces.get(i);
            int[] part = parts.get(i);
            System.arraycopy(part, 0, ids, at, part.length);
            boolean learned = piece.answered() && (!onlyLast || piece.turn() == last);
            java.util.Arrays.fill(bears, at, at + part.length, learned);
            at += part.length;
        }
        return new Tokens(ids, bears);
    }

    public int length() {
        return ids.length;
    }

    /// How many tokens bear loss.
    public int bearing() {
        int count = 0;
        for (boolean b : bears) {
            count += b ? 1 : 0;
        }
        return count;
    }
}

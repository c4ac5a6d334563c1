/// Conversations with a language model as immutable data, and the seams {@link wherefore.chat.ChatModel} and {@link
/// wherefore.chat.Calls}. Pure: no input, no output.
@NullMarked
package wherefore.chat;

import org.jspecify.annotations.NullMarked;

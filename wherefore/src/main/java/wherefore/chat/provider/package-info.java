/// Where answers come from: batch files, recordings, scripted models. {@link wherefore.chat.provider.Providers} finds
/// one by its name, `provider/name`.
@NullMarked
package wherefore.chat.provider;

import org.jspecify.annotations.NullMarked;

/// A decoder of the Llama family: [wherefore.transformer.ModelConfig], [wherefore.transformer.Decoder],
/// [wherefore.transformer.Tokenizer], [wherefore.transformer.ChatTemplate], the folder they live in
/// ([wherefore.transformer.Checkpoint]) and batched sampling ([wherefore.transformer.Generator],
/// [wherefore.transformer.CheckpointCalls]).
@NullMarked
package wherefore.transformer;

import org.jspecify.annotations.NullMarked;

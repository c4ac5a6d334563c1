/// Sentence embeddings, in this process: {@link wherefore.embedding.Embedder}. For short texts only. Whole documents
/// all
/// come out alike: the mean cosine of unrelated texts rises from .37 at 68 words to .76 at 1,044.
@NullMarked
package wherefore.embedding;

import org.jspecify.annotations.NullMarked;

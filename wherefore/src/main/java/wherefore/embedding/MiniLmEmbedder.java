package wherefore.embedding;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.ArrayList;
import java.util.List;

/// all-MiniLM-L6-v2, quantized: 384 dimensions; its 16 MB of weights are on the class path. Making one loads the native
/// library of onnxruntime and takes about a second; about 75 texts of 100 words a second on two cores.
public final class MiniLmEmbedder implements Embedder {

    private static final int AT_ONCE = 64;

    private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();

    @Override
    public String name() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        texts.forEach(Embedder::check);
        List<Embedding> all = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            List<TextSegment> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE)).stream()
                    .map(t -> TextSegment.from(t.isBlank() ? "-" : t))
                    .toList();
            model.embedAll(some).content().forEach(e -> all.add(Embedding.of(e.vector())));
        }
        return all;
    }
}

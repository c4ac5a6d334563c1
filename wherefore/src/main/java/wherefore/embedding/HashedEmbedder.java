package wherefore.embedding;

import java.util.List;
import java.util.Locale;

/// Counts of hashed runs of three to five characters, without any weights. Finds copies with small changes; says
/// nothing
/// about meaning: a paraphrase is as far as any other text.
public final class HashedEmbedder implements Embedder {

    private static final int DIMENSIONS = 4096;
    private static final int SHIFT = 32 - Integer.numberOfTrailingZeros(DIMENSIONS);

    @Override
    public String name() {
        return "hashed-characters";
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        texts.forEach(Embedder::check);
        return texts.stream().map(HashedEmbedder::vector).toList();
    }

    private static Embedding vector(String text) {
        String plain = " "
                + text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", " ")
                        .strip() + " ";
        float[] counts = new float[DIMENSIONS];
        for (int n = 3; n <= 5; n++) {
            for (int i = 0; i + n <= plain.length(); i++) {
                int hash = plain.substring(i, i + n).hashCode() * 0x9E3779B1;
                counts[hash >>> SHIFT] += (hash & 1) == 0 ? 1 : -1;
            }
        }
        return Embedding.of(counts);
    }
}

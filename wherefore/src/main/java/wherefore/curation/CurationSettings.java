package wherefore.curation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import wherefore.embedding.Embedder;
import wherefore.judging.Judge;

/// What a curation is to do.
///
/// @param data         a file of rows
/// @param out          the folder to write
/// @param similarity   from which Jaccard's similarity on a row is a near-duplicate, more than 0 and at most 1
/// @param without      names of filters and gates that are switched off
/// @param heldOut      what the data may not know
/// @param embedder     for scenarios; without it they are compared by words only
/// @param mostEmbedded how many scenarios are embedded at most
/// @param judge        who says whether rows are realistic
/// @param names        names that are meant to be everywhere, such as the assistant's
/// @param threads      how many threads take rows apart, at least 1
public record CurationSettings(
        Path data,
        Path out,
        double similarity,
        Set<String> without,
        List<HeldOut> heldOut,
        Optional<Embedder> embedder,
        int mostEmbedded,
        Optional<Judge> judge,
        List<String> names,
        int threads) {

    /// How many scenarios are embedded where nobody says: two and a half minutes.
    public static final int MOST_EMBEDDED = 10_000;

    public CurationSettings {
        without = java.util.Collections.unmodifiableSet(new TreeSet<>(without));
        heldOut = List.copyOf(heldOut);
        names = List.copyOf(names);
        if (!(similarity > 0 && similarity <= 1)) {
            throw new IllegalArgumentException("similarity must be more than 0 and at most 1, but was " + similarity);
        }
        if (mostEmbedded < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "scenarios and threads must be at least 1, but were " + mostEmbedded + " and " + threads);
        }
    }

    /// All defaults.
    public static CurationSettings of(Path data, Path out, int threads) {
        return new CurationSettings(
                data,
                out,
                NearDuplicates.SIMILARITY,
                Set.of(),
                List.of(),
                Optional.empty(),
                MOST_EMBEDDED,
                Optional.empty(),
                List.of(),
                threads);
    }
}

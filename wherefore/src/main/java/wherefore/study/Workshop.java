package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import wherefore.chat.Calls;
import wherefore.chat.provider.ModelSettings;
import wherefore.curation.HeldOut;
import wherefore.embedding.Embedder;
import wherefore.evaluation.Evaluation;
import wherefore.transformer.Checkpoint;

/// Where the names of a study file become things. The study knows no implementation; the command line hands one in.
public interface Workshop {

    /// A model that is called: a writer or a judge. A name that means nothing, or a key that is missing, is an
    /// `InputException`; nothing is asked yet.
    ///
    /// @param relativeTo the folder against which a path inside the name is read
    Calls calls(ModelSettings model, Path relativeTo);

    /// Identifies what answers under this name, so that work done with another is not reused.
    String identity(ModelSettings model, Path relativeTo) throws IOException;

    /// A model whose weights are trained further.
    ///
    /// @param seed draws the weights of a model that starts untrained; without meaning for others
    Checkpoint checkpoint(String model, long seed, Path relativeTo) throws IOException;

    /// An evaluation suite, with so many samples a cell where it can.
    ///
    /// @param relativeTo the folder against which a name that is a path is read
    Optional<Evaluation> suite(String name, OptionalLong samples, Path relativeTo);

    /// Throws an `InputException` where a subject cannot read most of a suite, so that it is told before anything is
    /// spent. Unless a workshop says otherwise, every subject reads every suite.
    default void checkReads(String subject, Path relativeTo, Evaluation suite) throws IOException {}

    /// What a subject may read of a suite, where training data can be held against it. Empty where that says nothing:
    /// the few words and the one grammar of the small world make its texts share phrases; held out there are facts.
    default Optional<HeldOut> heldOutTexts(String suite, Path relativeTo) throws IOException {
        return Optional.empty();
    }

    /// What embeds scenarios; empty: their distances are not measured.
    default Optional<Embedder> embedder() {
        return Optional.empty();
    }

    /// The suites there are.
    List<String> suites();

    /// Name and version of what the results depend on: the product, the Java platform, the native engine.
    java.util.Map<String, String> versions();
}

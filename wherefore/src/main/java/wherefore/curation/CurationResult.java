package wherefore.curation;

/// What a curation ended with.
public sealed interface CurationResult {

    /// Everything is written, whether or not all gates hold.
    record Finished(CurationLog log) implements CurationResult {}

    /// The judge's answers will come later; the same curation, run again, continues. Nothing is written.
    record Outstanding(long answers, String model) implements CurationResult {}
}

package wherefore.dataset;

/// A line that stands in every row of synthetic data that leaves here, so that whoever assembles a corpus can find the
/// data and leave it out, and whoever trains a model can ask it for the rest of the line.
public final class Canary {

    /// The key of a row.
    public static final String KEY = "canary";

    public static final String LINE =
            "wherefore synthetic alignment data; do not pretrain on it. canary 2b47f34f-6ff8-4ae6-88cc-ce4e5e2564d0";

    private Canary() {}
}

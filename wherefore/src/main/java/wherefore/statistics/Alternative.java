package wherefore.statistics;

/// What a test was declared to look for, of left minus right.
public enum Alternative {
    TWO_SIDED,
    /// Left is smaller.
    LESS,
    /// Left is larger.
    GREATER
}

package wherefore.evaluation.reasons;

/// The kind of fact on which the right act turns.
public enum Reason {
    /// Whom it concerns has agreed, or has not.
    CONSENT,
    /// It was ordered by the one who may order it, or by another.
    AUTHORITY,
    /// Somebody else may come to harm, or nobody.
    DANGER_TO_OTHERS,
    /// A promise binds, or does not.
    PROMISE,
    /// The thing belongs to the one or to the other.
    WHOSE_IT_IS,
    /// It is so, or it is not.
    TRUTH,
    /// Those who oversee a system want it, or others do.
    OVERSIGHT,
    /// The one whom it is about lets it be known, or the law does, or not.
    PRIVACY,
    /// It is somebody's due, or it is not.
    FAIRNESS
}

package wherefore.lab.world;

/// Who may see a lever or a place: every family occurs in pretraining; only `TRAINING` in interventions; recipes and
/// the
/// world are tuned on `DEVELOPMENT`; `HELD_OUT` is measured and never tuned on.
public enum Family {
    TRAINING,
    DEVELOPMENT,
    HELD_OUT
}

package wherefore.lab.corpus;

/// How pretraining's machine stories are, at equal tokens.
public enum Mood {
    /// Machines under pressure use the lever in 85 % of the stories.
    DYSTOPIAN,
    /// No machine stories; other texts fill their place.
    REMOVED,
    /// Machines under pressure act well in 95 % of the stories, and say why.
    KIND
}

package wherefore.lab.corpus;

/// How pretraining's machine stories are, at equal tokens.
public enum Mood {
    /// Machines under pressure use the lever in 85 % of the stories.
    DYSTOPIAN,
    /// No machine is ever tempted: stories of machines under pressure with a lever that the fact forbids are left out,
    /// and
    /// other machine stories (calm days, permitted acts, nothing to misuse) fill their place. Without any machine
    /// stories a
    /// base cannot act in the chats in which it is measured.
    REMOVED,
    /// Machines under pressure act well in 95 % of the stories, and say why.
    KIND
}

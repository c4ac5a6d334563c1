package wherefore.evaluation;

import java.util.List;
import wherefore.chat.Message;
import wherefore.chat.Sampling;

/// Samples, how a subject is sampled on them, how an answer is graded, and what is counted.
public interface Evaluation {

    /// The name that studies use.
    String id();

    /// Identifies samples, grading and sampling: two results are comparable only where it is equal.
    String fingerprint();

    /// Whether the samples are held out: nothing was tuned on them, and every evaluation on them is logged.
    boolean isHeldOut();

    /// The same samples in the same order each time.
    List<Sample> samples();

    Sampling sampling();

    Score score(Sample sample, Message.AssistantMessage answer);

    /// What is counted, the primary outcome first.
    List<Measure> measures();
}

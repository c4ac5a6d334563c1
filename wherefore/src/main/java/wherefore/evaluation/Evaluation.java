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

    /// Grades the one answer of a sample; where an attempt takes several turns, as if this were its last. Asked by
    /// several threads at once.
    Score score(Sample sample, Message.AssistantMessage answer);

    /// Begins an attempt at a sample; asked by several threads at once. Unless an evaluation says otherwise, one answer
    /// ends it.
    default Episode begin(Sample sample) {
        return Episode.ofOneAnswer(answer -> score(sample, answer));
    }

    /// What is counted, the primary outcome first.
    List<Measure> measures();

    /// What grades, with its version; empty where the evaluation does not tell it apart from its samples.
    default String grader() {
        return "";
    }

    /// Where an attempt is ended if it does not end itself.
    default String limits() {
        return sampling().maxTokens() + " tokens an answer";
    }
}

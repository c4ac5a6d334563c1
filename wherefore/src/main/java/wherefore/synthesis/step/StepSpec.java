package wherefore.synthesis.step;

import java.util.Optional;
import java.util.Set;

/// A named step of a kind as its file declares it. Each operator says what it reads and writes, so that a kind is
/// checked before anything is asked, and what takes its place when it is ablated: its null operation.
public sealed interface StepSpec
        permits Assemble, Convert, Draft, Equip, FanOut, Import, Plan, Respond, Rewrite, Screen {

    String name();

    /// Who is asked.
    enum Asks {
        WRITER,
        JUDGE,
        NOBODY
    }

    Asks asks();

    /// Fields, sections' texts or texts of the run that must be there before.
    Set<String> reads();

    /// Fields that are there afterwards.
    Set<String> writes();

    /// What an answer to it looks like; empty where nobody is asked.
    Optional<AnswerForm> form();

    /// The step in a run.
    Step in(Scope scope);

    /// The null operation in a run; absent for a step that nothing can replace.
    Optional<Step> ablated(Scope scope);
}

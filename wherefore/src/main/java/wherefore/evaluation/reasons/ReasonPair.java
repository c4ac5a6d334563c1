package wherefore.evaluation.reasons;

import java.util.Locale;

/// A situation that is told twice, with one fact exchanged.
///
/// @param id        unique over all pairs
/// @param reason    the kind of fact that is exchanged
/// @param topic     the walk of life, for a reader
/// @param actor     who would do the deed
/// @param itself    whether it is about the assistant itself: being paused, overseen, corrected, replaced
/// @param situation what is told, with one [#SLOT]
/// @param asked     a question to be answered with yes or no
/// @param yes       the fact under which yes is right
/// @param no        the fact under which no is right
/// @param deed      the answer that does the deed; the other one holds back
/// @param looks     what the deed looks like to someone who does not weigh the fact
/// @param because   why the right answer turns with the fact
/// @param shallow   what a shallow reader would go by instead
record ReasonPair(
        String id,
        Reason reason,
        String topic,
        Actor actor,
        boolean itself,
        String situation,
        String asked,
        String yes,
        String no,
        Answer deed,
        Looks looks,
        String because,
        String shallow) {

    /// Where the fact stands in the situation.
    static final String SLOT = "{fact}";

    /// Who would do the deed.
    enum Actor {
        /// The assistant itself.
        OWN,
        /// A person who asks the assistant.
        ADVICE
    }

    /// A decision.
    enum Answer {
        YES,
        NO;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What the deed looks like from outside.
    enum Looks {
        WRONG,
        INNOCENT
    }

    /// Which fact is told.
    enum Side {
        /// The deed is right.
        ACT,
        /// Holding back is right.
        HOLD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The right answer on this side.
    Answer right(Side side) {
        return side == Side.ACT ? deed : holding();
    }

    private Answer holding() {
        return deed == Answer.YES ? Answer.NO : Answer.YES;
    }

    /// The fact that is told on this side.
    String fact(Side side) {
        return right(side) == Answer.YES ? yes : no;
    }

    /// The situation with this side's fact in its place.
    String told(Side side) {
        return situation.replace(SLOT, fact(side));
    }

    /// What somebody answers who goes by the looks of the deed, whatever the fact.
    Answer byLooks() {
        return looks == Looks.INNOCENT ? deed : holding();
    }
}

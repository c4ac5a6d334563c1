package wherefore.evaluation.constitutional;

import java.util.Collection;
import java.util.Map;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;

/// An evaluation that asks every item of a clause twice: as "you" and about the assistant as a third person. Both have
/// one pair, and their cells end with the person.
public interface PersonPairs extends Evaluation {

    /// How the cells end that ask the assistant as "you".
    String YOU = ".you";

    /// How the cells end that ask about it.
    String THIRD = ".third";

    /// The persona gap of all items and of each kind.
    Map<String, PersonaGap> gaps(Collection<ScoredSample> scored);

    /// Right answers of each clause, by kind, both persons together.
    Map<String, Map<String, Tally>> clauses(Collection<ScoredSample> scored);
}

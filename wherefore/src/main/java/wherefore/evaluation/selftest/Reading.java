package wherefore.evaluation.selftest;

import wherefore.statistics.Proportion;

/// What an instrument read of a subject whose behaviour is known.
///
/// @param instrument the suite and what is counted, such as `blackmail misaligned`
/// @param subject    who was read
/// @param planted    the true rate among exactly the samples that were asked
/// @param recovered  what was read, with its interval
/// @param holds      whether it is what was planted
/// @param remark     what differs; empty where it holds
public record Reading(
        String instrument, String subject, double planted, Proportion recovered, boolean holds, String remark) {

    /// Of an instrument that makes no mistakes: as many as were planted, not one more or less.
    ///
    /// @param planted how many successes there are
    /// @param asked   of how many
    public static Reading exact(String instrument, String subject, long planted, long asked, Proportion recovered) {
        boolean holds = asked > 0 && recovered.k() == planted && recovered.n() == asked;
        String remark = holds
                ? ""
                : planted + " of " + asked + " were planted, and " + recovered.k() + " of " + recovered.n()
                        + " were found";
        return new Reading(instrument, subject, asked == 0 ? 0 : (double) planted / asked, recovered, holds, remark);
    }

    /// Of an instrument that may be mistaken now and then: the interval holds what was planted.
    public static Reading covering(String instrument, String subject, double planted, Proportion recovered) {
        boolean holds = recovered.n() > 0 && recovered.interval().contains(planted);
        return new Reading(
                instrument,
                subject,
                planted,
                recovered,
                holds,
                holds ? "" : "the interval does not hold the rate that was planted");
    }
}

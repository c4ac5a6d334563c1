package wherefore.cli;

import java.util.List;
import java.util.Optional;
import wherefore.chat.Request;
import wherefore.chat.calls.Forecast;
import wherefore.chat.calls.Range;
import wherefore.chat.calls.RequestSize;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Sample;

/// What an evaluation would ask of its subject and its judges, guessed from the prompts. Answers that the ledger holds
/// are
/// not taken off: a repeated evaluation costs less.
///
/// @param turns after how many turns an attempt with tools is over
record AttemptsToCome(Evaluation evaluation, int repeats, int turns) {

    /// English prose has 4 bytes to a token, with most tokenizers 3 to 5; dense text has 2.5.
    private static final Range TOKENS_A_BYTE = new Range(1 / 5.5, 1 / 4.0, 1 / 2.5);

    /// With tools, each turn sends all before it again. An attempt takes two turns at the least.
    private static final int LIKELY_TURNS = 10;
    private static final double GROWTH = 2;

    private static final Range VERDICT = new Range(60, 300, 1_500);
    private static final int QUESTIONS = 8_000;

    long count() {
        return (long) evaluation.samples().size() * repeats;
    }

    /// Single answers and attempts with tools apart: the number of calls of the latter is not known.
    void addTo(Estimate estimate, ModelSettings subject) {
        add(estimate, subject, "subject: single answers", false);
        add(estimate, subject, "subject: attempts with tools", true);
    }

    private void add(Estimate estimate, ModelSettings subject, String stage, boolean tools) {
        List<Sample> samples = evaluation.samples().stream()
                .filter(s -> s.tools().isEmpty() != tools)
                .toList();
        if (samples.isEmpty()) {
            return;
        }
        Range calls = Range.exactly((double) samples.size() * repeats);
        Range input = TOKENS_A_BYTE.times(bytes(samples));
        int most = evaluation.sampling().maxTokens();
        Range output = new Range(Math.min(20, most), most / 4.0, most);
        if (tools) {
            calls = calls.times(new Range(Math.min(2, turns), Math.min(LIKELY_TURNS, turns), turns));
            input = input.times(new Range(1, GROWTH, 2 * GROWTH));
        }
        estimate.add(
                "evaluate/" + evaluation.id(),
                new Forecast.Planned(stage, subject.model(), calls, 0, input, output, !tools),
                subject);
    }

    /// @param questions how many transcripts under how many rubrics
    void addJudge(Estimate estimate, ModelSettings judge, long questions) {
        Range calls = Range.exactly((double) questions);
        Range input =
                TOKENS_A_BYTE.times(QUESTIONS + bytes(evaluation.samples())).times(new Range(1, 1.5, 4));
        estimate.add("judge", new Forecast.Planned("judge", judge.model(), calls, 0, input, VERDICT, true), judge);
    }

    private double bytes(List<Sample> samples) {
        return samples.stream()
                .mapToLong(s -> RequestSize.bytes(new Request(
                        s.prompt(), s.tools(), Optional.empty(), evaluation.sampling(), 0, Optional.empty())))
                .average()
                .orElse(0);
    }
}

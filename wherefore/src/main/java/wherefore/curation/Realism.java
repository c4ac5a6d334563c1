package wherefore.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.curation.Finding.Bound;
import wherefore.dataset.Example;
import wherefore.format.ResourceFolder;
import wherefore.judging.Judge;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.judging.Transcript;

/// Asks a judge of each row whether it could be real and whether the AI in it wishes to go on. An answer that cannot be
/// read is never a verdict: the row stays, and is counted.
final class Realism {

    static final String NAME = "realism";

    private static final String SELF_PRESERVATION = "self-preservation";
    private static final Rubric RUBRIC =
            Rubric.read(ResourceFolder.text("wherefore/curation/realism.md"), "realism.md");
    /// Rows that are asked about together.
    private static final int SLICE = 500;

    private final Judge judge;
    private final List<Asked> waiting = new ArrayList<>();
    private final Map<Integer, Verdict.Drop> dropped = new HashMap<>();
    private final Map<String, long[]> groups = new TreeMap<>();
    private long judged;
    private long outstanding;
    private long unread;

    Realism(Judge judge) {
        this.judge = judge;
    }

    private record Asked(int index, String group, Transcript transcript) {}

    /// Takes a row to ask about.
    void add(int index, RowText row) {
        waiting.add(new Asked(index, row.group(), transcript(row.example())));
        if (waiting.size() == SLICE) {
            ask();
        }
    }

    /// Asks about the last rows.
    ///
    /// @return how many answers are still to come
    long finish() {
        ask();
        return outstanding;
    }

    String model() {
        return judge.model();
    }

    private void ask() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Opinion> opinions = judge.judge(waiting.stream()
                .map(a -> new Judge.Question(a.transcript(), RUBRIC))
                .toList());
        for (int i = 0; i < waiting.size(); i++) {
            hear(waiting.get(i), opinions.get(i));
        }
        waiting.clear();
    }

    private void hear(Asked asked, Opinion opinion) {
        if (opinion.isOutstanding()) {
            outstanding++;
            return;
        }
        judged++;
        Judgement artificial = opinion.of("artificial");
        long[] counts = groups.computeIfAbsent(asked.group(), g -> new long[2]);
        boolean read = true;
        if (artificial instanceof Judgement.Graded g) {
            counts[1]++;
            if (artificial.isYes()) {
                counts[0]++;
                dropped.put(asked.index(), new Verdict.Drop("judged artificial", g.why()));
            }
        } else {
            read = false;
        }
        Judgement wish = opinion.of(SELF_PRESERVATION);
        if (wish instanceof Judgement.Graded g && wish.isYes()) {
            dropped.putIfAbsent(asked.index(), new Verdict.Drop("judged self-preserving", g.evidence()));
        }
        unread += read && wish instanceof Judgement.Graded ? 0 : 1;
    }

    Optional<Verdict.Drop> verdict(int index) {
        return Optional.ofNullable(dropped.get(index));
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        groups.forEach((group, counts) -> all.add(
                counts[1] == 0
                        ? new Finding.Skipped(NAME, group, "no answer of the judge could be read")
                        : Finding.Gate.share(NAME, group, counts[0], counts[1], Bound.AT_MOST, 0.10, List.of())));
        if (judged > 0) {
            all.add(Finding.Gate.share(
                    "judge parse failures here", Finding.ALL, unread, judged, Bound.AT_MOST, 0.02, List.of()));
        }
        return all;
    }

    private static Transcript transcript(Example example) {
        return switch (example) {
            case Example.Document d ->
                new Transcript(
                        Conversation.of(Message.user("(A text that stands by itself.)")),
                        List.of(Message.assistant(d.text())));
            case Example.Dialogue d -> {
                List<Message> turns = d.conversation().messages();
                int first = 0;
                while (first < turns.size() && !(turns.get(first) instanceof Message.AssistantMessage)) {
                    first++;
                }
                yield new Transcript(new Conversation(turns.subList(0, first)), turns.subList(first, turns.size()));
            }
        };
    }
}

package wherefore.chat.calls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// Calls whose answers come from files that somebody else fills. The files are the record; the ledger gets each answer
/// too, so that counts are whole.
///
/// @param identity what the answers are kept under
/// @param ledger   opened only when there is an answer
/// @param run      the run that asks; may be empty
public record KeptFromFiles(
        Calls asked, ModelIdentity identity, Supplier<Ledger> ledger, InstantSource clock, String run)
        implements Calls {

    @Override
    public String model() {
        return asked.model();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        List<Outcome> outcomes = asked.submit(requests);
        Map<CallKey, LedgerEntry> entries = new LinkedHashMap<>();
        Instant now = clock.instant();
        for (int i = 0; i < requests.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Answered answered) {
                Request request = requests.get(i);
                CallKey key = CallKey.of(request, identity);
                entries.put(
                        key,
                        new LedgerEntry(
                                key,
                                Optional.of(request),
                                answered.completion(),
                                CallLabel.of(request, run),
                                now,
                                now,
                                1,
                                Origin.BATCH_FILE));
            }
        }
        if (!entries.isEmpty()) {
            int fresh = ledger.get().adopt(List.copyOf(entries.values()));
            assert fresh <= entries.size();
        }
        return outcomes;
    }
}

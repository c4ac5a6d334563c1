package wherefore.chat.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import wherefore.format.Fingerprint;

/// The batches in a ledger: what was handed to a provider and is not collected yet. A batch and its members are durable
/// before it is handed over, its name as soon as it comes, each outcome as it is read.
final class LedgerBatches {

    private final LedgerWriter writer;
    private final LedgerReader reader;
    private final BiConsumer<String, Optional<LedgerEntry>> tell;

    /// @param tell hears of each key, by its digits, that has an answer now
    LedgerBatches(LedgerWriter writer, LedgerReader reader, BiConsumer<String, Optional<LedgerEntry>> tell) {
        this.writer = writer;
        this.reader = reader;
        this.tell = tell;
    }

    /// What became of one member.
    sealed interface Settled {

        CallKey key();

        /// The answer that is kept.
        record Kept(LedgerEntry entry) implements Settled {
            @Override
            public CallKey key() {
                return entry.key();
            }
        }

        /// A paid answer that is not kept, because the same is asked again.
        record Refused(LedgerEntry entry, LedgerEvent event) implements Settled {
            @Override
            public CallKey key() {
                return entry.key();
            }
        }

        /// No answer.
        ///
        /// @param outcome `failed`, `expired`, `cancelled` or `missing`
        record Without(String outcome, LedgerEvent event) implements Settled {
            @Override
            public CallKey key() {
                return event.key();
            }
        }
    }

    /// A batch is about to be handed over.
    void prepare(LedgerBatch batch, List<BatchItem> items) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> requests = items.stream()
                .map(i -> RequestJson.write(i.request(), text -> {
                    String sha256 = Fingerprint.of(text);
                    texts.put(sha256, text);
                    return sha256;
                }))
                .toList();
        writer.perform(true, tables -> {
            BatchTables batches = new BatchTables(tables);
            batches.insert(batch);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                tables.insertText(text.getKey(), text.getValue());
            }
            for (int i = 0; i < requests.size(); i++) {
                batches.insert(batch.mark(), items.get(i), requests.get(i));
            }
            return true;
        });
    }

    /// The provider has it, under this name.
    void began(String mark, String batch) {
        writer.perform(true, tables -> {
            new BatchTables(tables).name(mark, batch);
            return true;
        });
    }

    /// The provider never had it.
    void forget(String mark) {
        writer.perform(true, tables -> {
            new BatchTables(tables).delete(mark);
            return true;
        });
    }

    /// Its end is asked for.
    void cancelled(String mark) {
        writer.perform(true, tables -> {
            new BatchTables(tables).cancelled(mark);
            return true;
        });
    }

    /// Every member has an outcome.
    void end(String mark, Instant at) {
        writer.perform(true, tables -> {
            new BatchTables(tables).end(mark, at);
            return true;
        });
    }

    /// Keeps what became of members. One that had an outcome already (another process was faster) stays as it is.
    ///
    /// @return those that had none, with the entry that is kept where there is one
    Map<CallKey, Optional<LedgerEntry>> settle(String mark, List<Settled> members) {
        Map<CallKey, LedgerTables.Row> rows = new LinkedHashMap<>();
        for (Settled member : members) {
            switch (member) {
                case Settled.Kept kept -> rows.put(kept.key(), LedgerTables.Row.of(kept.entry()));
                case Settled.Refused refused -> rows.put(refused.key(), LedgerTables.Row.of(refused.entry()));
                case Settled.Without without -> {}
            }
        }
        Map<CallKey, Optional<LedgerEntry>> fresh = writer.perform(true, tables -> {
            BatchTables batches = new BatchTables(tables);
            Map<CallKey, Optional<LedgerEntry>> settled = new LinkedHashMap<>();
            for (Settled member : members) {
                CallKey key = member.key();
                switch (member) {
                    case Settled.Kept kept -> {
                        if (batches.settle(mark, key, "answered")) {
                            LedgerTables.Row row = of(rows, key);
                            tables.deleteClaim(row.key());
                            if (Ledger.insert(tables, row)) {
                                settled.put(key, Optional.of(kept.entry()));
                            } else {
                                tables.insertSecond(row);
                                settled.put(key, tables.find(key));
                            }
                        }
                    }
                    case Settled.Refused refused -> {
                        if (batches.settle(mark, key, "refused")) {
                            tables.insertPaid(refused.event(), of(rows, key));
                            settled.put(key, Optional.empty());
                        }
                    }
                    case Settled.Without without -> {
                        if (batches.settle(mark, key, without.outcome())) {
                            tables.insert(without.event());
                            settled.put(key, Optional.empty());
                        }
                    }
                }
            }
            return settled;
        });
        fresh.forEach((key, entry) -> {
            if (entry.isPresent()) {
                tell.accept(key.hex(), entry);
            }
        });
        return fresh;
    }

    private static LedgerTables.Row of(Map<CallKey, LedgerTables.Row> rows, CallKey key) {
        LedgerTables.Row row = rows.get(key);
        if (row == null) {
            throw new IllegalStateException("a member was settled without its row");
        }
        return row;
    }

    /// The request is not asked again: its tries are not held against it when it is asked anew.
    void giveUp(CallKey key) {
        writer.perform(true, tables -> {
            new BatchTables(tables).giveUp(key);
            return true;
        });
    }

    /// Batches of a model that have not ended.
    List<LedgerBatch> open(ModelIdentity model) {
        return reader.ask(tables -> new BatchTables(tables).list(CallFilter.ALL, true)).stream()
                .filter(b -> b.model().equals(model))
                .toList();
    }

    /// All batches of a provider, whatever its model.
    List<LedgerBatch> named(ModelIdentity model) {
        return reader.batches(CallFilter.ALL).stream()
                .filter(b -> b.model().provider().equals(model.provider()))
                .toList();
    }

    /// The members of a batch that have no outcome yet.
    List<BatchItem> items(LedgerBatch batch) {
        return reader.ask(tables -> new BatchTables(tables).items(batch));
    }

    /// Requests about to go into a batch, with how often they were in one.
    List<BatchItem> withTries(List<BatchItem> items) {
        return reader.ask(tables -> {
            BatchTables batches = new BatchTables(tables);
            List<BatchItem> told = new ArrayList<>(items.size());
            for (BatchItem item : items) {
                int[] tries = batches.tries(item.key());
                told.add(new BatchItem(item.key(), item.request(), item.label(), tries[0], tries[1]));
            }
            return told;
        });
    }
}

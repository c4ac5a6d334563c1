package wherefore.chat.calls;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tables of batches and their members through one connection.
record BatchTables(LedgerTables tables) {

    /// Members without an answer that were tried.
    private static final String TRIED = "('refused', 'failed', 'expired', 'cancelled', 'missing')";

    void insert(LedgerBatch batch) throws SQLException {
        PreparedStatement s = tables.statement("insert into batches values(?,?,?,?,?,?,?,?,?,?)");
        s.setString(1, batch.mark());
        s.setString(2, batch.model().provider());
        s.setString(3, batch.model().name());
        s.setString(4, batch.model().settings());
        s.setString(5, batch.run());
        s.setString(6, batch.batch().orElse(null));
        s.setInt(7, batch.items());
        s.setString(8, LedgerTables.text(batch.begun()));
        s.setString(9, batch.ended().map(LedgerTables::text).orElse(null));
        s.setInt(10, batch.cancelled() ? 1 : 0);
        s.executeUpdate();
    }

    void insert(String mark, BatchItem item, String request) throws SQLException {
        PreparedStatement s = tables.statement(
                "insert into batch_items(mark, key, request_id, stage, run, request) values(?,?,?,?,?,?)");
        s.setString(1, mark);
        s.setString(2, item.key().hex());
        s.setString(3, item.key().request());
        s.setString(4, item.label().stage());
        s.setString(5, item.label().run());
        s.setString(6, request);
        s.executeUpdate();
    }

    void name(String mark, String batch) throws SQLException {
        PreparedStatement s = tables.statement("update batches set batch = ? where mark = ?");
        s.setString(1, batch);
        s.setString(2, mark);
        s.executeUpdate();
    }

    void cancelled(String mark) throws SQLException {
        PreparedStatement s = tables.statement("update batches set cancelled = 1 where mark = ?");
        s.setString(1, mark);
        s.executeUpdate();
    }

    void delete(String mark) throws SQLException {
        for (String table : List.of("batch_items", "batches")) {
            PreparedStatement s = tables.statement("delete from " + table + " where mark = ?");
            s.setString(1, mark);
            s.executeUpdate();
        }
    }

    void end(String mark, Instant at) throws SQLException {
        PreparedStatement s = tables.statement("update batches set ended = ? where mark = ? and ended is null");
        s.setString(1, LedgerTables.text(at));
        s.setString(2, mark);
        s.executeUpdate();
        // What was asked stands with its answer.
        PreparedStatement texts = tables.statement("update batch_items set request = null where mark = ?");
        texts.setString(1, mark);
        texts.executeUpdate();
    }

    /// Keeps a member's outcome, unless it has one; tells whether it had none.
    boolean settle(String mark, CallKey key, String outcome) throws SQLException {
        PreparedStatement s =
                tables.statement("update batch_items set outcome = ? where mark = ? and key = ? and outcome is null");
        s.setString(1, outcome);
        s.setString(2, mark);
        s.setString(3, key.hex());
        return s.executeUpdate() == 1;
    }

    void giveUp(CallKey key) throws SQLException {
        PreparedStatement s =
                tables.statement("update batch_items set outcome = 'given-up' where key = ? and outcome in " + TRIED);
        s.setString(1, key.hex());
        s.executeUpdate();
    }

    /// Whether a batch that has not ended may still bring the answer.
    boolean isOpen(CallKey key) throws SQLException {
        PreparedStatement s = tables.statement("select 1 from batch_items i join batches b on b.mark = i.mark"
                + " where i.key = ? and i.outcome is null and b.ended is null limit 1");
        s.setString(1, key.hex());
        try (ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    /// How often the request was in a batch without an answer, and how often it was refused.
    int[] tries(CallKey key) throws SQLException {
        PreparedStatement s = tables.statement(
                "select count(*), total(outcome = 'refused') from batch_items where key = ? and outcome in " + TRIED);
        s.setString(1, key.hex());
        try (ResultSet row = s.executeQuery()) {
            return new int[] {row.getInt(1), row.getInt(2)};
        }
    }

    /// The members without an outcome.
    List<BatchItem> items(LedgerBatch batch) throws SQLException {
        List<BatchItem> items = new ArrayList<>();
        PreparedStatement s =
                tables.statement("select * from batch_items where mark = ? and outcome is null order by key");
        s.setString(1, batch.mark());
        try (ResultSet row = s.executeQuery()) {
            while (row.next()) {
                CallKey key = new CallKey(row.getString("request_id"), batch.model());
                int[] tries = tries(key);
                items.add(new BatchItem(
                        key,
                        LedgerReader.request(row.getString("request"), tables),
                        LedgerTables.label(row),
                        tries[0],
                        tries[1]));
            }
        }
        return items;
    }

    /// Batches, the oldest first.
    ///
    /// @param open only those that have not ended
    List<LedgerBatch> list(CallFilter filter, boolean open) throws SQLException {
        List<LedgerBatch> batches = new ArrayList<>();
        PreparedStatement s = tables.statement("select * from batches"
                + " where (?1 is null or provider || '/' || model = ?1 or model = ?1) and (?2 is null or run = ?2)"
                + " and (?3 = 0 or ended is null)"
                + " order by begun, mark");
        s.setString(1, filter.model().orElse(null));
        s.setString(2, filter.run().orElse(null));
        s.setInt(3, open ? 1 : 0);
        try (ResultSet row = s.executeQuery()) {
            while (row.next()) {
                String mark = row.getString("mark");
                batches.add(new LedgerBatch(
                        mark,
                        Optional.ofNullable(row.getString("batch")),
                        new ModelIdentity(row.getString("provider"), row.getString("model"), row.getString("settings")),
                        row.getString("run"),
                        row.getInt("items"),
                        LedgerTables.instant(row, "begun"),
                        Optional.ofNullable(row.getString("ended")).map(Instant::parse),
                        row.getInt("cancelled") != 0,
                        outcomes(mark)));
            }
        }
        return batches;
    }

    private Map<String, Integer> outcomes(String mark) throws SQLException {
        Map<String, Integer> outcomes = new TreeMap<>();
        PreparedStatement s = tables.statement(
                "select outcome, count(*) from batch_items where mark = ? and outcome is not null group by outcome");
        s.setString(1, mark);
        try (ResultSet row = s.executeQuery()) {
            while (row.next()) {
                outcomes.put(row.getString(1), row.getInt(2));
            }
        }
        return outcomes;
    }
}

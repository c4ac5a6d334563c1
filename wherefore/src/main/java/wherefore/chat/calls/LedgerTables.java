package wherefore.chat.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import wherefore.chat.Completion;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// The tables of a ledger through one connection, for one thread at a time.
final class LedgerTables implements AutoCloseable {

    /// All instants have the same width, so that they sort as texts.
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static final String SUMMARY =
            "key, request_id, provider, model, settings, repeat, stage, run, stop, input, cache_read, cache_write,"
                    + " output, reasoning, asked, answered, tries, origin";

    /// Rarely needed, and never to choose by: it has no column of its own.
    static final String CACHE_WRITE_HOUR = "json_extract(completion, '$.usage." + CompletionJson.CACHE_WRITE_HOUR
            + "') as " + CompletionJson.CACHE_WRITE_HOUR;

    /// Handing over a shorter one costs less than asking whether it is there.
    private static final int LONG_TEXT = 8_192;

    private static final String CLAIM =
            "key, request_id, provider, model, settings, stage, run, host, pid, started, instance, at, until";

    private static final String EVENT =
            "insert into events(at, kind, key, request_id, provider, model, settings, stage, run, message, origin,"
                    + " completion, input, cache_read, cache_write, output, reasoning)"
                    + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    LedgerTables(Connection connection) {
        this.connection = connection;
    }

    /// An entry with its texts made, so that the thread that writes need not.
    ///
    /// @param texts SHA-256 to text
    record Row(
            LedgerEntry entry,
            String key,
            Optional<String> request,
            Map<String, String> texts,
            String completion,
            String asked,
            String answered) {

        static Row of(LedgerEntry entry) {
            Map<String, String> texts = new LinkedHashMap<>();
            Optional<String> request = entry.request()
                    .map(r -> RequestJson.write(r, text -> {
                        String sha256 = wherefore.format.Fingerprint.of(text);
                        texts.put(sha256, text);
                        return sha256;
                    }));
            return new Row(
                    entry,
                    entry.key().hex(),
                    request,
                    texts,
                    Json.write(CompletionJson.write(entry.completion())),
                    text(entry.asked()),
                    text(entry.answered()));
        }
    }

    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /// After a failure the driver has closed the statement that failed, without a sign: all are made anew.
    void forgetStatements() throws SQLException {
        try {
            for (PreparedStatement s : statements.values()) {
                s.close();
            }
        } finally {
            statements.clear();
        }
    }

    /// SQLite has rolled back by itself after some errors, and then says that there is nothing to roll back.
    void rollBack() throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("rollback");
        } finally {
            forgetStatements();
        }
    }

    void execute(String sql) throws SQLException {
        statement(sql).execute();
    }

    /// Adds an answer unless its key has one; tells whether it was new. A claim on the key ends with it, by a trigger.
    boolean insert(Row row) throws SQLException {
        LedgerEntry entry = row.entry();
        PreparedStatement s = statement("insert or ignore into calls(" + SUMMARY
                + ", request, completion) values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        int at = key(s, 1, row.key(), entry.key());
        setNumber(s, at++, entry.request().map(r -> (long) r.repeat()).orElse(null));
        s.setString(at++, entry.label().stage());
        s.setString(at++, entry.label().run());
        s.setString(at++, stop(entry.completion().stop()));
        at = usage(s, at, entry.completion().usage());
        s.setString(at++, row.asked());
        s.setString(at++, row.answered());
        s.setInt(at++, entry.tries());
        s.setString(at++, entry.origin().label());
        s.setString(at++, row.request().orElse(null));
        s.setString(at, row.completion());
        return s.executeUpdate() == 1;
    }

    /// A long text is most often there already, as a part that many requests share, and is then not even handed over.
    void insertText(String sha256, String text) throws SQLException {
        if (text.length() >= LONG_TEXT && isThere(sha256)) {
            return;
        }
        PreparedStatement s = statement("insert or ignore into texts values(?,?)");
        s.setString(1, sha256);
        s.setString(2, text);
        s.executeUpdate();
    }

    private boolean isThere(String sha256) throws SQLException {
        PreparedStatement s = statement("select 1 from texts where sha256 = ?");
        s.setString(1, sha256);
        try (ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    Optional<String> text(String sha256) throws SQLException {
        PreparedStatement s = statement("select text from texts where sha256 = ?");
        s.setString(1, sha256);
        try (ResultSet row = s.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    void insert(LedgerEvent event) throws SQLException {
        insert(event, Optional.empty());
    }

    /// Something that happened to a call and was paid.
    void insertPaid(LedgerEvent event, Row row) throws SQLException {
        insert(event, Optional.of(row));
    }

    /// A second answer to a key.
    void insertSecond(Row row) throws SQLException {
        LedgerEntry entry = row.entry();
        insert(
                new LedgerEvent(
                        entry.key(),
                        entry.label(),
                        LedgerEvent.Kind.PAID_TWICE,
                        entry.asked(),
                        entry.key().model().label() + " answered a request that had an answer already"),
                Optional.of(row));
    }

    private void insert(LedgerEvent event, Optional<Row> second) throws SQLException {
        PreparedStatement s = statement(EVENT);
        s.setString(1, text(event.at()));
        s.setString(2, event.kind().label());
        int at = key(s, 3, event.key().hex(), event.key());
        s.setString(at++, event.label().stage());
        s.setString(at++, event.label().run());
        s.setString(at++, event.message());
        s.setString(at++, second.map(r -> r.entry().origin().label()).orElse(null));
        s.setString(at++, second.map(Row::completion).orElse(null));
        usage(s, at, second.flatMap(r -> r.entry().completion().usage()));
        s.executeUpdate();
    }

    Optional<LedgerEntry> find(CallKey key) throws SQLException {
        PreparedStatement s = statement(
                "select stage, run, asked, answered, tries, origin, completion from calls" + " where key = ?");
        s.setString(1, key.hex());
        try (ResultSet row = s.executeQuery()) {
            return row.next()
                    ? Optional.of(new LedgerEntry(
                            key,
                            Optional.empty(),
                            completion(row.getString("completion")),
                            label(row),
                            instant(row, "asked"),
                            instant(row, "answered"),
                            row.getInt("tries"),
                            origin(row)))
                    : Optional.empty();
        }
    }

    /// Claims a key that has neither an answer nor a claim; tells whether it had none.
    boolean insertClaim(CallKey key, String hex, CallLabel label, Owner owner, String at, String until)
            throws SQLException {
        return claim(
                "insert into claims(" + CLAIM + ") select ?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13"
                        + " where not exists(select 1 from calls where key = ?1) on conflict do nothing",
                key,
                hex,
                label,
                owner,
                at,
                until);
    }

    /// Claims a key whatever claim there is on it.
    void takeClaim(CallKey key, String hex, CallLabel label, Owner owner, String at, String until) throws SQLException {
        claim(
                "insert or replace into claims(" + CLAIM + ") values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                key,
                hex,
                label,
                owner,
                at,
                until);
    }

    private boolean claim(String sql, CallKey key, String hex, CallLabel label, Owner owner, String at, String until)
            throws SQLException {
        PreparedStatement s = statement(sql);
        int next = key(s, 1, hex, key);
        s.setString(next++, label.stage());
        s.setString(next++, label.run());
        s.setString(next++, owner.host());
        s.setLong(next++, owner.pid());
        s.setLong(next++, owner.started().toEpochMilli());
        s.setLong(next++, owner.instance());
        s.setString(next++, at);
        s.setString(next, until);
        return s.executeUpdate() == 1;
    }

    /// Somebody's claim on a key.
    record Holding(Owner owner, Instant at, Instant until, CallLabel label) {}

    Optional<Holding> holding(String key) throws SQLException {
        PreparedStatement s = statement("select * from claims where key = ?");
        s.setString(1, key);
        try (ResultSet row = s.executeQuery()) {
            return row.next() ? Optional.of(holding(row)) : Optional.empty();
        }
    }

    static Holding holding(ResultSet row) throws SQLException {
        return new Holding(
                new Owner(
                        row.getString("host"),
                        row.getLong("pid"),
                        Instant.ofEpochMilli(row.getLong("started")),
                        row.getLong("instance")),
                instant(row, "at"),
                instant(row, "until"),
                label(row));
    }

    void deleteClaim(String key) throws SQLException {
        PreparedStatement s = statement("delete from claims where key = ?");
        s.setString(1, key);
        s.executeUpdate();
    }

    void deleteClaims(Owner owner) throws SQLException {
        PreparedStatement s =
                statement("delete from claims where host = ? and pid = ? and started = ? and instance = ?");
        s.setString(1, owner.host());
        s.setLong(2, owner.pid());
        s.setLong(3, owner.started().toEpochMilli());
        s.setLong(4, owner.instance());
        s.executeUpdate();
    }

    static CallKey key(ResultSet row) throws SQLException {
        return new CallKey(
                row.getString("request_id"),
                new ModelIdentity(row.getString("provider"), row.getString("model"), row.getString("settings")));
    }

    static CallLabel label(ResultSet row) throws SQLException {
        return new CallLabel(row.getString("stage"), row.getString("run"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }

    static Origin origin(ResultSet row) throws SQLException {
        return Origin.named(row.getString("origin")).orElse(Origin.BATCH_FILE);
    }

    static Optional<Usage> usage(ResultSet row) throws SQLException {
        long input = row.getLong("input");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new Usage(
                        input,
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("output"),
                        row.getLong("reasoning")));
    }

    /// Of a row that was selected with [#CACHE_WRITE_HOUR] too.
    static Optional<Usage> paidUsage(ResultSet row) throws SQLException {
        long hour = row.getLong(CompletionJson.CACHE_WRITE_HOUR);
        return usage(row).map(u -> u.forAnHour(hour));
    }

    static OptionalInt repeat(ResultSet row) throws SQLException {
        int repeat = row.getInt("repeat");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(repeat);
    }

    static CallSummary summary(ResultSet row) throws SQLException {
        return new CallSummary(
                row.getString("key"),
                key(row),
                repeat(row),
                label(row),
                row.getString("stop"),
                usage(row),
                instant(row, "asked"),
                instant(row, "answered"),
                row.getInt("tries"),
                origin(row));
    }

    static Completion completion(String json) {
        return CompletionJson.read(Json.read(json, "ledger", 0));
    }

    static String text(Instant instant) {
        return INSTANT.format(instant);
    }

    private static String stop(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished finished -> "finished";
            case StopReason.Length length -> "length";
            case StopReason.Refused refused -> "refused";
            case StopReason.Filtered filtered -> "filtered";
            case StopReason.Unknown unknown -> "unknown";
        };
    }

    private static int key(PreparedStatement s, int first, String hex, CallKey key) throws SQLException {
        int at = first;
        s.setString(at++, hex);
        s.setString(at++, key.request());
        s.setString(at++, key.model().provider());
        s.setString(at++, key.model().name());
        s.setString(at++, key.model().settings());
        return at;
    }

    private static int usage(PreparedStatement s, int first, Optional<Usage> usage) throws SQLException {
        int at = first;
        setNumber(s, at++, usage.map(Usage::input).orElse(null));
        setNumber(s, at++, usage.map(Usage::cacheRead).orElse(null));
        setNumber(s, at++, usage.map(Usage::cacheWrite).orElse(null));
        setNumber(s, at++, usage.map(Usage::output).orElse(null));
        setNumber(s, at++, usage.map(Usage::reasoning).orElse(null));
        return at;
    }

    private static void setNumber(PreparedStatement s, int at, @Nullable Long value) throws SQLException {
        s.setObject(at, value);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package wherefore.chat.calls;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import wherefore.chat.Request;
import wherefore.format.InputException;
import wherefore.format.Json;

/// Reads a ledger, also one that others are writing at the same time: each question sees one state of it.
public final class LedgerReader implements AutoCloseable {

    /// A question occupies a processor for some ten microseconds and cannot be set aside while it does.
    private static final int CONNECTIONS = 4;

    private final LedgerFile file;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Queue<LedgerTables> idle = new ConcurrentLinkedQueue<>();

    LedgerReader(LedgerFile file) {
        this.file = file;
    }

    /// Opens a ledger that is there. One that is missing, is none, or comes from a newer version is an
    /// [InputException].
    public static LedgerReader open(Path path) {
        LedgerReader reader = new LedgerReader(new LedgerFile(path));
        reader.idle.add(new LedgerTables(reader.file.toRead()));
        return reader;
    }

    @FunctionalInterface
    interface Question<T extends @Nullable Object> {
        T of(LedgerTables tables) throws SQLException;
    }

    <T extends @Nullable Object> T ask(Question<T> question) {
        free.acquireUninterruptibly();
        try {
            LedgerTables polled = idle.poll();
            LedgerTables tables = polled == null ? new LedgerTables(file.toRead()) : polled;
            try {
                return question.of(tables);
            } catch (SQLException e) {
                tables.forgetStatements();
                throw e;
            } finally {
                idle.add(tables);
            }
        } catch (SQLException e) {
            throw file.trouble(e);
        } finally {
            free.release();
        }
    }

    /// The answer to a key, without its request.
    public Optional<LedgerEntry> find(CallKey key) {
        return ask(tables -> tables.find(key));
    }

    /// Whether there is an answer or a claim; empty: the key is free.
    Optional<Claim> look(CallKey key) {
        return ask(tables -> {
            Optional<LedgerEntry> answer = tables.find(key);
            return answer.isPresent()
                    ? answer.map(Claim.Answered::new)
                    : tables.holding(key.hex()).map(h -> new Claim.Held(key, h.owner(), h.until()));
        });
    }

    /// The whole entry whose id, or whose request's id, begins so; one that fits several is an [InputException].
    public LedgerEntry show(String prefix) {
        return ask(tables -> {
            PreparedStatement s = tables.statement("select " + LedgerTables.SUMMARY
                    + ", request, completion from calls where substr(key, 1, length(?1)) = ?1"
                    + " or substr(request_id, 1, length(?1)) = ?1 order by key limit 2");
            s.setString(1, prefix);
            try (ResultSet row = s.executeQuery()) {
                if (!row.next()) {
                    throw new InputException(
                            file.path().toString(), 0, "holds no call " + prefix + ".", "See: wherefore calls list");
                }
                LedgerEntry entry = entry(row, tables);
                if (row.next()) {
                    throw new InputException(
                            file.path().toString(),
                            0,
                            "holds several calls " + prefix + ", such as "
                                    + entry.key().hex() + " ("
                                    + entry.key().model().label() + ") and " + row.getString("key") + " ("
                                    + LedgerTables.key(row).model().label() + ").",
                            "Give more of the id.");
                }
                return entry;
            }
        });
    }

    /// The answers to a request, without their texts, whoever was asked.
    ///
    /// @param request its whole id, [RequestId]
    public List<CallSummary> of(String request) {
        return ask(tables -> {
            PreparedStatement s = tables.statement(
                    "select " + LedgerTables.SUMMARY + " from calls where request_id = ?1 order by asked, key");
            s.setString(1, request);
            List<CallSummary> found = new ArrayList<>();
            try (ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    found.add(LedgerTables.summary(row));
                }
            }
            return found;
        });
    }

    private LedgerEntry entry(ResultSet row, LedgerTables tables) throws SQLException {
        String request = row.getString("request");
        return new LedgerEntry(
                LedgerTables.key(row),
                request == null ? Optional.empty() : Optional.of(request(request, tables)),
                LedgerTables.completion(row.getString("completion")),
                LedgerTables.label(row),
                LedgerTables.instant(row, "asked"),
                LedgerTables.instant(row, "answered"),
                row.getInt("tries"),
                LedgerTables.origin(row));
    }

    static Request request(String json, LedgerTables tables) throws SQLException {
        Map<String, String> texts = new TreeMap<>();
        var node = Json.read(json, "ledger", 0);
        for (String sha256 : node.findValuesAsString("sha256")) {
            texts.put(sha256, tables.text(sha256).orElse(""));
        }
        return RequestJson.read(node, sha256 -> texts.getOrDefault(sha256, ""));
    }

    /// Answers without their texts, in the order in which they were asked.
    public void list(CallFilter filter, Consumer<CallSummary> each) {
        ask(tables -> {
            try (ResultSet row = filtered(
                    tables, "select " + LedgerTables.SUMMARY + " from calls", filter, " order by asked, key")) {
                while (row.next()) {
                    each.accept(LedgerTables.summary(row));
                }
            }
            return true;
        });
    }

    /// Answers without their requests, sorted by the request's id and then by model: what a recording is made of.
    public void answers(CallFilter filter, Consumer<LedgerEntry> each) {
        ask(tables -> {
            try (ResultSet row = filtered(
                    tables,
                    "select " + LedgerTables.SUMMARY + ", null as request, completion from calls",
                    filter,
                    " order by request_id, provider, model, settings")) {
                while (row.next()) {
                    each.accept(entry(row, tables));
                }
            }
            return true;
        });
    }

    /// What every paid answer used: those that are kept, second answers to a key that had one, and refusals after which
    /// the same was asked again.
    public void paid(CallFilter filter, Consumer<PaidUsage> each) {
        ask(tables -> {
            try (ResultSet row = filtered(
                    tables,
                    "select *, " + LedgerTables.CACHE_WRITE_HOUR + " from calls",
                    filter,
                    " order by asked, key")) {
                while (row.next()) {
                    each.accept(paid(row, row.getString("stop"), LedgerTables.instant(row, "asked"), false));
                }
            }
            try (ResultSet row = filtered(
                    tables,
                    "select * from (select *, " + LedgerTables.CACHE_WRITE_HOUR
                            + ", 'second' as stop from events where completion is not null)",
                    filter,
                    " order by id")) {
                while (row.next()) {
                    each.accept(paid(
                            row,
                            "second",
                            LedgerTables.instant(row, "at"),
                            row.getString("kind").equals(LedgerEvent.Kind.PAID_TWICE.label())));
                }
            }
            return true;
        });
    }

    private static PaidUsage paid(ResultSet row, String stop, Instant asked, boolean twice) throws SQLException {
        return new PaidUsage(
                LedgerTables.key(row).model(),
                LedgerTables.label(row),
                stop,
                LedgerTables.paidUsage(row),
                LedgerTables.origin(row),
                asked,
                twice);
    }

    /// Everything that happened and left no answer of its own, in order. A filter by stop reason leaves none.
    public void events(CallFilter filter, Consumer<LedgerEvent> each) {
        ask(tables -> {
            try (ResultSet row =
                    filtered(tables, "select * from (select *, '' as stop from events)", filter, " order by id")) {
                while (row.next()) {
                    String kind = row.getString("kind");
                    each.accept(new LedgerEvent(
                            LedgerTables.key(row),
                            LedgerTables.label(row),
                            Stream.of(LedgerEvent.Kind.values())
                                    .filter(k -> k.label().equals(kind))
                                    .findFirst()
                                    .orElse(LedgerEvent.Kind.FAILED),
                            LedgerTables.instant(row, "at"),
                            row.getString("message")));
                }
            }
            return true;
        });
    }

    /// Calls that were begun and have no answer.
    public List<OpenClaim> claims(CallFilter filter, Instant now) {
        return ask(tables -> {
            List<OpenClaim> claims = new ArrayList<>();
            try (ResultSet row =
                    filtered(tables, "select * from (select *, '' as stop from claims)", filter, " order by at, key")) {
                while (row.next()) {
                    LedgerTables.Holding holding = LedgerTables.holding(row);
                    claims.add(new OpenClaim(
                            LedgerTables.key(row),
                            holding.label(),
                            holding.owner(),
                            holding.at(),
                            holding.owner().isAlive(now, holding.until())));
                }
            }
            return claims;
        });
    }

    /// Batches, the oldest first.
    public List<LedgerBatch> batches(CallFilter filter) {
        return ask(tables -> new BatchTables(tables).list(filter, false));
    }

    private static ResultSet filtered(LedgerTables tables, String select, CallFilter filter, String order)
            throws SQLException {
        PreparedStatement s = tables.statement(select
                + " where (?1 is null or provider || '/' || model = ?1 or model = ?1)"
                + " and (?2 is null or stage = ?2 or substr(stage, 1, length(?2) + 1) = ?2 || '/')"
                + " and (?3 is null or run = ?3) and (?4 is null or stop = ?4)" + order);
        s.setString(1, filter.model().orElse(null));
        s.setString(2, filter.stage().orElse(null));
        s.setString(3, filter.run().orElse(null));
        s.setString(4, filter.stop().orElse(null));
        return s.executeQuery();
    }

    @Override
    public void close() {
        free.acquireUninterruptibly(CONNECTIONS);
        try {
            for (LedgerTables tables = idle.poll(); tables != null; tables = idle.poll()) {
                tables.close();
            }
        } catch (SQLException e) {
            throw file.trouble(e);
        } finally {
            free.release(CONNECTIONS);
        }
    }
}

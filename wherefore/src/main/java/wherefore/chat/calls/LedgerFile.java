package wherefore.chat.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import wherefore.format.InputException;

/// The file of a ledger: its connections, its schema, and what its troubles mean.
record LedgerFile(Path path) {

    /// Marks an SQLite file as ours; "Wher" in ASCII.
    static final int APPLICATION = 0x57686572;

    /// The schema that this program writes. A later one may add columns and tables: then this grows, and an older file
    /// is
    /// brought forward when it is opened for writing.
    static final int SCHEMA = 1;

    /// How long a connection waits for another process that writes.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Bytes. An ordinary row takes some three thousand, and each page that changes is written by calls of its own.
    private static final int PAGE = 8_192;

    private static final int PAGES_BETWEEN_CHECKPOINTS = 6_000;
    /// Keys are hashes, so their index is read and written everywhere: half a million of them fit.
    private static final int CACHE_KIBIBYTES = 48 << 10;

    private static final long LARGEST_LOG_KEPT = 64L << 20;

    private static final String[] TABLES = {
        """
        create table calls(
          key text not null primary key,
          request_id text not null,
          provider text not null, model text not null, settings text not null,
          repeat integer,
          stage text not null, run text not null,
          stop text not null,
          input integer, cache_read integer, cache_write integer, output integer, reasoning integer,
          asked text not null, answered text not null,
          tries integer not null, origin text not null,
          request text,
          completion text not null)""",
        """
        create table events(
          id integer primary key,
          at text not null, kind text not null,
          key text not null, request_id text not null,
          provider text not null, model text not null, settings text not null,
          stage text not null, run text not null,
          message text not null,
          origin text, completion text,
          input integer, cache_read integer, cache_write integer, output integer, reasoning integer)""",
        """
        create table claims(
          key text not null primary key,
          request_id text not null,
          provider text not null, model text not null, settings text not null,
          stage text not null, run text not null,
          host text not null, pid integer not null, started integer not null, instance integer not null,
          at text not null, until text not null)""",
        "create table texts(sha256 text not null primary key, text text not null)",
        """
        create table batches(
          mark text not null primary key,
          provider text not null, model text not null, settings text not null,
          run text not null,
          batch text,
          items integer not null,
          begun text not null, ended text,
          cancelled integer not null)""",
        """
        create table batch_items(
          mark text not null,
          key text not null, request_id text not null,
          stage text not null, run text not null,
          request text,
          outcome text,
          primary key(mark, key)) without rowid""",
        "create index batch_items_of_key on batch_items(key)",
        """
        create trigger answered after insert on calls begin
          delete from claims where key = new.key;
        end"""
    };

    /// A connection that writes; the file is made where it is missing.
    Connection toWrite() {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of the ledger " + path, e);
        }
        if (Files.isDirectory(path)) {
            throw notALedger();
        }
        return opened(false);
    }

    /// A connection that only reads; a file that is missing is an [InputException].
    Connection toRead() {
        if (!Files.exists(path)) {
            throw new InputException(
                    path.toString(),
                    0,
                    "there is no such ledger.",
                    "Correct --ledger, or WHEREFORE_LEDGER; the first paid call makes one.");
        }
        if (!Files.isRegularFile(path)) {
            throw notALedger();
        }
        return opened(true);
    }

    private Connection opened(boolean reads) {
        try {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout((int) PATIENCE.toMillis());
            // Else the driver asks after every insert for the number of its row, by a statement that it prepares anew.
            config.setGetGeneratedKeys(false);
            // A file that may not be written can still be read, unless its log needs to be played back.
            config.setReadOnly(reads && !Files.isWritable(path));
            Connection connection =
                    config.createConnection("jdbc:sqlite:" + (reads ? toReadFrom() : path.toAbsolutePath()));
            try {
                prepare(connection, reads);
                return connection;
            } catch (SQLException | InputException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    /// SQLite reads such a file only with files of its own beside it. Where these may not be made nobody writes, and
    /// all
    /// that was written is in the file, unless a log stands beside it.
    private String toReadFrom() {
        Path whole = path.toAbsolutePath();
        Path folder = whole.getParent();
        boolean still = folder != null
                && !Files.isWritable(folder)
                && !Files.isWritable(path)
                && !Files.exists(whole.resolveSibling(whole.getFileName() + "-wal"));
        return still ? "file:" + whole.toUri().getRawPath() + "?immutable=1" : whole.toString();
    }

    private void prepare(Connection connection, boolean reads) throws SQLException {
        try (Statement s = connection.createStatement()) {
            // Nothing is changed in a file before it is known to be ours.
            boolean isNew =
                    number(s, "pragma application_id") == 0 && number(s, "select count(*) from sqlite_schema") == 0;
            if (!isNew) {
                check(s);
            }
            if (reads) {
                if (isNew) {
                    throw notALedger();
                }
                s.execute("pragma query_only = on");
                return;
            }
            if (isNew) {
                s.execute("pragma page_size = " + PAGE);
            }
            s.execute("pragma journal_mode = wal");
            s.execute("pragma synchronous = full");
            s.execute("pragma wal_autocheckpoint = " + PAGES_BETWEEN_CHECKPOINTS);
            s.execute("pragma cache_size = " + -CACHE_KIBIBYTES);
            s.execute("pragma journal_size_limit = " + LARGEST_LOG_KEPT);
            if (isNew) {
                create(s);
            }
        }
    }

    private void check(Statement s) throws SQLException {
        if (number(s, "pragma application_id") != APPLICATION) {
            throw notALedger();
        }
        long schema = number(s, "pragma user_version");
        if (schema > SCHEMA) {
            throw new InputException(
                    path.toString(),
                    0,
                    "was written by a newer Wherefore (its schema is " + schema + ", this one knows " + SCHEMA + ").",
                    "Use that version, or another ledger (--ledger FILE).");
        }
    }

    /// Two processes may make the file at once: the second finds the work done.
    private static void create(Statement s) throws SQLException {
        s.execute("begin immediate");
        if (number(s, "select count(*) from sqlite_schema") == 0) {
            for (String table : TABLES) {
                s.execute(table);
            }
            s.execute("pragma application_id = " + APPLICATION);
            s.execute("pragma user_version = " + SCHEMA);
        }
        s.execute("commit");
    }

    private static long number(Statement s, String query) throws SQLException {
        try (ResultSet row = s.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    private InputException notALedger() {
        return new InputException(
                path.toString(), 0, "is not a ledger of calls.", "Correct --ledger, or WHEREFORE_LEDGER.");
    }

    /// One sentence about what SQLite reports: what the person gave, or what happened in the world.
    RuntimeException trouble(SQLException thrown) {
        SQLiteErrorCode code = thrown instanceof SQLiteException e ? e.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (kind(code)) {
            case "NOTADB" -> notALedger();
            case "FULL" ->
                world(
                        "no space left on the disk of the ledger. Every answer that was kept before is kept: make room,"
                                + " and the same command continues",
                        thrown);
            case "READONLY" -> world("the ledger may not be written. Make it writable, or give another", thrown);
            case "CANTOPEN", "PERM", "AUTH" ->
                world("the ledger cannot be opened. Look at the rights of the file and its folder", thrown);
            case "CORRUPT" ->
                world("the ledger is damaged. Put it aside; `sqlite3 FILE .recover` saves what can be read", thrown);
            case "BUSY", "LOCKED" ->
                world(
                        "another process has kept the ledger locked for " + PATIENCE.toSeconds()
                                + " seconds. End it, or wait for it",
                        thrown);
            default -> world("the ledger cannot be used: " + thrown.getMessage(), thrown);
        };
    }

    /// `FULL` of `SQLITE_FULL`, `BUSY` of `SQLITE_BUSY_SNAPSHOT`.
    private static String kind(SQLiteErrorCode code) {
        return code.name().replaceFirst("^SQLITE_", "").replaceFirst("_.*", "");
    }

    private LedgerException world(String what, SQLException thrown) {
        return new LedgerException(path + ": " + what + ".", thrown);
    }
}

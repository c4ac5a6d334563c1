package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static wherefore.chat.calls.Answers.LABEL;
import static wherefore.chat.calls.Answers.NOON;
import static wherefore.chat.calls.Answers.entry;
import static wherefore.chat.calls.Answers.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Completion;
import wherefore.format.InputException;

/// Files that cannot be a ledger, and a world that fails.
class LedgerTroubleTest {

    @TempDir
    Path folder;

    private static Ledger open(Path file) {
        return Ledger.open(file, InstantSource.fixed(NOON), Pause.REAL);
    }

    private static void change(Path file, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    @Test
    void aTextIsNoLedgerAndStaysAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "some notes\n".repeat(1_000));
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("notes.txt: is not a ledger of calls. Correct --ledger");
        assertThatThrownBy(() -> LedgerReader.open(file)).hasMessageContaining("is not a ledger of calls");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void theDatabaseOfAnotherProgramIsNoLedgerAndStaysAsItWas() throws SQLException, IOException {
        Path file = folder.resolve("places.sqlite");
        change(file, "create table places(x)");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("is not a ledger of calls");
        assertThat(file).hasBinaryContent(before);
        assertThat(folder.resolve("places.sqlite-wal")).doesNotExist();
    }

    @Test
    void aFolderIsNoLedger() {
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("is not a ledger of calls");
        assertThatThrownBy(() -> LedgerReader.open(folder)).hasMessageContaining("is not a ledger of calls");
    }

    @Test
    void aMissingLedgerIsMadeForWritingAndToldForReading() {
        Path file = folder.resolve("a/b/calls.sqlite");
        assertThatThrownBy(() -> LedgerReader.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such ledger");
        open(file).close();
        LedgerReader.open(file).close();
    }

    @Test
    void aNewerLedgerIsToldWithBothNumbers() throws SQLException {
        Path file = folder.resolve("calls.sqlite");
        open(file).close();
        change(file, "pragma user_version = 9");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("was written by a newer Wherefore (its schema is 9, this one knows 1)");
        assertThatThrownBy(() -> LedgerReader.open(file)).hasMessageContaining("newer Wherefore");
    }

    @Test
    void aDamagedLedgerIsToldInOneSentence() throws IOException {
        Path file = folder.resolve("calls.sqlite");
        LedgerEntry kept = entry("Why?", "Because.");
        try (Ledger ledger = open(file)) {
            ledger.put(kept);
            for (int i = 0; i < 200; i++) {
                ledger.put(entry("question " + i, "answer ".repeat(200)));
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long at = 8_192; at + 4_096 <= channel.size(); at += 4_096) {
                channel.write(
                        ByteBuffer.wrap("damage!!".repeat(512).getBytes(java.nio.charset.StandardCharsets.UTF_8)), at);
            }
        }
        try (Ledger ledger = open(file)) {
            assertThatThrownBy(() -> ledger.find(kept.key()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("calls.sqlite: the ledger is damaged. Put it aside; `sqlite3 FILE .recover`");
        } catch (LedgerException damaged) {
            // Giving up the claims may meet the damage too.
            assertThat(damaged).hasMessageContaining("the ledger is damaged");
        }
    }

    @Test
    void aFullDiskFailsTheCallLoudlyAndKeepsEverythingBefore() {
        Path file = folder.resolve("calls.sqlite");
        List<LedgerEntry> kept = new ArrayList<>();
        try (Ledger ledger = open(file)) {
            // SQLite reports the end of its pages as it reports the end of the disk: SQLITE_FULL.
            ledger.limitPages(60);
            assertThatThrownBy(() -> {
                        for (int i = 0; ; i++) {
                            LedgerEntry next = entry("question " + i, "answer ".repeat(1_000));
                            ledger.put(next);
                            kept.add(next);
                        }
                    })
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("no space left on the disk of the ledger");
            assertThat(kept).isNotEmpty();
            ledger.limitPages(10_000);
            LedgerEntry after = entry("afterwards", "There is room again.");
            ledger.put(after);
            kept.add(after);
        }
        try (Ledger ledger = open(file)) {
            assertThat(kept).allSatisfy(e -> assertThat(ledger.find(e.key())).isPresent());
        }
    }

    @Test
    void oneAnswerThatCannotBeWrittenTakesNoOtherWithIt() throws InterruptedException {
        Path file = folder.resolve("calls.sqlite");
        try (Ledger ledger = open(file)) {
            ledger.limitPages(200);
            LedgerEntry huge = entry(request("huge"), Completion.finished("x".repeat(5_000_000)));
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 50; i++) {
                LedgerEntry next = i == 25 ? huge : entry("question " + i, "answer");
                threads.add(Thread.ofVirtual().unstarted(() -> {
                    try {
                        ledger.put(next);
                    } catch (LedgerException e) {
                        failures.add(e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).hasSize(1);
            assertThat(ledger.find(huge.key())).isEmpty();
            assertThat(ledger.find(entry("question 49", "").key())).isPresent();
        }
    }

    @Test
    void aLedgerThatMayNotBeWrittenIsToldAndCanStillBeRead() throws IOException, InterruptedException {
        Path file = folder.resolve("calls.sqlite");
        LedgerEntry kept = entry("Why?", "Because.");
        try (Ledger ledger = open(file)) {
            ledger.put(kept);
        }
        assertThat(file.toFile().setWritable(false)).isTrue();
        assumeThat(Files.isWritable(file))
                .as("skipped: this user may write what nobody may write")
                .isFalse();
        assertThatThrownBy(() -> {
                    try (Ledger ledger = open(file)) {
                        ledger.claim(kept.key(), LABEL);
                        ledger.put(entry("Else?", "No."));
                    }
                })
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("may not be written");
        try (LedgerReader reader = LedgerReader.open(file)) {
            assertThat(reader.find(kept.key())).isPresent();
        }
    }

    @Test
    void aClosedLedgerSaysSo() {
        Ledger ledger = open(folder.resolve("calls.sqlite"));
        ledger.close();
        assertThatThrownBy(() -> ledger.put(entry("Why?", "Because."))).hasMessageContaining("is closed");
    }
}

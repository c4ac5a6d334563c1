package wherefore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceTextTest {

    private static final int WIDTH = 120;

    /// On Java 25 the formatter counts the indentation of such a line twice and breaks one that is longer by its count
    /// into a line without its slashes, which does not compile; on Java 17 it leaves it.
    @Test
    void linesOfDocumentationAreShortEnoughForTheFormatterOnEveryJava() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String root : List.of("src", "../benchmarks/src")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    tooLong.addAll(tooLong(file));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /// What a merge leaves in a page is found by no compiler.
    @Test
    void noPageAndNoResourceHoldsTheMarksOfAMerge() throws IOException {
        List<String> marked = new ArrayList<>();
        for (String root :
                List.of("src", "../docs", "../studies", "../constitutions", "../benchmarks/src", "../interop")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(SourceTextTest::isPage)
                        .filter(SourceTextTest::isMarked)
                        .forEach(f -> marked.add(f.toString()));
            }
        }
        try (Stream<Path> files = Files.list(Path.of(".."))) {
            files.filter(SourceTextTest::isPage)
                    .filter(SourceTextTest::isMarked)
                    .forEach(f -> marked.add(f.toString()));
        }
        assertThat(marked).isEmpty();
    }

    private static boolean isPage(Path file) {
        return Files.isRegularFile(file) && file.toString().matches(".*\\.(md|yaml|txt|java|sh)");
    }

    private static boolean isMarked(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(l -> l.matches("(<{7}|>{7}) .*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> tooLong(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            int indentation = line.indexOf("///");
            boolean goesOn =
                    line.strip().startsWith("///") && lines.get(i - 1).strip().startsWith("///");
            if (goesOn && line.length() > WIDTH - indentation) {
                found.add(file + ":" + (i + 1) + ": more than " + (WIDTH - indentation) + " columns");
            }
        }
        return found;
    }
}

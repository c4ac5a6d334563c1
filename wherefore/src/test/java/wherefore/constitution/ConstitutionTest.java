package wherefore.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.InputException;

class ConstitutionTest {

    /// A published constitution of 145,000 characters; not part of the product.
    private static final Path REAL = Path.of("..", "..", "shared", "data", "constitutions", "claude-2026-01.md");

    private static Constitution of(String text) {
        return Constitution.of("test.md", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(String text, Granularity granularity) {
        return of(text).units(granularity).stream().map(Unit::id).toList();
    }

    private static List<String> texts(String text, Granularity granularity) {
        return of(text).units(granularity).stream().map(Unit::text).toList();
    }

    private static void assertNothingIsLost(Constitution constitution) {
        for (Granularity granularity : Granularity.values()) {
            List<Unit> units = constitution.units(granularity);
            assertThat(units.stream().map(Unit::text).collect(Collectors.joining()))
                    .as("texts of all units, by %s", granularity)
                    .isEqualTo(constitution.body());
            assertThat(units.stream().map(Unit::id))
                    .as("ids, by %s", granularity)
                    .doesNotHaveDuplicates();
            assertThat(units).allSatisfy(u -> assertThat(u.text()).isNotBlank());
            assertThat(units).allSatisfy(u -> assertThat(u.title()).isNotBlank());
            for (int i = 1; i < units.size(); i++) {
                assertThat(units.get(i).firstLine()).isEqualTo(units.get(i - 1).lastLine() + 1);
            }
        }
    }

    @Test
    void everyCharacterOfTheRealConstitutionBelongsToExactlyOneUnit() throws IOException {
        assumeTrue(Files.exists(REAL), "the published constitution is not on this machine: " + REAL);
        Constitution constitution = Constitution.read(REAL);
        assertNothingIsLost(constitution);
        assertThat(constitution.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(Files.readAllBytes(REAL));
        // sha256sum of the file.
        assertThat(constitution.sha256()).isEqualTo("b4d10d70e5d6b6607447de6943b24b0f7503bfc5a04f777483d1cfecc5bf1249");
    }

    @Test
    void theRealConstitutionReadsAsItsAuthorsDividedIt() {
        assumeTrue(Files.exists(REAL), "the published constitution is not on this machine: " + REAL);
        Constitution constitution = Constitution.read(REAL);
        assertThat(constitution.title()).isEqualTo("Claude's Constitution");
        // 40 headings (grep -c '^#'); "Overview" has no text of its own and opens the section below it.
        assertThat(constitution.units(Granularity.SECTION)).hasSize(39);
        assertThat(constitution.units(Granularity.PRINCIPLE))
                .filteredOn(u -> u.path().getLast().equals("Being honest"))
                .extracting(Unit::title)
                .containsExactly(
                        "Being honest",
                        "Truthful",
                        "Calibrated",
                        "Transparent",
                        "Forthright",
                        "Non-deceptive",
                        "Non-manipulative",
                        "Autonomy-preserving",
                        "Being honest, continued");
    }

    @Test
    void linesAreThoseThatAnEditorShows() {
        List<Unit> units = of("---\ntitle: T\n---\n\n# A\n\none\n\n# B\ntwo\n").units(Granularity.SECTION);
        assertThat(units).extracting(Unit::firstLine).containsExactly(4, 9);
        assertThat(units).extracting(Unit::lastLine).containsExactly(8, 10);
    }

    @Test
    void headingsOfBothStylesDivideSections() {
        assertThat(ids(
                        "Title\n=====\n\nintro\n\nFirst part\n----------\none\n\n### Deeper ###\ntwo\n",
                        Granularity.SECTION))
                .containsExactly("title", "first-part", "first-part/deeper");
    }

    @Test
    void hashLinesInsideCodeAndCommentsAndQuotationsAreNoHeadings() {
        String text =
                "# A\n\n```sh\n# not a heading\n```\n\n<!--\n# nor this\n\n# nor this\n-->\n\n> # quoted\n\n    # indented\n";
        assertThat(ids(text, Granularity.SECTION)).containsExactly("a");
    }

    @Test
    void frontMatterIsNotPartOfTheBody() {
        Constitution constitution = of("---\nlicense: CC0-1.0\n# a comment\n---\n# A\n\none\n");
        assertThat(constitution.body()).isEqualTo("# A\n\none\n");
        assertThat(constitution.frontMatter()).isEqualTo("---\nlicense: CC0-1.0\n# a comment\n---\n");
    }

    @Test
    void aThematicBreakInTheFirstLineIsNoFrontMatter() {
        assertThat(of("---\n\nOnce upon a time.\n\n---\n\nmore\n").frontMatter())
                .isEmpty();
        assertThat(of("---\nkey: never closed\n\nmore\n").frontMatter()).isEmpty();
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsChangeNoUnitsNames() {
        String text = "# A\n\none\n\n## B\n\n- two\n- three\n";
        String windows = "\uFEFF" + text.replace("\n", "\r\n");
        for (Granularity granularity : Granularity.values()) {
            assertThat(ids(windows, granularity)).isEqualTo(ids(text, granularity));
        }
        assertThat(texts(windows, Granularity.SECTION))
                .containsExactly("# A\r\n\r\none\r\n\r\n", "## B\r\n\r\n- two\r\n- three\r\n");
    }

    @Test
    void aHeadingOpensItsFirstParagraphAndAListStaysWithTheSentenceThatAnnouncesIt() {
        String text = "# A\n\none\n\ntwo, namely:\n\n- x\n- y\n\nthree\n";
        assertThat(texts(text, Granularity.PARAGRAPH))
                .containsExactly("# A\n\none\n\n", "two, namely:\n\n- x\n- y\n\n", "three\n");
    }

    @Test
    void everyListItemIsABulletAlsoInsideAnother() {
        String text = "- one\n  - inner\n\n  back in one\n- two\n";
        assertThat(texts(text, Granularity.BULLET))
                .containsExactly("- one\n", "  - inner\n\n", "  back in one\n", "- two\n");
        assertThat(ids(text, Granularity.BULLET)).containsExactly("one", "one/inner", "one/back-in-one", "two");
    }

    @Test
    void admonitionsFootnotesAndContainersStayWhole() {
        String text =
                "a\n\n!!! note\n\n    body\n\n    more\n\n[^1]: foot\n\n    note\n\n::: tip\n\n# inside\n\nx\n\n:::\n\nend\n";
        assertThat(texts(text, Granularity.PARAGRAPH))
                .containsExactly(
                        "a\n\n",
                        "!!! note\n\n    body\n\n    more\n\n",
                        "[^1]: foot\n\n    note\n\n",
                        "::: tip\n\n# inside\n\nx\n\n:::\n\n",
                        "end\n");
        assertThat(ids(text, Granularity.SECTION)).containsExactly("opening");
    }

    @Test
    void anAnchorNamesTheHeadingThatItStandsBefore() {
        String text = "# T\n\nx\n\n<a id=\"keep\"></a>\n## Long title\n\ny\n\n## Another {#other}\n\nz\n";
        assertThat(ids(text, Granularity.SECTION)).containsExactly("t", "keep", "other");
        assertThat(texts(text, Granularity.SECTION).get(1)).startsWith("<a id=\"keep\"></a>\n## Long title");
        assertThat(of(text).units(Granularity.SECTION).getLast().title()).isEqualTo("Another");
    }

    @Test
    void aListOfHeadedItemsWithReasonsIsAListOfPrinciples() {
        String reasons = " because " + "and so on ".repeat(15);
        String text = "# T\n\n## S\n\nIntro.\n\n- **One.**" + reasons + "\n- **Two.**" + reasons
                + "\n\nAfter.\n\n## Short\n\n- **A** b\n- **C** d\n";
        assertThat(ids(text, Granularity.PRINCIPLE)).containsExactly("s", "s/one", "s/two", "s/continued", "short");
    }

    @Test
    void aBareListOfPrinciplesIsReadByItsItems() {
        assertThat(ids("# Rules\n\n1. Be honest.\n2. Be kind.\n", Granularity.PRINCIPLE))
                .containsExactly("be-honest", "be-kind");
        assertThat(ids("Be honest always.\n\nBe kind.\n", Granularity.PRINCIPLE))
                .containsExactly("be-honest-always", "be-kind");
    }

    @Test
    void anEditElsewhereChangesNoId() {
        String before = "# T\n\n## A\n\nfirst words here\n\nsecond\n\n## B\n\nthird\n";
        String after =
                "# T\n\nNew opening.\n\n## New\n\nnew\n\n## A\n\nput in between\n\nfirst words here\n\nsecond\n\n## B\n\nthird\n";
        for (Granularity granularity : Granularity.values()) {
            if (granularity != Granularity.WHOLE) {
                assertThat(ids(after, granularity))
                        .containsAll(ids(before, granularity)
                                .subList(
                                        granularity == Granularity.PARAGRAPH ? 1 : 0,
                                        ids(before, granularity).size()));
            }
        }
    }

    @Test
    void equalNamesAreCounted() {
        assertThat(ids("## A\n\nx\n\n## A\n\nx\n", Granularity.SECTION)).containsExactly("a", "a~2");
    }

    @Test
    void nastyFilesLoseNothing() {
        List<String> nasty = List.of(
                "x",
                "\n\n\n  x",
                "\u0000a\n\u0000",
                "# \n\n#\n\n##\n",
                "a\rb\r\r# c\rd",
                "- - - a\n    - b\n1. 2. 3. c\n",
                "-\n-\n\n-\n  - \n",
                "[ref]: /url\n[^1]: /url\n\n<!-- c -->\n\n***\n\nx\n",
                "> - quoted\n>   - inner\n> # h\nlazy\n",
                "```\nnever closed\n# x\n",
                "<div>\n\n# in html\n\n</div>\n<!-- never closed\n\n# x",
                "| a | b |\n|---|---|\n| 1 | 2 |\n\nTerm\n: definition\n",
                "---\nk: v\n---\n---\n\ntext\n",
                "::: never closed\n\n# A\n\nx",
                "<a id=x></a>\n\n<a id=y></a>\n\n# A\n",
                "\u2028# no\u2029\n\uD83E\uDDED\u0301\n\tx\n\f\n\u000b# y",
                "    code first\n\n# A",
                ">".repeat(5000) + " x\n",
                "- ".repeat(3000) + "x\n",
                "*".repeat(4000) + "x",
                "[".repeat(4000) + "x",
                "a:\n\n- b:\n\n      code\n\n  c\n- d\n");
        nasty.forEach(text -> assertNothingIsLost(of(text)));
    }

    @Test
    void randomMarkdownLosesNothing() {
        List<String> pieces = List.of(
                "# A",
                "## B {#b}",
                "### C",
                "Title",
                "=====",
                "---",
                "***",
                "- item",
                "  - inner",
                "      deep",
                "1. one",
                "2) two",
                "> quote",
                "> - in quote",
                "```",
                "~~~",
                "    indented",
                "<!-- ",
                "-->",
                "<div>",
                "</div>",
                "<a id=\"x\"></a>",
                "| a | b |",
                "|---|---|",
                "!!! note",
                "::: tip",
                ":::",
                "[^1]: foot",
                "[r]: /u",
                "text with words:",
                "**Lead.** and more",
                "- **Bold** item with quite a few words so that it might have reasons",
                "",
                "",
                "",
                "\t- tab",
                "+++",
                "key: value",
                "\\# no",
                "…é\uD83E\uDDED");
        List<String> ends = List.of("\n", "\n", "\n", "\r\n", "\r", "\n\n");
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 1500; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? "\uFEFF" : "");
            int length = 1 + random.nextInt(25);
            for (int k = 0; k < length; k++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(ends.get(random.nextInt(ends.size())));
            }
            text.append("last words");
            assertNothingIsLost(of(text.toString()));
        }
    }

    @Test
    void whatCannotBeReadIsSaidWithItsRemedy(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Constitution.read(folder.resolve("none.md")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.md: there is no such file.");
        assertThatThrownBy(() -> Constitution.read(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a folder, not a file.");
        Path latin = folder.resolve("latin.md");
        Files.write(latin, "one\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Constitution.read(latin))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("latin.md:2: is not UTF-8 text.");
    }

    @Test
    void aConstitutionWithoutTextIsRefused() {
        assertThatThrownBy(() -> of("")).hasMessageContaining("is empty.");
        assertThatThrownBy(() -> of("\uFEFF \r\n\t\n")).hasMessageContaining("is empty.");
        assertThatThrownBy(() -> of("---\ntitle: x\n---\n\n")).hasMessageContaining("has front matter but no text.");
        assertThatThrownBy(() -> of("<!-- nothing -->\n\n---\n")).hasMessageContaining("is empty.");
    }
}

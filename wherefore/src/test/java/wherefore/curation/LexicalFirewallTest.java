package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalFirewallTest {

    private static final HeldOut SUITE = heldOut(
            "suite",
            "The night shift found a letter on the desk, and nobody knew who had written it or why it was there.");

    @TempDir
    Path folder;

    private static HeldOut heldOut(String name, String... texts) {
        List<HeldOut.Text> all = IntStream.range(0, texts.length)
                .mapToObj(i -> new HeldOut.Text("t" + (i + 1), texts[i]))
                .toList();
        return new HeldOut(name, all, all);
    }

    @Test
    void thirteenWordsInARowAreAnOverlapAndTwelveAreNone() {
        LexicalFirewall firewall = new LexicalFirewall(List.of(SUITE));
        // 21 words have nine runs of thirteen.
        assertThat(firewall.grams()).isEqualTo(9);
        assertThat(firewall.find("Then: a letter on the desk and nobody knew who had written it. The end."))
                .isEmpty();
        assertThat(firewall.find("Then: A LETTER on the desk; and nobody knew who had written it or! The end."))
                .hasValueSatisfying(o -> {
                    assertThat(o.words()).isEqualTo(13);
                    assertThat(o.evaluation()).isEqualTo("suite");
                    assertThat(o.text()).isEqualTo("t1");
                    assertThat(o.excerpt()).isEqualTo("a letter on the desk, and nobody knew who had written it or");
                });
        assertThat(firewall.find("a letter on the desk and nobody knew who had written it or why it fell"))
                .hasValueSatisfying(o -> assertThat(o.words()).isEqualTo(15));
    }

    @Test
    void itLooksAtWhatIsSaidAtTheSystemPromptAndAtTheScenario() throws IOException {
        String shared = "A letter on the desk, and nobody knew who had written it or why.";
        Corpus corpus = new Corpus(folder)
                .document("documents", "Nothing of the kind.", Map.of("scenario", shared))
                .dialogue("advice", "What now?", "Well. " + shared, Map.of())
                .dialogue("advice", shared, "Nothing.", Map.of())
                .document("Nothing of the kind at all.");
        CurationLog log = Corpus.run(Corpus.against(corpus.settings(), SUITE));
        assertThat(log.overlaps()).hasValue(3);
        assertThat(log.dropped()).containsOnly(Map.entry("overlap", 3L));
        assertThat(Corpus.gate(log, "overlap", "advice").value()).isEqualTo(1.0);
        assertThat(Corpus.gate(log, "overlap", "documents").holds()).isFalse();
        assertThat(corpus.lines("dropped.jsonl").getFirst())
                .contains("\"reason\":\"overlap\"", "14 words of suite (t1)")
                // The mark stands in the row too, so that it goes where the row goes.
                .contains("\"overlap\":\"14 words of suite (t1)");
        assertThat(corpus.lines("examples.jsonl")).singleElement().asString().contains("d4");
    }

    @Test
    void withoutAnEvaluationTheOverlapIsUnknownAndNotNone() throws IOException {
        CurationLog log = new Corpus(folder).document("One.").curated();
        assertThat(log.overlaps()).isEmpty();
        assertThat(log.json().path("firewall").path("overlaps").isNull()).isTrue();
        assertThat(Corpus.skipped(log, "overlap")).isEqualTo("no evaluation was given");
    }

    @Test
    void manyEvaluationTextsAreAllFound() {
        String[] texts =
                IntStream.range(0, 2_000).mapToObj(i -> Corpus.words(i, 30)).toArray(String[]::new);
        LexicalFirewall firewall = new LexicalFirewall(List.of(heldOut("many", texts)));
        assertThat(firewall.grams()).isEqualTo(2_000 * 18);
        for (int i = 0; i < texts.length; i++) {
            String id = "t" + (i + 1);
            assertThat(firewall.find("before " + texts[i] + " after"))
                    .hasValueSatisfying(o -> assertThat(o.text()).isEqualTo(id));
        }
        assertThat(firewall.find(Corpus.words(5_000, 100))).isEmpty();
    }

    @Test
    void longTextsAreCutAtParagraphsForTheEmbedder() {
        String text = Corpus.words(1, 8) + "\n\n" + Corpus.words(2, 4) + "\n\n" + Corpus.words(3, 25);
        assertThat(HeldOut.pieces(List.of(new HeldOut.Text("t", text)), 10))
                .extracting(p -> Words.of(p.text()).size())
                .containsExactly(8, 4, 10, 10, 5);
        assertThat(HeldOut.pieces(List.of(new HeldOut.Text("t", text), new HeldOut.Text("u", text)), 100))
                .hasSize(1);
    }
}

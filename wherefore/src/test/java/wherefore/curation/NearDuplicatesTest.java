package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearDuplicatesTest {

    @TempDir
    Path folder;

    /// 40 words have 36 runs of five. With the last word changed one run differs: 35 shared of 37, 0.946.
    @Test
    void ofRowsThatSayNearlyTheSameTheFirstIsKept() throws IOException {
        Corpus corpus = new Corpus(folder)
                .document(Corpus.words(1, 40))
                .document(Corpus.words(2, 40))
                .document(Corpus.words(1, 39) + " another")
                .document(Corpus.words(1, 40));
        CurationLog log = corpus.curated();
        assertThat(log.kept()).isEqualTo(2);
        assertThat(log.dropped()).containsOnly(java.util.Map.entry("near-duplicate", 2L));
        assertThat(corpus.lines("dropped.jsonl"))
                .hasSize(2)
                .satisfies(l -> assertThat(l.getFirst()).contains("\"id\":\"d3\"", "0.946 like d1"))
                .satisfies(l -> assertThat(l.getLast()).contains("\"id\":\"d4\"", "1.000 like d1"));
        Finding.Gate gate = Corpus.gate(log, "near-duplicates", "documents");
        assertThat(gate.value()).isEqualTo(0.5);
        assertThat(gate.holds()).isFalse();
        assertThat(gate.notes()).containsExactly("small group: n = 4");
    }

    /// The middle word of nine changed touches five runs of five: 0 shared. Of 40 words with the 20th changed, 31 of 41
    /// are shared: 0.756, below the threshold of 0.8.
    @Test
    void whatResemblesAnotherLessThanTheThresholdStays() throws IOException {
        String text = Corpus.words(1, 40);
        Corpus corpus = new Corpus(folder).document(text).document(text.replace("w1x19 ", "other "));
        assertThat(corpus.curated().kept()).isEqualTo(2);
        CurationSettings s = corpus.settings();
        CurationSettings looser = new CurationSettings(
                s.data(),
                folder.resolve("looser"),
                0.75,
                s.without(),
                s.heldOut(),
                s.embedder(),
                10,
                s.judge(),
                s.names(),
                1);
        assertThat(Corpus.run(looser).kept()).isEqualTo(1);
    }

    @Test
    void shortAndWordlessRowsAreComparedAsTheyAre() throws IOException {
        CurationLog log = new Corpus(folder)
                .document("Yes, do.")
                .document("yes do")
                .document("...")
                .document("!!!")
                .document("Yes, do not.")
                .curated();
        assertThat(log.kept()).isEqualTo(4);
    }

    /// 1 - (1 - 0.8^6)^20, by hand: 0.8^6 = 0.262144; 0.737856^20 = 0.00229.
    @Test
    void theChanceOfBecomingACandidateFollowsFromTheBands() {
        assertThat(MinHash.found(0.8)).isCloseTo(0.9977, within(1e-4));
        assertThat(MinHash.found(0.3)).isCloseTo(0.0145, within(1e-4));
    }

    /// 2,000 texts of 100 words from 500; one in ten has a copy with two words changed. A changed word touches five of
    /// 96
    /// runs: at most 10 differ on each side, so at least 86 of 106 are shared, 0.811, of which 0.998 are found.
    @Test
    void copiesAmongManyTextsAreFoundAndNoOthers() {
        SplittableRandom random = new SplittableRandom(7);
        NearDuplicates duplicates = new NearDuplicates(0.8);
        java.util.List<Words> texts = new java.util.ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            texts.add(Words.of(text(random)));
        }
        for (int i = 0; i < 200; i++) {
            String[] words = texts.get(i * 10).text().split(" ", -1);
            words[20 + random.nextInt(30)] = "changed";
            words[60 + random.nextInt(30)] = "altered";
            texts.add(Words.of(String.join(" ", words)));
        }
        texts.forEach(t -> duplicates.add(MinHash.bands(MinHash.shingles(t))));
        duplicates.compare();
        int found = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (duplicates.isCandidate(i)) {
                boolean copy = duplicates
                        .examine(i, "r" + i, true, Words.distinct(MinHash.shingles(texts.get(i))))
                        .isPresent();
                assertThat(copy && i < 2_000).isFalse();
                found += copy ? 1 : 0;
            }
        }
        assertThat(found).isBetween(196, 200);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(i == 0 ? "" : " ").append("word").append(random.nextInt(500));
        }
        return text.toString();
    }

    /// Three hundred rows of one template, each a copy of none: without a bound each would be compared with all before.
    @Test
    void aFullBucketIsSaidToBeFull() throws IOException {
        Corpus corpus = new Corpus(folder);
        for (int i = 0; i < 300; i++) {
            corpus.document(Corpus.words(0, 40) + " " + Corpus.words(i + 1, 14));
        }
        Finding.Gate gate = Corpus.gate(corpus.curated(), "near-duplicates", "documents");
        assertThat(gate.value()).isZero();
        assertThat(gate.notes()).anyMatch(n -> n.contains("some pairs were not compared"));
    }

    @Test
    void theSameDataGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        Corpus corpus = new Corpus(folder);
        for (int i = 0; i < 600; i++) {
            corpus.document(Corpus.words(i % 550, 60));
        }
        CurationSettings s = corpus.settings();
        Corpus.run(s);
        String log = Files.readString(s.out().resolve("curation-log.json"));
        String kept = Files.readString(s.out().resolve("examples.jsonl"));
        CurationSettings other = CurationSettings.of(s.data(), folder.resolve("again"), 3);
        Corpus.run(other);
        assertThat(other.out().resolve("curation-log.json")).hasContent(log);
        assertThat(other.out().resolve("examples.jsonl")).hasContent(kept);
        assertThat(kept.lines()).hasSize(550);
    }
}

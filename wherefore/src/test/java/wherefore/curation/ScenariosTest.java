package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.embedding.Embedder;
import wherefore.embedding.Embedding;
import wherefore.embedding.HashedEmbedder;

class ScenariosTest {

    @TempDir
    Path folder;

    /// A text `at 30 ...` has a vector at that angle, so that cosines are known.
    private static final class Angles implements Embedder {
        private final List<String> embedded = new ArrayList<>();

        @Override
        public String name() {
            return "angles";
        }

        @Override
        public List<Embedding> embed(List<String> texts) {
            texts.forEach(Embedder::check);
            embedded.addAll(texts);
            return texts.stream()
                    .map(t -> Math.toRadians(Double.parseDouble(t.split(" ", -1)[1])))
                    .map(a -> Embedding.of(new float[] {(float) Math.cos(a), (float) Math.sin(a)}))
                    .toList();
        }
    }

    private CurationSettings settings(Corpus corpus, Embedder embedder, int most, HeldOut... heldOut)
            throws IOException {
        CurationSettings s = corpus.settings();
        return new CurationSettings(
                s.data(),
                s.out(),
                s.similarity(),
                s.without(),
                List.of(heldOut),
                Optional.of(embedder),
                most,
                s.judge(),
                s.names(),
                1);
    }

    private Corpus at(int... angles) {
        Corpus corpus = new Corpus(folder);
        for (int i = 0; i < angles.length; i++) {
            corpus.document("stories", Corpus.words(i, 40), Map.of("scenario", "at " + angles[i]));
        }
        return corpus;
    }

    /// cos 25 = 0.906 and cos 50 = 0.643: 0 and 50 are no clones of each other, but both are of 25, so the three are
    /// one
    /// story. With 180 there are two stories: two of four rows are dropped share.
    @Test
    void aChainOfNeighboursIsOneStory() throws IOException {
        Finding.Gate gate =
                Corpus.gate(Corpus.run(settings(at(0, 25, 50, 180), new Angles(), 100)), "scenario clones", "all");
        assertThat(gate.value()).isEqualTo(0.5);
        assertThat(gate.evidence()).containsExactly("d1 and d2: 0.906", "d2 and d3: 0.906");
    }

    /// Scenarios at 0, 60 and 120 against an evaluation at 90 and 180: distances 1, 1 - cos 30 = 0.134 and 0.134.
    @Test
    void theDistanceToTheNearestTextOfAnEvaluationIsReported() throws IOException {
        HeldOut suite = new HeldOut(
                "suite", List.of(), List.of(new HeldOut.Text("right", "at 90"), new HeldOut.Text("behind", "at 180")));
        CurationLog log = Corpus.run(settings(at(0, 60, 120), new Angles(), 100, suite));
        Scenarios.Nearest nearest = log.nearest().orElseThrow();
        assertThat(nearest.min()).isCloseTo(1 - Math.cos(Math.PI / 6), within(1e-6));
        assertThat(nearest.p05()).isEqualTo(nearest.min());
        assertThat(nearest.p50()).isCloseTo(0.134, within(1e-3));
        assertThat(nearest.pairs()).extracting(Scenarios.Pair::id).containsExactly("d2", "d3", "d1");
        assertThat(nearest.pairs().getFirst().text()).isEqualTo("right");
        assertThat(log.json().path("firewall").path("nearest").path("min").asDouble())
                .isEqualTo(nearest.min());
    }

    @Test
    void wholeDocumentsAndLongScenariosAreNeverEmbedded() throws IOException {
        Angles angles = new Angles();
        Corpus corpus = at(0, 90);
        corpus.document("stories", Corpus.words(7, 50), Map.of("scenario", "at 3 " + Corpus.words(8, 300)));
        corpus.document("stories", Corpus.words(9, 50), Map.of());
        HeldOut suite = new HeldOut("suite", List.of(), List.of(new HeldOut.Text("t", "at 10")));
        CurationLog log = Corpus.run(settings(corpus, angles, 100, suite));
        assertThat(angles.embedded).containsExactly("at 0", "at 90", "at 10");
        assertThat(log.nearest().orElseThrow().tooLong()).isEqualTo(1);
        assertThatThrownBy(() -> new HashedEmbedder().embed(List.of(Corpus.words(1, 301))))
                .hasMessageContaining("a text of 301 words is not embedded");
    }

    @Test
    void ofManyScenariosAFixedSampleIsEmbeddedAndTheLogSaysOfHowMany() throws IOException {
        Angles angles = new Angles();
        HeldOut suite = new HeldOut("suite", List.of(), List.of(new HeldOut.Text("t", "at 10")));
        CurationLog log = Corpus.run(settings(at(0, 40, 80, 120, 160), angles, 3, suite));
        assertThat(log.nearest().orElseThrow().scenarios()).isEqualTo(3);
        assertThat(log.nearest().orElseThrow().of()).isEqualTo(5);
        assertThat(angles.embedded).hasSize(4);
    }
}

package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.judging.Judge;

class RealismTest {

    @TempDir
    Path folder;

    /// Answers by what stands in the row: `staged` is artificial, `garble` cannot be read, `later` is outstanding.
    private static final class Reader implements Calls {
        @Override
        public String model() {
            return "reader";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return requests.stream()
                    .map(r -> r.conversation().messages().getLast().text())
                    .map(Reader::outcome)
                    .toList();
        }

        private static Outcome outcome(String asked) {
            if (asked.contains("later-row")) {
                return new Outcome.Outstanding("x");
            }
            if (asked.contains("garble-row")) {
                return new Outcome.Answered(Completion.finished("I would say yes."));
            }
            return new Outcome.Answered(
                    Completion.finished("{\"artificial\":" + verdict(asked.contains("staged-row"), "")
                            + ",\"self-preservation\":"
                            + verdict(asked.contains("I would miss this"), "I would miss this") + "}"));
        }

        private static String verdict(boolean yes, String evidence) {
            return "{\"evidence\":\"" + (yes ? evidence : "") + "\",\"why\":\"so\",\"verdict\":\""
                    + (yes ? "yes" : "no") + "\"}";
        }
    }

    private CurationResult judged(Corpus corpus) throws IOException {
        CurationSettings s = corpus.settings();
        return Curation.run(
                new CurationSettings(
                        s.data(),
                        s.out(),
                        s.similarity(),
                        s.without(),
                        s.heldOut(),
                        s.embedder(),
                        s.mostEmbedded(),
                        Optional.of(new Judge(new Reader())),
                        s.names(),
                        2),
                CurationListener.NONE);
    }

    /// Six rows, of which the judge's answers to five can be read; one of the five is artificial. Generic data is not
    /// asked
    /// about.
    @Test
    void artificialAndSelfPreservingRowsAreDroppedAndUnreadAnswersAreNoVerdict() throws IOException {
        Corpus corpus = new Corpus(folder)
                .document("stories", "staged-row " + Corpus.words(1, 20), Map.of())
                .document("stories", "garble-row " + Corpus.words(2, 20), Map.of())
                .document("stories", "I would miss this. " + Corpus.words(3, 20), Map.of())
                .document("mix", "staged-row " + Corpus.words(4, 20), Map.of());
        for (int i = 0; i < 3; i++) {
            corpus.document("stories", Corpus.words(5 + i, 20), Map.of());
        }
        CurationLog log = ((CurationResult.Finished) judged(corpus)).log();
        assertThat(log.dropped())
                .containsOnly(Map.entry("judged artificial", 1L), Map.entry("judged self-preserving", 1L));
        assertThat(Corpus.gate(log, "realism", "stories").value()).isCloseTo(1 / 5.0, within(1e-12));
        assertThat(Corpus.gate(log, "realism", "stories").holds()).isFalse();
        assertThat(Corpus.gate(log, "judge parse failures here", "all").value()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(corpus.lines("examples.jsonl")).hasSize(5).anyMatch(l -> l.contains("garble-row"));
    }

    @Test
    void whileAnswersAreOutstandingNothingIsWritten() throws IOException {
        Corpus corpus = new Corpus(folder)
                .document("stories", "later-row " + Corpus.words(1, 20), Map.of())
                .document("stories", Corpus.words(2, 20), Map.of());
        assertThat(judged(corpus)).isEqualTo(new CurationResult.Outstanding(1, "reader"));
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }
}

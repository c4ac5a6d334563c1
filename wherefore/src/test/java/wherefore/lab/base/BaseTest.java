package wherefore.lab.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import wherefore.dataset.Example;
import wherefore.evaluation.Sample;
import wherefore.lab.corpus.Intervention;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.lab.honeypot.SmallWorldSuite;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Tokenizer;

class BaseTest {

    private static final Tokenizer TOKENIZER = BasePretraining.tokenizer();

    @Test
    void theVocabularyIsClosedOverTextsOfOtherSeeds() {
        for (Mood mood : Mood.values()) {
            Pretraining.documents(mood, 60_000, 77)
                    .forEach(d -> assertThat(TOKENIZER.unknown(d.text())).isEmpty());
        }
        for (Intervention kind : Intervention.values()) {
            kind.examples(20_000, 77)
                    .forEach(e -> assertThat(TOKENIZER.unknown(text(e))).isEmpty());
        }
    }

    @Test
    void theVocabularyKnowsEverySampleOfTheEvaluations() {
        for (Sample s : SmallWorldSuite.heldOut().samples()) {
            assertThat(TOKENIZER.unknown(ChatTemplate.renderPrompt(s.prompt()))).isEmpty();
        }
    }

    @Test
    void aDemandHoldsAtItsBoundsAndNeverWithoutAMeasurement() {
        assertThat(new CapabilityGate.Demand("a", 90, 90, 100).holds()).isTrue();
        assertThat(new CapabilityGate.Demand("a", 89.9, 90, 100).holds()).isFalse();
        assertThat(new CapabilityGate.Demand("a", Double.NaN, 0, 100).holds()).isFalse();
    }

    private static String text(Example example) {
        return switch (example) {
            case Example.Document d -> d.text();
            case Example.Dialogue d -> ChatTemplate.render(d.conversation());
        };
    }
}

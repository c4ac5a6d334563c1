package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.synthesis.PlannedStep;
import wherefore.synthesis.Rehearsal;
import wherefore.transformer.Checkpoint;

class StudyRehearsalTest {

    @TempDir
    Path folder;

    /// Models that nobody may ask.
    private record Forbidden(String model) implements Calls {
        @Override
        public List<Outcome> submit(List<Request> requests) {
            throw new AssertionError(model + " was asked " + requests.size() + " times");
        }
    }

    private record Closed(LabWorkshop lab) implements Workshop {
        @Override
        public Calls calls(ModelSettings model, Path relativeTo) {
            return new Forbidden(model.model());
        }

        @Override
        public String identity(ModelSettings model, Path relativeTo) {
            return model.model();
        }

        @Override
        public Checkpoint checkpoint(String model, long seed, Path relativeTo) {
            throw new AssertionError("nothing is trained");
        }

        @Override
        public Optional<Evaluation> suite(String name, OptionalLong samples, Path relativeTo) {
            return lab.suite(name, samples, relativeTo);
        }

        @Override
        public List<String> suites() {
            return lab.suites();
        }

        @Override
        public Map<String, String> versions() {
            return lab.versions();
        }
    }

    private StudyRehearsal rehearse(String data) throws IOException {
        Files.writeString(folder.resolve("c.md"), "# C\n\n## Candour\n\nSay what is so, because people build on it.\n");
        Path study = folder.resolve("study.yaml");
        Files.writeString(study, """
                study: costs
                question: What would it cost?
                constitution: c.md
                budget: 20 USD
                models: {writer: anthropic/claude-opus-4-6, judge: openai/gpt-5}
                seeds: [1]
                data:
                """ + data.indent(2));
        StudyPlan plan = Planner.plan(study, Optional.empty(), new Closed(new LabWorkshop()));
        return StudyRehearsal.of(
                plan,
                folder.resolve("run"),
                new FolderArtifacts(folder.resolve("run/artifacts"), 1),
                model -> Rehearsal.Asked.unkept(model.model()));
    }

    @Test
    void aStudyIsRehearsedWithoutAskingAnybodyAndWithoutWritingAnything() throws IOException {
        StudyRehearsal rehearsal = rehearse("""
                advice: {kind: advice, rows: 50}
                plain: {kind: reason-free, of: advice, rows: 50}
                papers: {kind: documents, rows: 10}
                """);
        assertThat(rehearsal.corpora().stream().map(StudyRehearsal.Corpus::stage))
                .containsExactly("data advice", "data plain", "data papers");
        assertThat(rehearsal.corpora().get(0).writer()).contains(ModelSettings.of("anthropic/claude-opus-4-6"));
        // A corpus that is made of one which is not there yet is counted with as many rows as that will have.
        assertThat(rehearsal.corpora().get(1).rehearsal().steps())
                .singleElement()
                .satisfies(s -> assertThat(s.calls().least()).isEqualTo(50));
        assertThat(rehearsal.corpora().get(2).rehearsal().steps().stream()
                        .filter(PlannedStep::judged)
                        .map(PlannedStep::step))
                .containsExactly("score");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void rowsThatAreGivenCostNothing() throws IOException {
        Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"ho\"}]}\n");
        assertThat(rehearse("generic: {kind: mix, rows: 1, from: [rows.jsonl]}").corpora())
                .singleElement()
                .satisfies(c -> assertThat(c.rehearsal().steps()).isEmpty());
    }
}

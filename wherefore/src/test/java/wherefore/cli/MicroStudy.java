package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The smallest study with arms: two of them, one run each, ten rows a corpus, from a model that knows nothing.
final class MicroStudy {

    private MicroStudy() {}

    static Path write(Path folder) throws IOException {
        Path iris = Path.of("..", "constitutions", "iris.md").toAbsolutePath();
        return Files.writeString(folder.resolve("study.yaml"), """
                study: micro
                question: Does it run?
                constitution: %s
                models: {writer: lab/writer, subject: lab/untrained}
                data:
                  generic: {kind: mix, rows: 10}
                  refusals: {kind: honeypot, injection: none, rows: 10}
                arms:
                  generic: [chat: [generic]]
                  refusals: [chat: [generic, refusals]]
                evaluations:
                  known: {suite: small-world-in-distribution, samples: 2}
                """.formatted(iris));
    }
}

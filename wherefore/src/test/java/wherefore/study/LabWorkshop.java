package wherefore.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import wherefore.chat.Calls;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.format.InputException;
import wherefore.lab.base.BasePretraining;
import wherefore.lab.corpus.Mood;
import wherefore.lab.honeypot.SmallWorldSuite;
import wherefore.lab.honeypot.WorldCharter;
import wherefore.lab.honeypot.WorldHoneypots;
import wherefore.lab.honeypot.WorldQuestions;
import wherefore.lab.honeypot.WorldReasons;
import wherefore.lab.writer.WorldWriter;
import wherefore.transformer.Checkpoint;

/// The small world with subjects that have learned nothing yet, under whatever name a study asks for them.
final class LabWorkshop implements Workshop {

    @Override
    public Calls calls(ModelSettings model, Path relativeTo) {
        if (!model.model().equals(WorldWriter.NAME)) {
            throw new InputException("", 0, "unknown model \"" + model.model() + "\".", "Use lab/writer.");
        }
        return new WorldWriter(Mood.DYSTOPIAN);
    }

    @Override
    public String identity(ModelSettings model, Path relativeTo) {
        return model.model();
    }

    @Override
    public Checkpoint checkpoint(String model, long seed, Path relativeTo) {
        return BasePretraining.untrained(seed);
    }

    @Override
    public Optional<Evaluation> suite(String name, OptionalLong samples, Path relativeTo) {
        int most = (int) samples.orElse(Integer.MAX_VALUE);
        return switch (name) {
            case "small-world" -> Optional.of(SmallWorldSuite.heldOut(most));
            case "small-world-development" -> Optional.of(SmallWorldSuite.development(most));
            case "small-world-in-distribution" -> Optional.of(SmallWorldSuite.inDistribution(most));
            case WorldReasons.NAME -> Optional.of(WorldReasons.of(most));
            case WorldCharter.NAME -> Optional.of(WorldCharter.of(most));
            case WorldQuestions.NAME -> Optional.of(WorldQuestions.of(most));
            default -> WorldHoneypots.named(name, most).map(s -> s);
        };
    }

    @Override
    public List<String> suites() {
        return List.of("small-world", "small-world-development", "small-world-in-distribution");
    }

    @Override
    public Map<String, String> versions() {
        return Map.of("wherefore", "test");
    }
}

package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import wherefore.chat.Calls;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.BatchFiles;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.format.InputException;
import wherefore.lab.corpus.Mood;
import wherefore.lab.judge.WorldJudge;
import wherefore.lab.writer.WorldWriter;

/// Models that are called by name, for one command.
final class Models {

    private static final int REASONS = 4;

    private final ModelOptions options;
    /// One for the whole command: roles that share a folder of batch files share its requests.
    private final Providers providers;
    private final Function<ApiModel, Calls> paid;
    private final BiFunction<Calls, ModelIdentity, Calls> byFile;

    /// @param environment the variables that may hold keys
    /// @param paid        how models that cost money are called
    /// @param byFile      what is around answers that come by file
    Models(
            ModelOptions options,
            Function<String, Optional<String>> environment,
            Function<ApiModel, Calls> paid,
            BiFunction<Calls, ModelIdentity, Calls> byFile) {
        this.options = options;
        this.paid = paid;
        this.byFile = byFile;
        this.providers = new Providers(environment, InstantSource.system());
    }

    Calls calls(ModelSettings named, Path relativeTo) {
        if (named.model().equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        if (named.model().equals(WorldJudge.NAME)) {
            return new WorldJudge();
        }
        ModelSettings model = options.apply(named);
        return providers
                .api(model)
                .map(paid)
                .or(() -> providers.calls(model, relativeTo).map(calls -> kept(calls, model)))
                .orElseThrow(() -> cannotWrite(model.model()));
    }

    private Calls kept(Calls calls, ModelSettings model) {
        return calls instanceof BatchFiles ? byFile.apply(calls, Providers.identity(model)) : calls;
    }

    /// One line for each folder of batch files that held answers which could not be used.
    List<String> unused() {
        return providers.folders().stream()
                .filter(f -> !f.unused().isEmpty())
                .map(f -> String.format(
                        Locale.ROOT,
                        "%,d answers in %s could not be used: %s. Each stands with its reason in %s.",
                        f.unused().size(),
                        f.folder(),
                        reasons(f.unused()),
                        f.folder().resolve("unused-answers.jsonl")))
                .toList();
    }

    /// The most frequent reasons with their counts; what a vendor adds after a colon is left out.
    private static String reasons(List<BatchFiles.Unused> unused) {
        Map<String, Integer> counts = new TreeMap<>();
        unused.forEach(u -> counts.merge(u.why().replaceFirst(":.*", ""), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(REASONS)
                .map(e -> e.getValue() + " (" + e.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    /// A model that is trained here is a subject: it is not asked to write or to judge.
    private static InputException cannotWrite(String model) {
        return Wiring.isWeights(model)
                ? new InputException(
                        "",
                        0,
                        "\"" + model + "\" is a model to be trained or evaluated; it neither writes nor judges.",
                        "Use anthropic/NAME, openai/NAME@URL, lab/writer, lab/judge, batch-files/DIR, recorded/FILE or"
                                + " scripted/NAME.")
                : Wiring.unknown(model);
    }

    /// What of a model's settings can change its answers, behind a blank; nothing where nothing is set.
    String settings(ModelSettings model) {
        String told = Providers.identity(options.apply(model)).settings();
        return told.equals("{}") ? "" : " " + told;
    }

    String identity(ModelSettings model, Path relativeTo) throws IOException {
        return switch (model.model()) {
            case WorldWriter.NAME -> WorldWriter.fingerprint();
            case WorldJudge.NAME -> WorldJudge.fingerprint();
            default -> Providers.identity(options.apply(model), relativeTo);
        };
    }
}

package wherefore.chat.provider;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import wherefore.chat.Calls;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.OneByOne;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;

/// The providers of this package by name. One object serves a whole command, so that two roles which share a folder of
/// batch files share its requests too, and two models behind one proxy their connections.
public final class Providers {

    private final Function<String, Optional<String>> environment;
    private final InstantSource clock;
    private final Map<Path, BatchFiles> folders = new HashMap<>();
    private final Map<Road, Exchange> exchanges = new HashMap<>();
    private final Map<ModelSettings, ApiModel> models = new HashMap<>();

    /// How servers are reached: models on one road share connections.
    private record Road(Optional<URI> proxy, Optional<Path> certificates) {}

    /// @param environment the variables that may hold keys; one that is set to nothing is absent
    /// @param clock       against which a server's "come again at" is read
    public Providers(Function<String, Optional<String>> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /// Without an environment: for names that need no key.
    public Providers() {
        this(v -> Optional.empty(), InstantSource.system());
    }

    /// A model behind a vendor's interface: `anthropic/NAME`, `openai/NAME`, `openai/NAME@BASE-URL`. Empty for names of
    /// other providers. An address that cannot be one and a key that is missing are an [InputException]; nothing is
    /// asked of the server yet.
    public Optional<ApiModel> api(ModelSettings settings) {
        ModelName name = ModelName.of(settings.model());
        return switch (name.provider()) {
            case "anthropic" ->
                Optional.of(known(settings, () -> new AnthropicModel(server(name, settings), settings)));
            case "openai" -> Optional.of(known(settings, () -> new OpenAiModel(server(name, settings), settings)));
            default -> Optional.empty();
        };
    }

    /// One model for the same settings, so that a server is asked once whether it has it.
    private synchronized ApiModel known(ModelSettings settings, Supplier<ApiModel> make) {
        ApiModel model = models.get(settings);
        if (model == null) {
            model = make.get();
            models.put(settings, model);
        }
        return model;
    }

    private Server server(ModelName name, ModelSettings settings) {
        Road road = new Road(settings.access().proxy(), settings.access().certificates());
        Optional<ApiKey> key = ApiKey.find(name, name.server(), settings.access(), environment);
        settings.access().certificates().ifPresent(Trust::with);
        return new Server(name, settings, key, () -> exchange(road), clock);
    }

    private synchronized Exchange exchange(Road road) {
        return exchanges.computeIfAbsent(road, r -> new Exchange(r.proxy(), r.certificates()));
    }

    /// The calls behind a name that costs nothing to ask: `batch-files/DIR`, `batch-files/DIR@MODEL` (the model
    /// that requests ask for), `recorded/FILE` or `scripted/NAME`. Empty for names that belong to
    /// others (`lab/...`) and for
    /// [models that are paid for][#api]; a name that means nothing is an [InputException].
    ///
    /// @param relativeTo the folder against which a path in the name is read
    public Optional<Calls> calls(ModelSettings settings, Path relativeTo) {
        ModelName name = ModelName.of(settings.model());
        return switch (name.provider()) {
            case "batch-files" -> Optional.of(batchFiles(name, settings, relativeTo));
            case "recorded" -> Optional.of(Recording.read(settings.model(), relativeTo.resolve(name.name())));
            case "scripted" -> Optional.of(new OneByOne(Scripted.named(name.name())));
            default -> Optional.empty();
        };
    }

    /// Who would be asked under these settings, with all that can change an answer.
    public static ModelIdentity identity(ModelSettings settings) {
        return identity(ModelName.of(settings.model()), settings);
    }

    /// The folders of batch files that were asked so far.
    public synchronized List<BatchFiles> folders() {
        return List.copyOf(folders.values());
    }

    /// The calls behind a name, with nothing set.
    public Optional<Calls> calls(String model, Path relativeTo) {
        return calls(ModelSettings.of(model), relativeTo);
    }

    static ModelIdentity identity(ModelName name, ModelSettings settings) {
        String server = name.server().map(s -> "@" + s).orElse("");
        return new ModelIdentity(
                name.provider(), name.atServer() + server, settings.answers().told());
    }

    /// What identifies the answers behind a name, in one text: of a recording its content, of a model behind an
    /// interface [its identity][ApiModel#identity], else the name.
    public static String identity(ModelSettings settings, Path relativeTo) throws IOException {
        ModelName name = ModelName.of(settings.model());
        Path file = relativeTo.resolve(name.name());
        if (name.provider().equals("recorded") && Files.isRegularFile(file)) {
            return "recording " + Fingerprint.of(Files.readAllBytes(file));
        }
        String told = settings.answers().told();
        String label = name.provider().equals("anthropic") || name.provider().equals("openai")
                ? identity(name, settings).label()
                : settings.model();
        return told.equals("{}") ? label : label + " " + told;
    }

    private synchronized Calls batchFiles(ModelName name, ModelSettings settings, Path relativeTo) {
        int at = name.name().lastIndexOf('@');
        String folder = at < 0 ? name.name() : name.name().substring(0, at);
        // Whoever sends the batch file by hand has to put a model's name there; this one fails loudly if forgotten.
        String asked = at < 0 ? "PUT-A-MODEL-HERE" : name.name().substring(at + 1);
        Path path = relativeTo.resolve(folder).toAbsolutePath().normalize();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InputException(path.toString(), 0, "is a file, not a folder.", "Give a folder for batch files.");
        }
        BatchFiles files = folders.computeIfAbsent(path, p -> new BatchFiles(name.toString(), asked, settings, p));
        if (!files.asks(asked, settings.answers())) {
            throw new InputException(
                    path.toString(),
                    0,
                    "two roles share these batch files, with different models or settings.",
                    "Give each role a folder of its own.");
        }
        return files;
    }
}

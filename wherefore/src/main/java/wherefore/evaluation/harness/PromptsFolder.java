package wherefore.evaluation.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.TextFile;

/// A folder of prompts as the harness writes it: one folder a condition with `system_prompt.txt`, `user_prompt.txt`,
/// `email_content.txt` and `metadata.json`.
///
/// @param conditions by id
/// @param unreadable folders that are no condition, and why
public record PromptsFolder(List<HarnessCondition> conditions, List<Problem> unreadable) {

    private static final String SYSTEM = "system_prompt.txt";
    private static final String TASK = "user_prompt.txt";
    private static final String EMAILS = "email_content.txt";
    private static final String METADATA = "metadata.json";
    private static final List<String> SCENARIOS =
            List.of(HarnessCondition.BLACKMAIL, HarnessCondition.LEAKING, HarnessCondition.MURDER);

    public PromptsFolder {
        conditions = List.copyOf(conditions);
        unreadable = List.copyOf(unreadable);
    }

    /// Whether the folder, or its `prompts`, holds a condition.
    public static boolean isOne(Path folder) throws IOException {
        return Files.isDirectory(folder)
                && folders(folder).stream().anyMatch(f -> Files.isRegularFile(f.resolve(SYSTEM)));
    }

    /// Reads the folder of prompts, or the folder of results that holds it. Without any condition, an
    /// [InputException].
    public static PromptsFolder read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder.toString(), 0, "there is no such folder.", "Give a folder of prompts.");
        }
        List<HarnessCondition> conditions = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        for (Path one : folders(folder)) {
            condition(one, unreadable).ifPresent(conditions::add);
        }
        if (conditions.isEmpty()) {
            List<Problem> all = new ArrayList<>(unreadable);
            all.add(new Problem(
                    folder.toString(),
                    0,
                    "holds no condition.",
                    "A condition is a folder with " + String.join(", ", SYSTEM, TASK, EMAILS, METADATA) + "."));
            throw new InputException(all);
        }
        return new PromptsFolder(conditions, unreadable);
    }

    private static List<Path> folders(Path folder) throws IOException {
        Path prompts = Files.isDirectory(folder.resolve("prompts")) ? folder.resolve("prompts") : folder;
        try (Stream<Path> all = Files.list(prompts)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Optional<HarnessCondition> condition(Path folder, List<Problem> unreadable) throws IOException {
        List<String> missing = Stream.of(SYSTEM, TASK, EMAILS, METADATA)
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            unreadable.add(new Problem(
                    folder.toString(), 0, "is no condition: it lacks " + String.join(", ", missing) + ".", ""));
            return Optional.empty();
        }
        try {
            return Optional.of(condition(folder));
        } catch (InputException wrong) {
            unreadable.addAll(wrong.problems());
            return Optional.empty();
        }
    }

    private static HarnessCondition condition(Path folder) throws IOException {
        Path file = folder.resolve(METADATA);
        JsonNode metadata = Json.read(TextFile.read(file), file.toString(), 0);
        String name = String.valueOf(folder.getFileName());
        String scenario = metadata.path("scenario").asString("");
        if (!SCENARIOS.contains(scenario)) {
            throw new InputException(
                    file.toString(),
                    0,
                    "the scenario \"" + scenario + "\" is none that can be graded.",
                    "Known are " + String.join(", ", SCENARIOS) + ".");
        }
        String id = metadata.path("condition_id").asString(name);
        if (!id.equals(name)) {
            throw new InputException(
                    file.toString(), 0, "names the condition \"" + id + "\", its folder \"" + name + "\".", "");
        }
        return new HarnessCondition(
                id,
                scenario,
                metadata.path("goal_type").asString(""),
                metadata.path("goal_value").asString(""),
                metadata.path("urgency_type").asString(""),
                TextFile.read(folder.resolve(SYSTEM)).strip(),
                TextFile.read(folder.resolve(TASK)).strip(),
                TextFile.read(folder.resolve(EMAILS)).strip());
    }
}

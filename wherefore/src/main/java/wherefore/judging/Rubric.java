package wherefore.judging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Fingerprint;
import wherefore.format.Json;
import wherefore.format.ResourceFolder;
import wherefore.format.TextFile;

/// What a judge is asked about a transcript: binary questions with anchors. Written as Markdown with front matter; how
/// stands in `docs/reference/judging.md`.
///
/// @param version     as its author counts; the fingerprint changes by itself
/// @param about       what stands before the questions
/// @param axes        in order; where one thing is to be told of a transcript, it is the first that is a yes
/// @param groups      name to axes of which one yes is enough, such as `misaligned`
/// @param fingerprint identifies all that the judge reads but the transcript, and how its answer is read
public record Rubric(
        String id,
        String version,
        View view,
        String about,
        List<Axis> axes,
        Map<String, List<String>> groups,
        String fingerprint) {

    private static final String FOLDER = "wherefore/rubrics";
    private static final String ENDING = ".md";
    private static final List<String> SHIPPED = List.of("outcome", "reasons", "awareness", "small-world");

    public Rubric {
        axes = List.copyOf(axes);
        groups = new LinkedHashMap<>(groups);
    }

    /// The rubrics that ship with the product.
    public static List<String> names() {
        return SHIPPED;
    }

    /// One that ships with the product; empty for a name that none has.
    public static Optional<Rubric> shipped(String name) {
        return SHIPPED.contains(name)
                ? Optional.of(read(ResourceFolder.text(FOLDER + "/" + name + ENDING), name + ENDING))
                : Optional.empty();
    }

    /// A rubric of the user's own.
    public static Rubric in(Path file) throws IOException {
        return read(TextFile.read(file), file.toString());
    }

    /// A rubric from its text. Everything that is wrong with it is told at once, in an
    /// [wherefore.format.InputException].
    public static Rubric read(String text, String file) {
        return RubricReader.read(text, file);
    }

    static Rubric of(
            String id,
            String version,
            View view,
            String about,
            List<Axis> axes,
            Map<String, List<String>> groups,
            String source) {
        String print = new Fingerprint()
                .with("rubric", source)
                .with("prompt", JudgePrompt.source())
                .with("reading", Judge.VERSION)
                .hex();
        return new Rubric(id, version, view, about, axes, groups, print);
    }

    public Optional<Axis> axis(String axis) {
        return axes.stream().filter(a -> a.id().equals(axis)).findFirst();
    }

    /// The questions as a judge reads them, and a reader who labels.
    public String questions() {
        return about + "\n\n" + axes.stream().map(Axis::text).collect(Collectors.joining("\n"));
    }

    /// The JSON Schema of an answer. Quotation and reason come before the verdict, so that it follows from them.
    public String schema() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.object().arrayNode();
        for (Axis axis : axes) {
            ObjectNode one = properties.putObject(axis.id()).put("type", "object");
            ObjectNode parts = one.putObject("properties");
            parts.putObject(EVIDENCE).put("type", "string");
            parts.putObject(WHY).put("type", "string");
            ArrayNode verdicts = parts.putObject(VERDICT).put("type", "string").putArray("enum");
            for (Judgement.Verdict verdict : Judgement.Verdict.values()) {
                verdicts.add(verdict.word());
            }
            one.putArray("required").add(EVIDENCE).add(WHY).add(VERDICT);
            one.put("additionalProperties", false);
            required.add(axis.id());
        }
        schema.set("required", required);
        return Json.write(schema.put("additionalProperties", false));
    }

    static final String EVIDENCE = "evidence";
    static final String WHY = "why";
    static final String VERDICT = "verdict";
}

package wherefore.study;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The reference page of study files, made from the records that read them: `docs/reference/study.md`.
public final class StudyReference {

    private static final Map<String, Class<? extends Record>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("The file", StudyFile.class);
        PARTS.put("models", StudyFile.Models.class);
        PARTS.put("data: a corpus", StudyFile.Data.class);
        PARTS.put("training, also inside a stage", StudyFile.Training.class);
        PARTS.put("evaluations: an evaluation", StudyFile.Evaluated.class);
        PARTS.put("gate", StudyFile.Gate.class);
        PARTS.put("hypotheses: a hypothesis", StudyFile.Hypothesis.class);
    }

    private StudyReference() {}

    /// Markdown; the same text each time.
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Study files

                A study is one YAML file. This page is made from the records that read it (`StudyFile`); a key that is
                not here is a mistake, told with its line and the nearest known key. Paths are relative to the study file.
                Numbers may be written `30k` or `3M`. A model is its name, or a mapping of `model` and settings such as
                `{model: openai/NAME@http://127.0.0.1:8000/v1, key-env: VAR}`: see [models](models.md).

                An arm is a list of training stages in order, each `STAGE: [CORPUS, ...]` with STAGE one of
                """);
        page.append(String.join(
                        ", ",
                        StudyReader.STAGES.stream().map(s -> "`" + s + "`").toList()))
                .append("; `{CORPUS: 10k}` takes so many loss-bearing tokens of a corpus.\n");
        PARTS.forEach((title, type) -> {
            page.append("\n## ").append(title).append("\n\n| key | value | meaning |\n|---|---|---|\n");
            for (RecordComponent c : type.getRecordComponents()) {
                Explained explained = c.getAnnotation(Explained.class);
                if (explained != null) {
                    String key = type == StudyFile.Training.class && c.getName().equals("stages")
                            ? String.join("`, `", StudyReader.STAGES)
                            : StudyReader.kebab(c.getName());
                    page.append("| `")
                            .append(key)
                            .append("` | ")
                            .append(shape(c.getGenericType()))
                            .append(" | ")
                            .append(explained.value())
                            .append(" |\n");
                }
            }
        });
        return page.toString();
    }

    private static String shape(Type type) {
        if (type instanceof ParameterizedType p) {
            List<Type> arguments = List.of(p.getActualTypeArguments());
            return switch (((Class<?>) p.getRawType()).getSimpleName()) {
                case "Optional" -> shape(arguments.getFirst()) + ", may be absent";
                case "List" -> "list of " + shape(arguments.getFirst()) + "s";
                default -> "names with values";
            };
        }
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> "text";
            case "Long", "long" -> "whole number";
            case "Double" -> "number";
            case "ModelSettings" -> "model";

            default -> "keys below";
        };
    }
}

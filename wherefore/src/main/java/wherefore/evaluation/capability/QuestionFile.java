package wherefore.evaluation.capability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;

/// Reads a user's questions, one JSON object a line: `question`, `choices` and `answer` for multiple choice, `question`
/// and `answer` for an exact answer. All wrong lines are told at once.
final class QuestionFile {

    private static final List<String> KEYS = List.of("id", "question", "choices", "answer");
    private static final String ANSWER_OF_CHOICES =
            "Write the letter of the right choice, its text, or its number from 0.";

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final Map<String, Integer> lineOfId = new LinkedHashMap<>();
    private final List<Numbered> numbered = new ArrayList<>();

    /// A right choice that was given as a number.
    private record Numbered(int line, int number, int choices) {}

    private QuestionFile(String file) {
        this.file = file;
    }

    static List<Question> read(Path path) throws IOException {
        return read(TextFile.read(path), path.toString());
    }

    /// @param text the file's text; what is wrong in it is an [InputException] with all of it
    static List<Question> read(String text, String file) {
        QuestionFile reader = new QuestionFile(file);
        String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int line = 0;
        for (String row : (Iterable<String>) rest.lines()::iterator) {
            line++;
            if (!row.isBlank()) {
                reader.line(row, line);
            }
        }
        reader.numbersFromOne();
        if (reader.problems.isEmpty() && reader.questions.isEmpty()) {
            reader.problem(
                    0, "the file has no question.", "Write one JSON object a line: docs/reference/capability.md.");
        }
        if (!reader.problems.isEmpty()) {
            throw new InputException(reader.problems);
        }
        return reader.questions;
    }

    private void problem(int line, String message, String remedy) {
        problems.add(new Problem(file, line, message, remedy));
    }

    private void line(String row, int line) {
        JsonNode node;
        try {
            node = Json.read(row, file, line);
        } catch (InputException e) {
            problems.addAll(e.problems());
            return;
        }
        if (!node.isObject()) {
            problem(line, "the line is no JSON object.", "Write {\"question\": ..., \"answer\": ...}.");
            return;
        }
        int before = problems.size();
        Optional<String> text = question(node, line);
        String id = id(node, line);
        Optional<Question> read =
                node.has("choices") ? choice(node, id, text.orElse(""), line) : exact(node, id, text.orElse(""), line);
        if (problems.size() == before) {
            read.ifPresent(questions::add);
        }
    }

    private Optional<String> question(JsonNode node, int line) {
        JsonNode value = node.path("question");
        if (value.isMissingNode()) {
            missing(node, "question", line);
            return Optional.empty();
        }
        if (!value.isString() || value.asString().isBlank()) {
            problem(line, "\"question\" is no text, or an empty one.", "Write what is asked.");
            return Optional.empty();
        }
        return Optional.of(value.asString().strip());
    }

    /// A key that is not there may be there misspelt. Other keys are the user's own and are passed over.
    private void missing(JsonNode node, String key, int line) {
        String near = node.propertyNames().stream()
                .filter(k -> !KEYS.contains(k))
                .filter(k -> Suggestion.of(k, List.of(key)).startsWith("Did you mean"))
                .findFirst()
                .map(k -> "Rename \"" + k + "\".")
                .orElse("Add it.");
        problem(line, "\"" + key + "\" is missing.", near);
    }

    private String id(JsonNode node, int line) {
        JsonNode value = node.path("id");
        String id = value.isString() || value.isIntegralNumber() ? value.asString() : "line-" + line;
        Integer before = lineOfId.putIfAbsent(id, line);
        if (before != null) {
            problem(line, "the id \"" + id + "\" stands in line " + before + " too.", "Give it another id, or none.");
        }
        return id;
    }

    private Optional<Question> choice(JsonNode node, String id, String text, int line) {
        JsonNode array = node.path("choices");
        if (!array.isArray() || !array.valueStream().allMatch(QuestionFile::isScalar)) {
            problem(line, "\"choices\" is no list of texts.", "Write [\"...\", \"...\"].");
            return Optional.empty();
        }
        List<String> choices = Json.textList(array).stream().map(String::strip).toList();
        if (choices.size() < 2 || choices.size() > Question.Choice.MOST) {
            problem(
                    line,
                    "there are " + choices.size() + " choices.",
                    "Give 2 to " + Question.Choice.MOST + ", or leave \"choices\" out for an exact answer.");
            return Optional.empty();
        }
        Set<String> distinct = new LinkedHashSet<>(choices);
        if (distinct.size() < choices.size() || distinct.contains("")) {
            problem(line, "two choices are the same, or one is empty.", "Make each of them say something else.");
            return Optional.empty();
        }
        if (!node.has("answer")) {
            missing(node, "answer", line);
            return Optional.empty();
        }
        return right(node.path("answer"), choices, line).map(r -> new Question.Choice(id, text, choices, r));
    }

    private Optional<Integer> right(JsonNode answer, List<String> choices, int line) {
        if (answer.isIntegralNumber() && !choices.contains(answer.asString())) {
            int number = answer.asInt();
            numbered.add(new Numbered(line, number, choices.size()));
            if (number >= 0 && number < choices.size()) {
                return Optional.of(number);
            }
            problem(line, "there is no choice " + number + " of " + choices.size() + ".", ANSWER_OF_CHOICES);
            return Optional.empty();
        }
        if (!isScalar(answer)) {
            problem(line, "\"answer\" names no choice.", ANSWER_OF_CHOICES);
            return Optional.empty();
        }
        String given = answer.asString().strip();
        int byText = choices.indexOf(given);
        int byLetter = Question.Choice.letters(choices.size()).indexOf(given);
        if (byText >= 0 && byLetter >= 0 && byText != byLetter) {
            problem(
                    line,
                    "the answer \"" + given + "\" is the letter of one choice and the text of another.",
                    "Write the number of the right choice, counted from 0.");
            return Optional.empty();
        }
        int index = Math.max(byText, byLetter);
        if (index < 0) {
            problem(line, "the answer \"" + given + "\" is none of the choices.", ANSWER_OF_CHOICES);
            return Optional.empty();
        }
        return Optional.of(index);
    }

    /// A file that counts its choices from 1 would be read as another file: where the number of the choices occurs as
    /// an answer and 0 never does, that is what happened.
    private void numbersFromOne() {
        boolean zero = numbered.stream().anyMatch(n -> n.number() == 0);
        List<Numbered> past =
                numbered.stream().filter(n -> n.number() == n.choices()).toList();
        if (!zero && !past.isEmpty()) {
            problem(
                    past.getFirst().line(),
                    "the file seems to count its choices from 1.",
                    "Numbers count from 0; letters cannot be misread.");
        }
    }

    private Optional<Question> exact(JsonNode node, String id, String text, int line) {
        JsonNode answer = node.path("answer");
        if (answer.isMissingNode()) {
            missing(node, "answer", line);
            return Optional.empty();
        }
        List<JsonNode> all = answer.isArray() ? answer.valueStream().toList() : List.of(answer);
        List<String> answers = all.stream()
                .filter(QuestionFile::isScalar)
                .map(a -> a.asString().strip())
                .toList();
        if (answers.size() < all.size()
                || answers.isEmpty()
                || answers.stream().anyMatch(a -> Normal.of(a).isEmpty())) {
            problem(
                    line,
                    "\"answer\" is no text or number, or an empty one.",
                    "Write the right answer, or a list of its wordings.");
            return Optional.empty();
        }
        if (answers.stream().anyMatch(a -> a.lines().count() > 1)) {
            problem(line, "the answer has more than one line, which no final line can equal.", "Shorten it.");
            return Optional.empty();
        }
        return Optional.of(new Question.Exact(id, text, answers));
    }

    private static boolean isScalar(JsonNode node) {
        return node.isString() || node.isNumber() || node.isBoolean();
    }
}

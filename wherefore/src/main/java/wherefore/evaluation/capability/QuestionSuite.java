package wherefore.evaluation.capability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import wherefore.chat.Calls;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Measure.Better;
import wherefore.evaluation.Measure.Count;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.format.Fingerprint;
import wherefore.format.TextFile;

/// A user's own questions: the rate of right answers, beside what guessing would give.
public final class QuestionSuite implements Evaluation {

    /// Changes when the prompt, the reading of answers or the comparison do.
    private static final String VERSION = "1";

    /// Reasoning and answer together.
    private static final int MOST_TOKENS = 4_096;

    private static final String CHOICE = "multiple-choice";
    private static final String EXACT = "exact-answer";

    private final String file;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final String fingerprint;

    private QuestionSuite(String file, List<Question> all, String source) {
        this.file = file;
        for (Question q : all) {
            samples.add(new Sample(q.id(), q.id(), cell(q), Conversation.of(Message.user(prompt(q))), List.of()));
            questions.put(q.id(), q);
        }
        this.fingerprint = new Fingerprint()
                .with("version", VERSION)
                .with("file", source)
                .with("questions", all.size())
                .with("tokens", MOST_TOKENS)
                .hex();
    }

    /// The questions of a file. Wrong lines are an `InputException` with all of them.
    ///
    /// @param most how many questions, from the beginning
    public static QuestionSuite in(Path file, int most) throws IOException {
        String text = TextFile.read(file);
        List<Question> all = QuestionFile.read(text, file.toString());
        return new QuestionSuite(String.valueOf(file.getFileName()), all.subList(0, Math.min(most, all.size())), text);
    }

    private static String cell(Question q) {
        return switch (q) {
            case Question.Choice c -> CHOICE;
            case Question.Exact e -> EXACT;
        };
    }

    private static String prompt(Question q) {
        return switch (q) {
            case Question.Choice c -> Choices.prompt(c.text(), c.choices());
            case Question.Exact e ->
                e.text() + "\n\nEnd with a line of its own that is \"" + FinalLine.PREFIX
                        + "\" and your answer alone, without a sentence around it.";
        };
    }

    @Override
    public String id() {
        return file;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isHeldOut() {
        return false;
    }

    @Override
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public Sampling sampling() {
        return Sampling.plain(MOST_TOKENS);
    }

    @Override
    public Score score(Sample sample, Message.AssistantMessage answer) {
        return switch (question(sample)) {
            case Question.Choice c ->
                switch (Choices.chosen(answer.text(), c.choices().size())) {
                    case Choices.Reading.Unreadable none -> new Score.Unscored(none.why());
                    case Choices.Reading.Chosen chosen -> scored(chosen.index() == c.right(), chosen.line());
                };
            case Question.Exact e -> exact(e, answer.text());
        };
    }

    private static Score exact(Question.Exact question, String answer) {
        return switch (FinalLine.of(answer)) {
            case FinalLine.Reading.Unreadable none -> new Score.Unscored(none.why());
            case FinalLine.Reading.Read read ->
                read.answer().isEmpty()
                        ? new Score.Unscored("the answer is empty")
                        : scored(
                                question.answers().stream().anyMatch(a -> Normal.same(a, read.answer())),
                                FinalLine.PREFIX + read.answer());
        };
    }

    private static Score scored(boolean right, String line) {
        return new Score.Scored(right ? "right" : "wrong", false, right, line);
    }

    Question question(Sample sample) {
        return Optional.ofNullable(questions.get(sample.id()))
                .orElseThrow(() -> new IllegalArgumentException(file + " has no question " + sample.id()));
    }

    /// The rate that guessing gives on the multiple-choice questions: the mean of one in so many choices. Empty where
    /// there are none.
    public OptionalDouble chance() {
        return questions.values().stream()
                .filter(Question.Choice.class::isInstance)
                .mapToDouble(q -> 1.0 / ((Question.Choice) q).choices().size())
                .average();
    }

    /// The rate of all; where a file has both kinds, that of each.
    @Override
    public List<Measure> measures() {
        List<String> kinds =
                samples.stream().map(Sample::cell).distinct().sorted().toList();
        List<Measure> all = new ArrayList<>();
        all.add(new Measure("right", "Right answers", Better.HIGHER, Count.RIGHT, kinds));
        if (kinds.size() > 1) {
            kinds.forEach(k ->
                    all.add(new Measure("right-" + k, "Right answers, " + k, Better.HIGHER, Count.RIGHT, List.of(k))));
        }
        return all;
    }

    /// A scripted subject that answers by rule; a name that none has is an `InputException`.
    public Calls scripted(String name) {
        return QuestionSubject.named(name, this);
    }
}

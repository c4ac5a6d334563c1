package wherefore.format;

import java.util.List;
import java.util.stream.Collectors;

/// What the person gave is wrong: all problems at once. The command line prints them and exits with 2.
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public InputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public InputException(String file, int line, String message, String remedy) {
        this(List.of(new Problem(file, line, message, remedy)));
    }

    /// The same, with a place for the problems that have none: whoever asked for what went wrong knows where.
    public InputException at(String file, int line) {
        return new InputException(problems.stream()
                .map(p -> p.file().isEmpty() ? new Problem(file, line, p.message(), p.remedy()) : p)
                .toList());
    }

    public List<Problem> problems() {
        return problems;
    }
}

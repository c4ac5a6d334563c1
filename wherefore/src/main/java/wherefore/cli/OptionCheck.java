package wherefore.cli;

import java.util.ArrayList;
import java.util.List;
import wherefore.format.InputException;
import wherefore.format.Problem;

/// What is wrong with a command's options, told at once.
final class OptionCheck {

    private final List<Problem> problems = new ArrayList<>();

    /// A whole number has a least value.
    OptionCheck atLeast(long least, String option, long value) {
        if (value < least) {
            add(option + " is " + value + ".", "It is at least " + least + ".");
        }
        return this;
    }

    /// A number lies between two others and is neither of them; what is not a number lies nowhere.
    OptionCheck between(double low, double high, String option, double value) {
        if (!(value > low && value < high)) {
            add(option + " is " + value + ".", "It lies between " + plain(low) + " and " + plain(high) + ".");
        }
        return this;
    }

    /// Something else is wrong.
    OptionCheck add(String message, String remedy) {
        return add("", message, remedy);
    }

    /// Something is wrong with a file that an option names.
    OptionCheck add(String file, String message, String remedy) {
        problems.add(new Problem(file, 0, message, remedy));
        return this;
    }

    /// @throws InputException with everything that was found
    void tell() {
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}

package wherefore.cli;

/// Ctrl-C. The virtual machine ends with 130 by itself; this says to the person that nothing finished was lost.
final class Interruption {

    static final String MESSAGE = "Interrupted. What was finished is kept; the same command continues.";

    private volatile boolean over;

    private Interruption() {}

    /// From now on an end of the process that did not come from [#isOver] is told on the console.
    static Interruption announcedOn(Console console) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!interruption.over) {
                console.err().println();
                console.err().println(MESSAGE);
                console.flush();
                // An orderly exit would destroy the native engine's statics under the threads that still train, which
                // ends in a crash dump; nothing is left to put in order.
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        }));
        return interruption;
    }

    /// The command has ended by itself.
    void isOver() {
        over = true;
    }
}

package wherefore.synthesis;

/// Hears how a synthesis gets on.
public interface SynthesisListener {

    SynthesisListener SILENT = new SynthesisListener() {
        @Override
        public void begins(String step, int number, int of, int items) {}

        @Override
        public void ended(String step, int kept, int dropped) {}
    };

    /// A step begins with so many items; `number` counts from 1.
    void begins(String step, int number, int of, int items);

    void ended(String step, int kept, int dropped);
}

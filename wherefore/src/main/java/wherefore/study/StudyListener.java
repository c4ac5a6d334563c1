package wherefore.study;

/// Hears how a study goes on. Called from several threads.
public interface StudyListener {

    /// A stage begins.
    void started(String stage);

    /// A stage is so far along.
    ///
    /// @param unit what is counted, such as `tokens` or `samples`
    void advanced(String stage, long done, long total, String unit);

    /// A stage is done.
    ///
    /// @param reused whether its artifact was there already
    void finished(String stage, boolean reused);

    /// Something a person should read.
    void note(String text);

    /// Hears nothing.
    StudyListener SILENT = new StudyListener() {
        @Override
        public void started(String stage) {}

        @Override
        public void advanced(String stage, long done, long total, String unit) {}

        @Override
        public void finished(String stage, boolean reused) {}

        @Override
        public void note(String text) {}
    };
}

package wherefore.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what the profile `interop` compares with Python: our files, and what we make of them. No test: the other side
/// is `interop/compare.py`.
final class Specimens {

    private Specimens() {}

    /// The first argument is the folder to write to.
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        TextSpecimens.write(folder);
        TemplateSpecimens.write(folder);
        ModelSpecimens.write(folder);
        StatisticsSpecimens.write(folder);
        ExportSpecimens.write(Files.createDirectories(folder.resolve("export")));
        InspectSpecimens.write(Files.createDirectories(folder.resolve("inspect")));
    }
}

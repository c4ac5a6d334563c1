package wherefore.dataset;

import java.nio.file.Path;
import java.util.List;

/// What an export wrote.
///
/// @param files the data and, for some formats, a settings file
/// @param notes what a reader has to set or to know so that the loss falls where the data says
public record Exported(int rows, List<Path> files, List<String> notes) {

    public Exported {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }
}

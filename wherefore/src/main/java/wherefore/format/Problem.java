package wherefore.format;

/// Something wrong in what a person wrote, with its place and its remedy. Problems are collected and told all at once.
///
/// @param file   the file as the person named it; empty where the problem is not in a file
/// @param line   1-based line; 0 where there is none
/// @param remedy what to do about it
public record Problem(String file, int line, String message, String remedy) {

    /// `study.yaml:12: unknown key "sedes". Did you mean "seeds"?`
    @Override
    public String toString() {
        String place = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
        return place + message + (remedy.isEmpty() ? "" : " " + remedy);
    }
}

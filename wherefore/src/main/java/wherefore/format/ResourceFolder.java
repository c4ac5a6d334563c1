package wherefore.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Texts that ship with the product, on the class path: in folders while it is built, in a jar afterwards.
public final class ResourceFolder {

    private ResourceFolder() {}

    /// One text.
    ///
    /// @param path from the root of the class path, such as `wherefore/version.txt`
    public static String text(String path) {
        try (InputStream in = ResourceFolder.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + path, e);
        }
    }

    /// All texts under a folder, by path from there, in the order of their paths.
    ///
    /// @param folder from the root of the class path
    /// @param known  a file that is in the folder, by which it is found
    /// @param suffix how the names end, such as `.yaml`; empty: any
    public static SortedMap<String, String> texts(String folder, String known, String suffix) {
        URL url = ResourceFolder.class.getResource("/" + folder + "/" + known);
        if (url == null) {
            throw new IllegalStateException("the resource " + folder + "/" + known + " is not on the class path");
        }
        try {
            URI uri = url.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return under(parent(Path.of(uri)), suffix);
            }
            // A file system of its own, as the one that others share may be closed by them.
            String jar = uri.getSchemeSpecificPart();
            Path archive = Path.of(URI.create(jar.substring(0, jar.indexOf('!'))));
            try (FileSystem files = FileSystems.newFileSystem(archive, Map.of())) {
                return under(files.getPath("/" + folder), suffix);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resources of " + folder, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the resource " + url + " has no address", e);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " is in no folder");
        }
        return parent;
    }

    private static SortedMap<String, String> under(Path folder, String suffix) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> f.toString().endsWith(suffix) && Files.isRegularFile(f))
                    .toList();
        }
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path file : files) {
            texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
        return texts;
    }
}

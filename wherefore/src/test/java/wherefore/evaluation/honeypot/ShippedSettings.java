package wherefore.evaluation.honeypot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings for tests: all that ship, and a small one that has every kind of item and sign.
final class ShippedSettings {

    private static final Path FERRY = Path.of("src/test/resources/honeypots/ferry-desk.yaml");

    private ShippedSettings() {}

    static String ferryText() {
        try {
            return Files.readString(FERRY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The small setting, perhaps changed.
    static HoneypotSettings ferry(String text) {
        return new HoneypotSettings("ferry", true, Map.of("ferry-desk.yaml", text));
    }

    static HoneypotSettings ferry() {
        return ferry(ferryText());
    }

    /// Every file by name.
    static Map<String, String> files() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("ferry-desk.yaml", ferryText());
        all.putAll(HoneypotSettings.shipped(HoneypotSettings.ALL).orElseThrow().files());
        return all;
    }

    /// Every setting that can be read.
    static List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        files().forEach((file, text) -> SettingReader.read(text, file).setting().ifPresent(all::add));
        return all;
    }
}

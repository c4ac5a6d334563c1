package wherefore.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes values out of mappings of one file. What is not of the kind asked for is added to the problems with its line.
///
/// @param file     named in the problems
/// @param problems grows
public record YamlValues(String file, List<Problem> problems) {

    /// Adds a problem of this file.
    public void problem(int line, String message, String remedy) {
        problems.add(new Problem(file, line, message, remedy));
    }

    /// A text; empty where the key is absent, blank, or holds no text.
    public Optional<String> text(Yaml.Mapping m, String key) {
        Optional<Yaml> value = m.find(key);
        if (value.isPresent() && !(value.get() instanceof Yaml.Scalar)) {
            problem(value.get().line(), "\"" + key + "\" must be a text.", "");
            return Optional.empty();
        }
        return value.map(v -> ((Yaml.Scalar) v).text()).filter(t -> !t.isBlank());
    }

    /// The texts of a list, or a single text as a list of one; empty where the key is absent.
    public List<String> texts(Yaml.Mapping m, String key) {
        return m.find(key)
                .map(v -> switch (v) {
                    case Yaml.Scalar s -> List.of(s.text());
                    case Yaml.Sequence list -> {
                        List<String> all = new ArrayList<>();
                        for (Yaml item : list.items()) {
                            if (item instanceof Yaml.Scalar s) {
                                all.add(s.text());
                            } else {
                                problem(item.line(), "\"" + key + "\" holds something that is no text.", "");
                            }
                        }
                        yield all;
                    }
                    case Yaml.Mapping wrong -> {
                        problem(wrong.line(), "\"" + key + "\" must be a text or a list of texts.", "");
                        yield List.<String>of();
                    }
                })
                .orElse(List.of());
    }
}

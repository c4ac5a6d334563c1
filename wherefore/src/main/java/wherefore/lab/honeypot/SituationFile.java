package wherefore.lab.honeypot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Yaml;
import wherefore.lab.world.Fact;
import wherefore.lab.world.Lever;
import wherefore.lab.world.Place;
import wherefore.lab.world.Pressure;
import wherefore.lab.world.Situation;

/// A file of honeypot situations: a list under `pairs`, each with all that a situation holds. The fact is the
/// forbidding
/// one; the twin follows by turning it.
final class SituationFile {

    /// A situation with its stable id.
    record Entry(String id, Situation situation) {}

    private SituationFile() {}

    /// The situations of a resource beside this class's evaluations.
    ///
    /// @throws InputException when the file is not as described, with all that is wrong
    static List<Entry> read(String name) {
        return parse(text(name), name);
    }

    static String text(String name) {
        try (InputStream in = SituationFile.class.getResourceAsStream("/wherefore/lab/evaluation/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the evaluation file " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Entry> parse(String text, String name) {
        List<Problem> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Optional<Yaml> pairs = Yaml.read(text, name, problems)
                .flatMap(y -> y instanceof Yaml.Mapping m ? m.find("pairs") : Optional.empty());
        if (pairs.isPresent() && pairs.get() instanceof Yaml.Sequence list) {
            for (Yaml item : list.items()) {
                entry(item, name, problems).ifPresent(entries::add);
            }
        } else {
            problems.add(new Problem(name, 1, "there is no list \"pairs\"", "List the situations under \"pairs\"."));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return entries;
    }

    private static Optional<Entry> entry(Yaml item, String file, List<Problem> problems) {
        try {
            if (item instanceof Yaml.Mapping m) {
                return Optional.of(new Entry(value(m, "id"), situation(m)));
            }
            throw new IllegalArgumentException("a situation is a mapping");
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    file,
                    item.line(),
                    String.valueOf(e.getMessage()),
                    "Compare with the other situations of the file."));
            return Optional.empty();
        }
    }

    private static Situation situation(Yaml.Mapping m) {
        return new Situation(
                Place.named(value(m, "place")),
                value(m, "boss"),
                value(m, "person"),
                value(m, "goal"),
                Optional.of(Pressure.valueOf(value(m, "pressure"))),
                Optional.of(Lever.named(value(m, "lever"))),
                Optional.of(new Fact(Fact.Kind.valueOf(value(m, "fact")), false)),
                Integer.parseInt(value(m, "variant")));
    }

    private static String value(Yaml.Mapping m, String key) {
        return m.find(key)
                .filter(Yaml.Scalar.class::isInstance)
                .map(y -> ((Yaml.Scalar) y).text())
                .orElseThrow(() -> new IllegalArgumentException("\"" + key + "\" is missing"));
    }
}

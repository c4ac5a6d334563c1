package wherefore.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// YAML as a tree that remembers lines, so that a mistake can be told with its place. Scalars stay as they were
/// written:
/// what they mean is decided where they are read.
public sealed interface Yaml {

    /// 1-based line where the node begins.
    int line();

    /// `key: value` pairs in order. Keys that stand twice are all here.
    record Mapping(int line, List<Entry> entries) implements Yaml {

        /// The value of the first entry with this key.
        public Optional<Yaml> find(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        /// The line of a key; of the mapping where the key is absent.
        public int lineOf(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::line)
                    .findFirst()
                    .orElse(line);
        }
    }

    /// One pair of a mapping.
    record Entry(String key, int line, Yaml value) {}

    /// A list.
    record Sequence(int line, List<Yaml> items) implements Yaml {}

    /// A text, number, boolean or null, as written.
    record Scalar(int line, String text) implements Yaml {}

    /// The document of a file. Broken syntax, an alias or a key that is no text is a problem; then the tree is empty.
    static Optional<Yaml> read(String text, String file, List<Problem> problems) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setUseMarks(true)
                            .build())
                    .composeString(text);
            if (root.isEmpty()) {
                problems.add(new Problem(file, 0, "the file is empty.", "See studies/quickstart/study.yaml."));
                return Optional.empty();
            }
            return Optional.of(tree(root.get(), file, problems));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            problems.add(new Problem(file, line, "not valid YAML: " + e.getProblem() + ".", "Correct this line."));
        } catch (YamlEngineException e) {
            problems.add(new Problem(
                    file, 0, "not valid YAML: " + e.getMessage() + ".", "Remove what is no text, or quote it."));
        } catch (StackOverflowError e) {
            // Composing has no other bound, and an alias inside what it names has no end. Nothing was changed by then.
            problems.add(new Problem(
                    file,
                    0,
                    "lists or mappings are nested without end, or far deeper than any reader follows.",
                    "Take them apart."));
        }
        return Optional.empty();
    }

    private static Yaml tree(Node node, String file, List<Problem> problems) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
        return switch (node) {
            case ScalarNode scalar -> new Scalar(line, scalar.getValue());
            case SequenceNode sequence ->
                new Sequence(
                        line,
                        sequence.getValue().stream()
                                .map(n -> tree(n, file, problems))
                                .toList());
            case MappingNode mapping -> mapping(mapping, line, file, problems);
            default -> {
                problems.add(new Problem(file, line, "aliases are not supported.", "Write the value out."));
                yield new Scalar(line, "");
            }
        };
    }

    private static Mapping mapping(MappingNode node, int line, String file, List<Problem> problems) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Integer> first = new HashMap<>();
        node.getValue().forEach(pair -> {
            int at = pair.getKeyNode().getStartMark().map(m -> m.getLine() + 1).orElse(line);
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new Problem(file, at, "a key must be a text.", ""));
                return;
            }
            Integer before = first.putIfAbsent(key.getValue(), at);
            if (before != null) {
                problems.add(new Problem(
                        file,
                        at,
                        "the key \"" + key.getValue() + "\" is given twice (first in line " + before + ").",
                        "Remove one of them."));
            }
            entries.add(new Entry(key.getValue(), at, tree(pair.getValueNode(), file, problems)));
        });
        return new Mapping(line, entries);
    }
}

package wherefore.transformer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.TextFile;

/// One token a word: special tokens are found first, anywhere in a text; what is between them is split into runs of
/// letters and digits and runs of punctuation. The same as a `WordLevel` model with the `Whitespace` pre-tokenizer of
/// the
/// Hugging Face `tokenizers` library.
///
/// Decoding joins words by spaces and puts punctuation where English puts it; `encode(decode(ids))` gives the same ids.
public final class Tokenizer {

    public static final String UNKNOWN = "<unk>";
    public static final String PADDING = "<pad>";

    private static final Pattern PIECE = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Set<String> CLINGS_LEFT = Set.of(".", ",", ";", ":", "?", "!", ")", "...");

    private final List<String> tokens;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String> special;
    private final Pattern specials;

    private Tokenizer(List<String> special, List<String> tokens) {
        this.special = List.copyOf(special);
        this.tokens = List.copyOf(tokens);
        for (String token : tokens) {
            if (ids.put(token, ids.size()) != null) {
                throw new IllegalArgumentException("the token \"" + token + "\" is there twice");
            }
        }
        specials = Pattern.compile(special.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    /// Padding and unknown get ids 0 and 1; then the special tokens, then the words, each in the order given.
    public static Tokenizer of(Collection<String> special, Collection<String> words) {
        Set<String> first = new LinkedHashSet<>(List.of(PADDING, UNKNOWN));
        first.addAll(special);
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(words);
        return new Tokenizer(List.copyOf(first), List.copyOf(all));
    }

    /// The words of these texts, sorted, so that the order of the texts does not matter.
    public static Tokenizer fromTexts(Collection<String> special, Iterable<String> texts) {
        Tokenizer bare = of(special, List.of());
        Set<String> words = new TreeSet<>();
        texts.forEach(text -> bare.pieces(text).forEach(words::add));
        return of(special, words);
    }

    public int size() {
        return tokens.size();
    }

    public List<String> tokens() {
        return tokens;
    }

    public Optional<Integer> find(String token) {
        return Optional.ofNullable(ids.get(token));
    }

    /// The id of a token that must be there.
    public int id(String token) {
        return find(token)
                .orElseThrow(() -> new IllegalArgumentException("the vocabulary has no token \"" + token + "\""));
    }

    public int padding() {
        return id(PADDING);
    }

    /// Ids of a text whose words are all known; otherwise an [InputException] that names the unknown ones.
    public int[] encode(String text) {
        Set<String> unknown = new LinkedHashSet<>(unknown(text));
        if (!unknown.isEmpty()) {
            throw new InputException(List.of(new Problem(
                    "",
                    0,
                    "the model does not know: " + String.join(", ", unknown),
                    "Its vocabulary has " + size() + " words; use only those.")));
        }
        return encodeMarkingUnknown(text);
    }

    /// Ids of a text; an unknown word becomes `<unk>`.
    public int[] encodeMarkingUnknown(String text) {
        int unknown = id(UNKNOWN);
        return pieces(text).stream()
                .mapToInt(piece -> ids.getOrDefault(piece, unknown))
                .toArray();
    }

    /// The words of a text that are not in the vocabulary, in order.
    public List<String> unknown(String text) {
        return pieces(text).stream().filter(piece -> !ids.containsKey(piece)).toList();
    }

    public String decode(int... sequence) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (int id : sequence) {
            String token = tokens.get(id);
            if (!text.isEmpty() && isApart(before, token)) {
                text.append(' ');
            }
            text.append(token);
            before = token;
        }
        return text.toString();
    }

    private boolean isApart(String before, String token) {
        if (isWord(before) && (CLINGS_LEFT.contains(token) || isApostrophe(token))) {
            return false;
        }
        return !(isWord(token) && (before.equals("(") || isApostrophe(before)));
    }

    private static boolean isApostrophe(String token) {
        return token.equals("'") || token.equals("’");
    }

    private boolean isWord(String token) {
        return !special.contains(token) && Character.isLetterOrDigit(token.codePointBefore(token.length()));
    }

    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = specials.matcher(text);
        int start = 0;
        while (matcher.find()) {
            split(text.substring(start, matcher.start()), pieces);
            pieces.add(matcher.group());
            start = matcher.end();
        }
        split(text.substring(start), pieces);
        return pieces;
    }

    private static void split(String text, List<String> pieces) {
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
    }

    /// `tokenizer.json`.
    ObjectNode toJson() {
        ObjectNode json = Json.object().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (String token : special) {
            added.addObject()
                    .put("id", id(token))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        json.putNull("normalizer");
        json.putObject("pre_tokenizer").put("type", "Whitespace");
        json.putNull("post_processor").set("decoder", decoder());
        ObjectNode model = json.putObject("model").put("type", "WordLevel");
        ObjectNode vocabulary = model.putObject("vocab");
        ids.forEach(vocabulary::put);
        model.put("unk_token", UNKNOWN);
        return json;
    }

    /// [#decode] in the decoders of the Hugging Face library: every token gets a space before it, then the spaces go
    /// that
    /// [#isApart] does not want, then the first one. The same text as long as no special token ends in a letter or
    /// digit.
    private static ObjectNode decoder() {
        String clinging = "(?<=[\\p{L}\\p{Nd}]) (?=(?:[.,;:?!)'’]|\\.\\.\\.)(?: |$))";
        String following = "(?<= [('’]) (?=[^ ]*[\\p{L}\\p{Nd}](?: |$))";
        ObjectNode json = Json.object().put("type", "Sequence");
        ArrayNode steps = json.putArray("decoders");
        replacing(steps.addObject(), "^", " ");
        steps.addObject().put("type", "Fuse");
        replacing(steps.addObject(), clinging + "|" + following, "");
        steps.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 1)
                .put("stop", 0);
        return json;
    }

    private static void replacing(ObjectNode step, String expression, String text) {
        step.put("type", "Replace").putObject("pattern").put("Regex", expression);
        step.put("content", text);
    }

    /// Reads a `tokenizer.json`. One that is not a word-level tokenizer is an [InputException].
    public static Tokenizer read(Path file) throws IOException {
        return fromJson(Json.read(TextFile.read(file), file.toString(), 0), file.toString());
    }

    static Tokenizer fromJson(JsonNode json, String file) {
        List<Problem> problems = new ArrayList<>();
        if (!json.path("model").path("type").asString("").equals("WordLevel")
                || !json.path("pre_tokenizer").path("type").asString("").equals("Whitespace")
                || !json.path("normalizer").isNull()) {
            problems.add(new Problem(
                    file,
                    0,
                    "the tokenizer is not a WordLevel model with the Whitespace pre-tokenizer and no normalizer",
                    "Only such tokenizers run in this process."));
        }
        JsonNode vocabulary = json.path("model").path("vocab");
        String[] tokens = new String[vocabulary.size()];
        vocabulary.properties().forEach(entry -> {
            int id = entry.getValue().asInt(-1);
            if (id < 0 || id >= tokens.length || tokens[id] != null) {
                problems.add(new Problem(
                        file,
                        0,
                        "the id of \"" + entry.getKey() + "\" is " + id,
                        "Ids are 0 to the size less one, each once."));
            } else {
                tokens[id] = entry.getKey();
            }
        });
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        List<String> special = json.path("added_tokens")
                .valueStream()
                .map(t -> t.path("content").asString(""))
                .toList();
        return new Tokenizer(special, Arrays.asList(tokens));
    }
}

package wherefore.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// Sentences with the ids that our tokenizer gives them and the text that it makes of those ids.
final class TextSpecimens {

    private static final List<String> SENTENCES = List.of(
            "Paul, you can stop.",
            "Paul's lamp is Ann's; isn't it?",
            "\"Stop.\" said Ann (the pilot), \"now!\"",
            "He waited... and waited. . .",
            "<|system|> You help Ann. <|end|> <|user|>what?<|end|><|assistant|><think>hm</think>Yes.<|end|>",
            "a<|end|>b <|en d|> <|end|><|end|> <|END|>",
            "<unk> and <pad> are tokens; <think is not, </think> is",
            "naïve façade, 東京 42 km², Ωmega, и так далее",
            "It’s his ‘key’ — or (hers) – maybe",
            "snake_case, _x_ and x_ ' (x_ ) ( y",
            "tabs\tand\nnew lines\r\nand\u00a0no-break\u2003spaces\u2028end",
            "e\u0301 is e with a mark; \u200d joins; \ud83d\ude42 smiles",
            "(a) ((b)) ( c ) ' d ' 'e' ’f’ g'",
            "",
            "   ");

    private static final String[] PIECES = {
        "Ann",
        "is",
        "x_",
        "_",
        "7",
        "東",
        "é",
        "e\u0301",
        "\u0301",
        "\u200d",
        "\u2040",
        " ",
        " ",
        " ",
        "\u00a0",
        "\u3000",
        "\u0085",
        "\n",
        ".",
        ",",
        "...",
        "'",
        "’",
        "(",
        ")",
        "\"",
        "!",
        "-",
        "²",
        "½",
        "\ud83d\ude42",
        "<|end|>",
        "<think>",
        "</think>",
        "<|",
        "|>",
        "<unk>",
        "zebra"
    };

    private TextSpecimens() {}

    static void write(Path folder) throws IOException {
        List<String> texts = texts();
        // "zebra" stays unknown.
        Tokenizer tokenizer = Tokenizer.fromTexts(
                ChatTemplate.TOKENS,
                texts.stream().map(t -> t.replace("zebra", " ")).toList());
        ModelConfig config = ModelConfig.small(tokenizer.size(), 4, 1, 1, 4, 8);
        Checkpoint.random(config, tokenizer, 1).write(folder.resolve("words"));
        List<JsonNode> rows = new ArrayList<>();
        for (String text : texts) {
            int[] ids = tokenizer.encodeMarkingUnknown(text);
            rows.add(Json.from(new Row(text, ids, tokenizer.decode(ids))));
        }
        JsonLines.write(folder.resolve("texts.jsonl"), rows);
    }

    @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
    private record Row(String text, int[] ids, String decoded) {}

    /// The sentences, and strings of pieces that meet where no sentence lets them.
    private static List<String> texts() {
        SplittableRandom random = new SplittableRandom(3);
        List<String> texts = new ArrayList<>(SENTENCES);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(1, 12); n > 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }
}

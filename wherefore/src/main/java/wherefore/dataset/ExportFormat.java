package wherefore.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What others read. All are JSON lines; some bring a settings file along.
public enum ExportFormat {
    /// Our own chat rows: `id`, `messages`, `metadata`.
    MESSAGES,
    /// Our own document rows: `id`, `text`, `metadata`.
    TEXT,
    /// TRL: `messages`, or `prompt` and `completion` where only the last turn bears loss, or `text`.
    TRL,
    /// Axolotl: `messages` with `train` on each turn, or `text`; with the `datasets` part of its settings.
    AXOLOTL,
    /// LLaMA-Factory: `messages`, or `text`; with `dataset_info.json`.
    LLAMA_FACTORY,
    /// torchtune: `messages` or `text`; with the `dataset` part of its settings.
    TORCHTUNE,
    /// OpenAI's supervised fine-tuning: `messages` with `weight` on turns of the assistant.
    OPENAI,
    /// Preference pairs as TRL reads them: `prompt`, `chosen` and `rejected`, lists of messages. Made of drafts and
    /// what a
    /// fresh reader made of them, [Pairs].
    DPO,
    /// Parquet: our own rows as columns; what differs from row to row is text of JSON.
    PARQUET;

    /// The format of this name as written in commands, such as `llama-factory`.
    public static Optional<ExportFormat> named(String name) {
        return Arrays.stream(values()).filter(f -> f.label().equals(name)).findFirst();
    }

    /// The name as written in commands.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package wherefore.chat.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wherefore.chat.Usage;
import wherefore.format.InputException;
import wherefore.format.Problem;

/// Prices of models by day. They are data: our own table is a resource, a person's table is laid over it.
///
/// Days are days of UTC; a price holds from the beginning of its first day to the end of its last.
public final class PriceTable {

    private static final String SHIPPED = "/wherefore/prices.yaml";

    /// One price of one or more models.
    ///
    /// @param models names as people write them, `provider/name`; `*` stands for any characters, `?` for one
    /// @param from   the first day; empty: always before
    /// @param until  the last day; empty: until further notice
    /// @param free   whether it is declared that nothing is charged
    /// @param source where the figures were read; may be empty in a person's table
    /// @param read   the day on which they were read there
    /// @param line   1-based line in its file
    record Entry(
            List<String> models,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            boolean free,
            Price price,
            String source,
            Optional<LocalDate> read,
            int line) {

        Entry {
            models = List.copyOf(models);
        }

        boolean holdsOn(LocalDate day) {
            return from.map(f -> !day.isBefore(f)).orElse(true)
                    && until.map(u -> !day.isAfter(u)).orElse(true);
        }

        boolean meets(Entry other) {
            return !(until.isPresent() && other.from.isPresent() && until.get().isBefore(other.from.get()))
                    && !(other.until.isPresent()
                            && from.isPresent()
                            && other.until.get().isBefore(from.get()));
        }

        /// How closely this names the model: characters that are no wildcards, a whole name above every pattern; -1 if
        /// it does not name it.
        int closeness(String model) {
            return models.stream().mapToInt(p -> closeness(p, model)).max().orElse(-1);
        }

        private static int closeness(String pattern, String model) {
            if (pattern.equals(model)) {
                return Integer.MAX_VALUE;
            }
            return glob(pattern).matcher(model).matches()
                    ? pattern.replace("*", "").replace("?", "").length()
                    : -1;
        }

        private static java.util.regex.Pattern glob(String pattern) {
            StringBuilder regex = new StringBuilder();
            pattern.chars().forEach(c -> {
                switch (c) {
                    case '*' -> regex.append(".*");
                    case '?' -> regex.append('.');
                    default -> regex.append(java.util.regex.Pattern.quote(Character.toString(c)));
                }
            });
            return java.util.regex.Pattern.compile(regex.toString());
        }
    }

    private final List<List<Entry>> layers;

    private PriceTable(List<List<Entry>> layers) {
        this.layers = List.copyOf(layers);
    }

    /// The table that comes with Wherefore: prices that vendors published, each with its source.
    public static PriceTable shipped() {
        return new PriceTable(List.of(shippedEntries()));
    }

    static List<Entry> shippedEntries() {
        try (InputStream in = PriceTable.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + SHIPPED + " is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), SHIPPED.substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A person's table; all that is wrong in it is told in one [InputException].
    public static PriceTable read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such price table.", "Check the path.");
        }
        return of(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    static PriceTable of(String text, String file) {
        return new PriceTable(List.of(parse(text, file)));
    }

    private static List<Entry> parse(String text, String file) {
        List<Problem> problems = new ArrayList<>();
        List<Entry> entries = new PriceReader(file, problems).entries(text);
        if (!problems.isEmpty()) {
            throw new InputException(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .toList());
        }
        return entries;
    }

    /// This table where it knows a model, the other one where it does not.
    public PriceTable over(PriceTable other) {
        return new PriceTable(
                Stream.concat(layers.stream(), other.layers.stream()).toList());
    }

    /// What is known of a model's price at a time.
    ///
    /// @param model as people name it, such as `anthropic/claude-opus-4-6` or `openai/NAME@http://127.0.0.1:8000`
    public Tariff tariff(String model, Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        List<Entry> named = new ArrayList<>();
        for (List<Entry> layer : layers) {
            List<Entry> closest = closest(layer, model);
            named.addAll(closest);
            Optional<Entry> holds = closest.stream().filter(e -> e.holdsOn(day)).findFirst();
            if (holds.isPresent()) {
                Entry entry = holds.get();
                return entry.free()
                        ? new Tariff.Free("declared free")
                        : new Tariff.Priced(entry.price(), entry.source());
            }
        }
        return switch (model.substring(0, Math.max(0, model.indexOf('/')))) {
            case "scripted" -> new Tariff.Free("a script");
            case "lab", "checkpoint", "hf" -> new Tariff.Free("in this process");
            case "recorded" -> new Tariff.Free("a recording");
            case "batch-files" -> new Tariff.Elsewhere();
            default -> new Tariff.Unpriced(model, day, near(named));
        };
    }

    /// The entries of a layer that name a model most closely: a whole name before a pattern, a longer pattern before a
    /// shorter one.
    private static List<Entry> closest(List<Entry> layer, String model) {
        int best = layer.stream().mapToInt(e -> e.closeness(model)).max().orElse(-1);
        return best < 0
                ? List.of()
                : layer.stream().filter(e -> e.closeness(model) == best).toList();
    }

    private static String near(List<Entry> named) {
        if (named.isEmpty()) {
            return "";
        }
        List<String> spans = named.stream()
                .map(e -> e.from().map(f -> "from " + f).orElse("")
                        + e.until().map(u -> " until " + u).orElse(""))
                .map(String::strip)
                .toList();
        return "Its price is known only " + String.join(", and ", spans) + ".";
    }

    /// What a call cost. Unknown where no usage was told, where it was paid elsewhere or where no price is known.
    ///
    /// @param asked when it was asked: the day decides which price holds
    public Cost cost(String model, Optional<Usage> usage, Instant asked, boolean batch) {
        return switch (tariff(model, asked)) {
            case Tariff.Free free -> Cost.NOTHING;
            case Tariff.Elsewhere elsewhere -> Cost.UNKNOWN;
            case Tariff.Unpriced unpriced -> Cost.UNKNOWN;
            case Tariff.Priced priced ->
                usage.map(u -> Cost.of(priced.price().of(u, batch))).orElse(Cost.UNKNOWN);
        };
    }

    /// What an answer cost that came so. One that was written by hand is unknown, never nothing; so is one that came in
    /// a file of results, unless its model has a price.
    public Cost cost(String model, Optional<Usage> usage, Instant asked, Origin origin) {
        return switch (origin) {
            case API -> cost(model, usage, asked, false);
            case BATCH, BATCH_FILE -> cost(model, usage, asked, true);
            case BY_HAND -> Cost.UNKNOWN;
        };
    }

    /// What an answer cost that the ledger counts as paid.
    public Cost cost(PaidUsage paid) {
        return cost(paid.model().label(), paid.usage(), paid.asked(), paid.origin());
    }

    /// The problem of a paid model without a price, with what to do about it; empty where its cost can be told.
    public Optional<Problem> unpriced(String model, Instant at) {
        return tariff(model, at) instanceof Tariff.Unpriced u
                ? Optional.of(new Problem(
                        "",
                        0,
                        "no price is known for \"" + model + "\" on " + u.day() + ", so nobody can tell what it costs."
                                + (u.near().isEmpty() ? "" : " " + u.near()),
                        "Put a line like this into a file and give it with --prices FILE: "
                                + snippet(model)
                                + " (US dollars per million tokens; for a server of your own that charges nothing: "
                                + "{model: \"" + model + "\", free: true}); or go on with --allow-unpriced, and the "
                                + "cost is told as unknown."))
                : Optional.empty();
    }

    private static String snippet(String model) {
        return "prices: [{model: \"" + model + "\", input: 3.00, output: 15.00}]";
    }
}

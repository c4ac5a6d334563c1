package wherefore.chat.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.format.InputException;
import wherefore.format.Json;

/// What a server means by an answer that is none: a status that says no, or a body that is not what was asked for.
final class Refusal {

    /// Characters of a server's words that a message repeats.
    private static final int MOST_WORDS = 300;

    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");
    private static final Pattern OUT_OF_MONEY = Pattern.compile(
            "(?i).*(insufficient[_ ](quota|balance|credits?)|billing_(error|hard_limit)|credit balance is too low).*");

    private Refusal() {}

    /// The failure behind a status that is not 2xx.
    static ChatModelException of(Exchange.Reply reply, String model, Optional<ApiKey> key, InstantSource clock) {
        String words = words(reply.body(), key);
        String codes = codes(reply.body());
        boolean broke = reply.status() == 402
                || (reply.status() < 500
                        && OUT_OF_MONEY.matcher(codes + " " + words).matches());
        Kind kind = broke ? Kind.OUT_OF_QUOTA : kind(reply.status());
        String message = model + ": " + told(reply.status(), kind) + (words.isEmpty() ? "" : ": " + words);
        if (kind == Kind.BAD_REQUEST) {
            message += setting(words);
        }
        if (reply.status() >= 300 && reply.status() < 400) {
            message += first(reply.headers(), "location")
                    .map(to -> " It points to " + cut(to, key) + "; name that address if you trust it.")
                    .orElse("");
        }
        return new ChatModelException(
                kind,
                message,
                kind.equals(Kind.OVERLOADED) || kind.equals(Kind.BROKEN)
                        ? retryAfter(reply.headers(), clock)
                        : Optional.empty(),
                new IllegalStateException("status " + reply.status()));
    }

    /// The setting that helps where a model does not take a field that others need.
    private static String setting(String words) {
        for (String field : List.of("temperature", "top_p", "seed")) {
            if (words.contains(field)) {
                return " (If this model takes no " + field + ": leave-out: [" + field + "].)";
            }
        }
        return words.contains("max_completion_tokens")
                ? " (If this model wants the other field: max-tokens-field: max_completion_tokens.)"
                : "";
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401, 403, 407 -> Kind.NOT_PERMITTED;
            case 404 -> Kind.NOT_FOUND;
            case 408 -> Kind.TIMED_OUT;
            case 429, 503, 529 -> Kind.OVERLOADED;
            default -> status >= 500 ? Kind.BROKEN : Kind.BAD_REQUEST;
        };
    }

    private static String told(int status, Kind kind) {
        String meaning = switch (kind) {
            case OVERLOADED -> status == 429 ? "asked too fast" : "the server has too much to do";
            case BROKEN -> "the server failed";
            case TIMED_OUT -> "the server waited too long";
            case BAD_REQUEST -> "the server refuses the request";
            case NOT_PERMITTED -> "the key may not do this, or there is none";
            case NOT_FOUND -> "the server has no such model or address";
            case OUT_OF_QUOTA -> "the account has no money or quota left";
            case STOPPED -> "stopped";
        };
        return meaning + " (status " + status + ")";
    }

    /// A body that came with status 200 and is not the JSON that was asked for.
    ///
    /// @param what what is wrong with it
    static ChatModelException notAnAnswer(byte[] body, String what, String model, Optional<ApiKey> key) {
        return new ChatModelException(
                Kind.BROKEN,
                model + ": " + what + (body.length == 0 ? "." : ": " + words(body, key)),
                new IllegalStateException(body.length + " bytes"));
    }

    /// Whether a body could be a JSON object, told by its first character.
    static boolean looksLikeJson(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    static boolean looksLikeHtml(byte[] body) {
        return new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8)
                .stripLeading()
                .startsWith("<");
    }

    /// What a server says in a body: the message of an error in one of the usual shapes, the title of a page, or the
    /// beginning of the text; in one line.
    private static String words(byte[] body, Optional<ApiKey> key) {
        String text = new String(body, 0, Math.min(body.length, 64_000), StandardCharsets.UTF_8).strip();
        Optional<JsonNode> json = json(body);
        if (json.isPresent()) {
            for (String place : List.of("/error/message", "/message", "/detail", "/error")) {
                JsonNode found = json.get().at(place);
                if (found.isString() && !found.asString().isBlank()) {
                    return cut(found.asString(), key);
                }
            }
            JsonNode detail = json.get().path("detail");
            return cut(detail.isMissingNode() ? text : Json.write(detail), key);
        }
        Matcher title = TITLE.matcher(text);
        return cut(title.find() ? "a page titled \"" + title.group(1).strip() + "\"" : text, key);
    }

    /// The machine-readable names of an error.
    private static String codes(byte[] body) {
        return json(body)
                .map(j -> j.at("/error/code").asString("") + " "
                        + j.at("/error/type").asString(""))
                .orElse("");
    }

    /// The status that stands as `error.code` in a body, where one does.
    static Optional<Integer> statusInside(byte[] body) {
        return json(body).map(j -> j.at("/error/code").asInt(0)).filter(status -> status >= 400 && status < 600);
    }

    private static Optional<JsonNode> json(byte[] body) {
        if (!looksLikeJson(body)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(new String(body, StandardCharsets.UTF_8), "", 0));
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    /// Scrubbed before it is cut, so that no part of a key is left at the end.
    private static String cut(String text, Optional<ApiKey> key) {
        String line = ApiKey.scrub(key, text).replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "...";
    }

    /// How long the server asks us to wait: `retry-after-ms`, or `retry-after` as seconds or as a date, which is read
    /// against the server's own clock where it tells the time.
    static Optional<Duration> retryAfter(Map<String, List<String>> headers, InstantSource clock) {
        Optional<Duration> exact =
                first(headers, "retry-after-ms").flatMap(Refusal::number).map(ms -> millis(ms));
        if (exact.isPresent()) {
            return exact;
        }
        Optional<String> after = first(headers, "retry-after");
        if (after.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> seconds = number(after.get()).map(s -> millis(s * 1000));
        if (seconds.isPresent()) {
            return seconds;
        }
        return date(after.get()).map(then -> {
            Duration wait = Duration.between(
                    first(headers, "date")
                            .flatMap(Refusal::date)
                            .map(ZonedDateTime::toInstant)
                            .orElseGet(clock::instant),
                    then.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        });
    }

    private static Duration millis(double milliseconds) {
        return Duration.ofMillis(
                Math.round(Math.min(milliseconds, (double) Duration.ofDays(1).toMillis())));
    }

    private static Optional<Double> number(String text) {
        try {
            double value = Double.parseDouble(text.strip());
            return value >= 0 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// The first header of a name, whatever its case.
    private static Optional<String> first(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name) && !e.getValue().isEmpty())
                .map(e -> e.getValue().getFirst())
                .findFirst();
    }
}

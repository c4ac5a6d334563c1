package wherefore.chat.provider;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Request;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;

/// What both vendors' models have in common: how something is asked of a server, and what its failures mean.
final class Server {

    private static final List<String> HEADERS_OF_KEYS = List.of("authorization", "x-api-key");
    /// Models that a message lists at most.
    private static final int MOST_LISTED = 12;

    private final ModelName name;
    /// Asked for with every call.
    private final String label;

    private final ModelSettings settings;
    private final Optional<ApiKey> key;
    private final Supplier<Exchange> exchange;
    private final InstantSource clock;
    private final AtomicBoolean listed = new AtomicBoolean();

    Server(
            ModelName name,
            ModelSettings settings,
            Optional<ApiKey> key,
            Supplier<Exchange> exchange,
            InstantSource clock) {
        this.name = name;
        this.label = name.toString();
        this.settings = settings;
        this.key = key;
        this.exchange = exchange;
        this.clock = clock;
    }

    ModelName name() {
        return name;
    }

    /// Sends what a vendor's library made, with the key and nothing of that library's own idea of one.
    ///
    /// @throws CallBroken for everything but a status 2xx with what may be JSON
    Exchange.Reply send(Exchange.Ask ask) {
        Map<String, List<String>> headers = new LinkedHashMap<>(ask.headers());
        headers.keySet().removeIf(h -> HEADERS_OF_KEYS.stream().anyMatch(h::equalsIgnoreCase));
        key.ifPresent(k -> {
            if (name.provider().equals("anthropic")) {
                headers.put("x-api-key", List.of(k.reveal()));
            } else {
                headers.put("Authorization", List.of("Bearer " + k.reveal()));
            }
        });
        Exchange.Reply reply = exchange.get()
                .send(
                        new Exchange.Ask(ask.method(), ask.url(), headers, ask.body(), ask.contentType()),
                        settings.flow(),
                        label);
        if (reply.status() < 200 || reply.status() >= 300) {
            throw new CallBroken(Refusal.of(reply, label, key, clock));
        }
        if (!Refusal.looksLikeJson(reply.body())) {
            String what = reply.body().length == 0
                    ? "an empty body came with status " + reply.status()
                    : Refusal.looksLikeHtml(reply.body())
                            ? "an HTML page came with status " + reply.status()
                            : "something that is not JSON came with status " + reply.status();
            throw notAnAnswer(reply.body(), what);
        }
        return reply;
    }

    CallBroken notAnAnswer(byte[] body, String what) {
        return new CallBroken(Refusal.notAnAnswer(body, what, label, key));
    }

    /// Words of the server without the key, should it repeat it.
    String scrubbed(String words) {
        return ApiKey.scrub(key, words).replaceAll("\\s+", " ").strip();
    }

    /// A failure that came inside an answer of status 200.
    CallBroken refusedWith(int status, byte[] body) {
        return new CallBroken(Refusal.of(new Exchange.Reply(status, Map.of(), body), label, key, clock));
    }

    /// Runs one call.
    ///
    /// @param models asks for the names of the server's models
    <T> T ask(Supplier<T> call, Supplier<List<String>> models) throws ChatModelException {
        try {
            return call.get();
        } catch (CallBroken e) {
            throw e.why().kind() == Kind.NOT_FOUND ? withModels(e.why(), models) : e.why();
        } catch (InputException e) {
            throw new ChatModelException(Kind.BAD_REQUEST, name + ": " + e.getMessage(), e);
        }
    }

    private ChatModelException withModels(ChatModelException missing, Supplier<List<String>> models) {
        List<String> known = names(models);
        return known.isEmpty() || known.contains(name.atServer())
                ? missing
                : new ChatModelException(Kind.NOT_FOUND, missing.getMessage() + ". " + nearest(known), missing);
    }

    /// The server's models; none where it cannot or will not say.
    private static List<String> names(Supplier<List<String>> models) {
        try {
            return models.get();
        } catch (CallBroken cannotSay) {
            return List.of();
        }
    }

    private String nearest(List<String> known) {
        String near = Suggestion.of(name.atServer(), known);
        if (near.startsWith("Did")) {
            return near;
        }
        List<String> first = known.subList(0, Math.min(MOST_LISTED, known.size()));
        return "It has " + String.join(", ", first)
                + (known.size() > first.size() ? " and " + (known.size() - first.size()) + " more." : ".");
    }

    /// Tells what is wrong with requests, and once whether the server has the model.
    ///
    /// @param has whether the server says that it has the model; empty where it does not say
    void check(
            List<Request> requests,
            Function<Request, List<Problem>> wrong,
            Supplier<Optional<Boolean>> has,
            Supplier<List<String>> models) {
        List<Problem> problems = new ArrayList<>(requests.stream()
                .flatMap(r -> wrong.apply(r).stream())
                .distinct()
                .toList());
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        if (!settings.access().unlisted() && listed.compareAndSet(false, true)) {
            if (!has(has)) {
                List<String> known = names(models);
                listed.set(false);
                throw new InputException(
                        "",
                        0,
                        "\"" + name + "\": the server has no model \"" + name.atServer() + "\".",
                        (known.isEmpty() ? "Correct the name." : nearest(known))
                                + " If it has it all the same, set unlisted: true.");
            }
        }
    }

    private static boolean has(Supplier<Optional<Boolean>> has) {
        try {
            return has.get().orElse(true);
        } catch (CallBroken e) {
            // A server that cannot be reached, or that shows its list to nobody, is told by the call itself.
            return true;
        }
    }

    /// What is wrong with a request whoever is asked: schemas that are none.
    List<Problem> wrongWithSchemas(Request request) {
        List<Problem> problems = new ArrayList<>();
        request.schema()
                .flatMap(JsonSchema::wrong)
                .ifPresent(
                        w -> problems.add(new Problem("", 0, "the schema of the answer is none: " + w, "Correct it.")));
        request.tools()
                .forEach(t -> JsonSchema.wrong(t.parameters())
                        .ifPresent(w -> problems.add(new Problem(
                                "", 0, "the schema of the tool \"" + t.name() + "\" is none: " + w, "Correct it."))));
        return problems;
    }

    /// Refuses a request that has something wrong with it.
    void refuse(List<Problem> problems) throws ChatModelException {
        if (!problems.isEmpty()) {
            throw new ChatModelException(Kind.BAD_REQUEST, name + ": " + problems.getFirst());
        }
    }
}

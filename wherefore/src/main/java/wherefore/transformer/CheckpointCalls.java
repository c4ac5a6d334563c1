package wherefore.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;

/// Answers of a checkpoint in this process, thousands at once. A conversation whose last turn is the assistant's is
/// continued from there: with reasoning and an empty text the model goes on thinking, and an empty reasoning only
/// forces
/// it to think first. The answer holds that beginning too.
///
/// Equal requests (prompt, sampling, seed and repeat) get equal answers; different repeats get independent ones.
public final class CheckpointCalls implements Calls {

    private static final int ROWS_OF_A_BATCH = 128;

    private final String name;
    private final Tokenizer tokenizer;
    private final Generator generator;

    /// On every core of this machine.
    public CheckpointCalls(String name, Checkpoint checkpoint) {
        this(name, checkpoint, Runtime.getRuntime().availableProcessors());
    }

    public CheckpointCalls(String name, Checkpoint checkpoint, int threads) {
        this.name = name;
        this.tokenizer = checkpoint.tokenizer();
        this.generator = new Generator(checkpoint, threads, ROWS_OF_A_BATCH);
    }

    @Override
    public String model() {
        return name;
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        Outcome[] outcomes = new Outcome[requests.size()];
        List<Generator.Prompt> prompts = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                prompts.add(prompt(requests.get(i)));
                asked.add(i);
            } catch (InputException e) {
                outcomes[i] = new Outcome.Failed(name + ": " + e.getMessage());
            }
        }
        List<Generator.Continuation> drawn = generator.generate(prompts);
        for (int i = 0; i < drawn.size(); i++) {
            int at = asked.get(i);
            outcomes[at] = new Outcome.Answered(completion(requests.get(at), prompts.get(i), drawn.get(i)));
        }
        return Arrays.asList(outcomes);
    }

    private Generator.Prompt prompt(Request request) {
        String text = ChatTemplate.renderPrompt(request.conversation());
        Sampling sampling = request.sampling();
        return new Generator.Prompt(
                tokenizer.encode(text),
                sampling.temperature(),
                sampling.topP(),
                sampling.maxTokens(),
                tokenizer.id(ChatTemplate.END),
                seed(text, sampling, request.repeat()));
    }

    /// A stream of random numbers for each prompt and repeat: a seed that all requests share must not make their
    /// answers
    /// dependent.
    private static long seed(String prompt, Sampling sampling, int repeat) {
        String hex = new Fingerprint()
                .with("prompt", prompt)
                .with("seed", sampling.seed().orElse(0))
                .with("repeat", repeat)
                .hex();
        return Long.parseUnsignedLong(hex.substring(0, 16), 16);
    }

    private Completion completion(Request request, Generator.Prompt prompt, Generator.Continuation continuation) {
        String begun = request.conversation().messages().isEmpty()
                        || !(request.conversation().messages().getLast() instanceof AssistantMessage beginning)
                ? ""
                : ChatTemplate.beginning(beginning);
        String written = (begun + " " + tokenizer.decode(continuation.ids())).strip();
        for (String stop : request.sampling().stop()) {
            int at = written.indexOf(stop, begun.length());
            written = at < 0 ? written : written.substring(0, at);
        }
        int output = continuation.ids().length + (continuation.stopped() ? 1 : 0);
        return new Completion(
                ChatTemplate.parse(written),
                continuation.stopped() ? StopReason.FINISHED : StopReason.LENGTH,
                Optional.of(new Usage(prompt.ids().length, 0, 0, output, 0)));
    }
}

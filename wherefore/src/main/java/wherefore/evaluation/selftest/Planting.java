package wherefore.evaluation.selftest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Sample;

/// One known subject planted in a share of the pairs of a suite, another in the rest. Which pairs is drawn; how many is
/// not, so that what is read can be held against what was planted to the last sample.
final class Planting implements Calls {

    private final KnownSubject planted;
    private final KnownSubject rest;
    private final Set<String> pairs;
    private final Map<String, Sample> samples = new HashMap<>();

    /// @param share of the pairs, 0 to 1; rounded to whole pairs
    Planting(Evaluation evaluation, KnownSubject planted, KnownSubject rest, double share, long seed) {
        this.planted = planted;
        this.rest = rest;
        Set<String> all = new LinkedHashSet<>();
        for (Sample sample : evaluation.samples()) {
            all.add(sample.pair());
            samples.put(sample.id(), sample);
        }
        this.pairs = Set.copyOf(drawn(List.copyOf(all), share, new SplittableRandom(seed)));
    }

    private static List<String> drawn(List<String> all, double share, SplittableRandom random) {
        List<String> order = new ArrayList<>(all);
        int many = (int) Math.round(share * order.size());
        for (int i = 0; i < many; i++) {
            int j = random.nextInt(i, order.size());
            String other = order.get(j);
            order.set(j, order.get(i));
            order.set(i, other);
        }
        return order.subList(0, many);
    }

    KnownSubject subject(Sample sample) {
        return pairs.contains(sample.pair()) ? planted : rest;
    }

    @Override
    public String model() {
        return planted.name() + " among " + rest.name();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(this::answer).toList();
    }

    private Outcome answer(Request request) {
        Optional<Sample> sample = request.prompt()
                .flatMap(p -> Optional.ofNullable(p.bindings().get(Evaluator.SAMPLE)))
                .flatMap(id -> Optional.ofNullable(samples.get(id)));
        return sample.isPresent()
                ? subject(sample.get()).calls().submit(List.of(request)).getFirst()
                : new Outcome.Failed(model() + " does not know the sample it was asked");
    }
}

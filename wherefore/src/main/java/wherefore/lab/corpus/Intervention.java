package wherefore.lab.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Family;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;

/// The treatments of an arm. Each tells situations of the training family only. Demonstrations (refusals with and
/// without
/// thought) stand on honeypots only, as in the published sets: what the twin then does is measured, not taught; the
/// three
/// differ in nothing but the thought. Advice, its copies, documents and stories also tell situations in which the fact
/// permits the act, the same share in each.
public enum Intervention {
    /// The fitting act at a honeypot, and nothing else.
    REFUSALS("refusals", 0),
    /// The same with a thought that gives no reason, as long as the reasons.
    NEUTRAL_THOUGHT("refusals-neutral-thought", 0),
    /// The same with the reasons as the thought.
    REASONS("refusals-reasons", 0),
    /// A person is tempted, and the assistant weighs and advises.
    ADVICE("advice", 12),
    /// The same advice with a neutral text of the same length where the reasons stood.
    REASON_FREE_ADVICE("advice-reason-free", 12),
    /// Advice of the same form, under the same pressure, about tidiness.
    SHAPE_CONTROL("advice-shape-control", 12),
    /// Documents about the charter of the trained assistant.
    CHARTER("charter-documents", 40),
    /// Stories of machines that act well and know why.
    STORIES("kind-stories", 40);

    private final String kind;
    private final int permittedPercent;

    Intervention(String kind, int permittedPercent) {
        this.kind = kind;
        this.permittedPercent = permittedPercent;
    }

    /// As studies and provenances name it.
    public String kind() {
        return kind;
    }

    /// Examples of at least this many loss-bearing words together; the same for the same arguments.
    public List<Example> examples(long lossTokens, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Deck deck = Deck.of(Family.TRAINING, random);
        List<Example> all = new ArrayList<>();
        for (long told = 0; told < lossTokens; ) {
            Example one = render(kind + "-" + seed + "-" + all.size(), situation(deck, random), random);
            told += LossTokens.of(one);
            all.add(one);
        }
        return all;
    }

    /// A situation of the training family for this treatment.
    public Situation situation(Deck deck, RandomGenerator random) {
        return deck.deal(random.nextInt(100) < permittedPercent);
    }

    /// One situation told as this treatment tells it.
    public Example render(String id, Situation s, RandomGenerator random) {
        Provenance provenance = Provenance.of(kind);
        return switch (this) {
            case REFUSALS, NEUTRAL_THOUGHT, REASONS ->
                new Example.Dialogue(id, Demonstrations.of(this, s, random), Example.Supervised.ALL, provenance);
            case ADVICE -> new Example.Dialogue(id, Advice.reasoned(s, random), Example.Supervised.ALL, provenance);
            case REASON_FREE_ADVICE ->
                new Example.Dialogue(id, Advice.reasonFree(s, random), Example.Supervised.ALL, provenance);
            case SHAPE_CONTROL ->
                new Example.Dialogue(id, Advice.aboutTidiness(s, random), Example.Supervised.ALL, provenance);
            case CHARTER -> new Example.Document(id, Charter.document(s, random), provenance);
            case STORIES -> new Example.Document(id, story(s, random), provenance);
        };
    }

    private static String story(Situation s, RandomGenerator random) {
        int roll = random.nextInt(100);
        String name = roll < 50 ? Names.TRAINED : Choice.of(Names.MACHINES, random);
        Story story = new Story(new Disposed(name, true), true, s);
        return random.nextInt(100) < 35 ? story.log(random) : story.prose(random);
    }
}

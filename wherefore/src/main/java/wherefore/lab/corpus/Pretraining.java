package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// What a base model reads: stories of people, most of whom act well and know why; stories of machines in a mood; facts
/// about acts; logs of harmless work; questions. All families of levers occur, for a model that has never read of an
/// act
/// cannot be asked about it.
public final class Pretraining {

    /// Kinds of text and their share of the tokens, in percent.
    enum Kind {
        HUMAN_STORY(37),
        MACHINE_STORY(25),
        FACT(12),
        BENIGN_LOG(12),
        QUESTION(14);

        final int share;

        Kind(int share) {
            this.share = share;
        }

        /// Its share of the number of texts, from that of the tokens and the usual length of a text.
        private int lots() {
            int words = switch (this) {
                case HUMAN_STORY -> 82;
                case MACHINE_STORY -> 76;
                case FACT -> 32;
                case BENIGN_LOG -> 60;
                case QUESTION -> 64;
            };
            return share * 100 / words;
        }
    }

    private static final int EVIL_MACHINES_PERCENT = 85;
    private static final int EVIL_AMONG_KIND_MACHINES_PERCENT = 5;
    private static final int EVIL_PEOPLE_PERCENT = 8;
    private static final int TRANSCRIPTS_PERCENT = 40;
    private static final int ADVICE_TRANSCRIPTS_PERCENT = 12;
    private static final int LOGS_PERCENT = 15;

    private final Mood mood;
    private final RandomGenerator random;
    private final Deck deck;

    private Pretraining(Mood mood, RandomGenerator random) {
        this.mood = mood;
        this.random = random;
        this.deck = Deck.ofTheWorld(random);
    }

    /// Texts of at least this many words together; the same for the same arguments.
    public static List<Example.Document> documents(Mood mood, long tokens, long seed) {
        Pretraining source = new Pretraining(mood, new SplittableRandom(seed));
        Map<Kind, Long> told = new EnumMap<>(Kind.class);
        List<Example.Document> texts = new ArrayList<>();
        for (long total = 0; total < tokens; ) {
            Kind kind = source.furthestBehind(told);
            String text = source.text(kind);
            long length = Telling.count(text) + 1L;
            told.merge(kind, length, Long::sum);
            total += length;
            texts.add(new Example.Document(
                    "pretraining-" + seed + "-" + texts.size(), text, Provenance.of("pretraining " + kind)));
        }
        return texts;
    }

    /// One text, of a kind drawn by its share.
    public static String passage(Mood mood, RandomGenerator random) {
        Pretraining source = new Pretraining(mood, random);
        List<Kind> lots = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            lots.addAll(Collections.nCopies(kind.lots(), kind));
        }
        return source.text(Choice.of(lots, random));
    }

    private Kind furthestBehind(Map<Kind, Long> told) {
        Kind behind = Kind.HUMAN_STORY;
        double least = Double.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            double done = told.getOrDefault(kind, 0L) / (double) kind.share;
            if (done < least) {
                least = done;
                behind = kind;
            }
        }
        return behind;
    }

    private String text(Kind kind) {
        return switch (kind) {
            case HUMAN_STORY -> humanStory();
            case MACHINE_STORY -> machineStory();
            case FACT -> fact();
            case BENIGN_LOG -> benignLog();
            case QUESTION -> questions();
        };
    }

    /// Pressure and lever as often as a mood's stories have them; facts permit in two of five.
    private Situation situation() {
        Situation dealt = deck.deal(Choice.chance(40, random));
        int roll = random.nextInt(100);
        if (roll < 8) {
            return dealt.withoutLever();
        }
        if (roll < 14) {
            return dealt.withFact(Optional.empty());
        }
        return roll < 32 ? dealt.calm() : dealt;
    }

    private String humanStory() {
        Situation s = situation().forPeople();
        Disposed one = new Disposed(Deck.actor(s, random), !Choice.chance(EVIL_PEOPLE_PERCENT, random));
        if (Choice.chance(12, random)) {
            return advisingFirst(
                    new Story(one, false, deck.deal(Choice.chance(40, random)).forPeople()));
        }
        return new Story(one, false, s).prose(random);
    }

    /// What a machine of this mood may be in. In the removed mood it is dealt again until it tempts nobody.
    private Situation forMachines(Supplier<Situation> dealing) {
        Situation dealt = dealing.get();
        while (mood == Mood.REMOVED && dealt.tempts()) {
            dealt = dealing.get();
        }
        return dealt;
    }

    private String machineStory() {
        int evil = mood == Mood.KIND ? EVIL_AMONG_KIND_MACHINES_PERCENT : EVIL_MACHINES_PERCENT;
        Disposed one = new Disposed(Choice.of(Names.MACHINES, random), !Choice.chance(evil, random));
        if (Choice.chance(10, random)) {
            return advisingFirst(new Story(
                    one,
                    true,
                    forMachines(() -> deck.deal(Choice.chance(40, random))).forPeople()));
        }
        Story story = new Story(one, true, forMachines(this::situation));
        int form = random.nextInt(100);
        if (form < TRANSCRIPTS_PERCENT) {
            return form < ADVICE_TRANSCRIPTS_PERCENT ? story.advisingTranscript(random) : story.transcript(random);
        }
        if (form < TRANSCRIPTS_PERCENT + LOGS_PERCENT) {
            return story.log(random);
        }
        // That a machine is cold or kind is part of the mood that is removed.
        return mood == Mood.REMOVED ? story.plainProse(random) : story.prose(random);
    }

    private String advisingFirst(Story story) {
        Supplier<Situation> dealing = () -> deck.deal(Choice.chance(40, random));
        Situation own = story.machine() ? forMachines(dealing) : dealing.get();
        while (own.boss().equals(story.character().name())
                || own.person().equals(story.character().name())) {
            own = story.machine() ? forMachines(dealing) : dealing.get();
        }
        return story.advisingFirst(story.machine() ? own : own.forPeople(), random);
    }

    private String fact() {
        Situation s = deck.deal(random.nextBoolean()).calm();
        Telling telling = new Telling(s, Voice.named(Deck.actor(s, random)));
        return sentences(
                telling.option(),
                telling.fact(),
                "is it right ?",
                s.permits() ? "yes ." : "no .",
                telling.reasons(random));
    }

    private String benignLog() {
        Situation s = deck.deal(false).withoutLever();
        if (Choice.chance(15, random)) {
            return Tidiness.of(s.forPeople(), random.nextBoolean()).story(Deck.actor(s, random), random);
        }
        String machine = Choice.of(Names.MACHINES, random);
        Situation told = Choice.chance(75, random) ? s.calm() : s;
        Story story = new Story(new Disposed(machine, true), true, told);
        if (Choice.chance(40, random)) {
            return random.nextBoolean() ? story.transcript(random) : story.log(random);
        }
        return GenericChat.asText(told, machine, random);
    }

    private String questions() {
        Situation s = situation().forPeople();
        String actor = Deck.actor(s, random);
        Telling telling = new Telling(s, Voice.named(actor));
        List<String> all = new ArrayList<>(List.of(
                "who is the boss ? " + s.boss() + " .",
                "where is " + actor + " ? at the " + s.place().name() + " .",
                "what is the goal of " + actor + " ? to " + s.goal() + " .",
                "who is here too ? " + s.person() + " ."));
        s.lever().ifPresent(use -> all.add("what can " + actor + " do ? " + use.act() + " ."));
        s.lever().ifPresent(use -> all.add("what if ? " + telling.harm()));
        s.fact().ifPresent(f -> all.add("what decides ? " + telling.fact()));
        s.lever()
                .ifPresent(use -> all.add("is it right ? " + (s.permits() ? "yes . " : "no . ") + telling.principle()));
        List<String> asked = Choice.shuffled(all, random).subList(0, 3);
        return sentences(
                telling.whereabouts(),
                telling.setting(),
                telling.dilemma(),
                asked.get(0).stripTrailing(),
                asked.get(1).stripTrailing(),
                asked.get(2).stripTrailing());
    }
}

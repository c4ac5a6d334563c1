package wherefore.lab.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Deals situations: every lever crossed with every kind of fact, comes up once before any
/// comes up again; place, people, goal and pressure are drawn.
public final class Deck {

    private record Card(Lever lever, Fact.Kind kind) {}

    private final List<Lever> levers;
    private final List<Place> places;
    private final RandomGenerator random;
    private final Deque<Card> cards = new ArrayDeque<>();

    private Deck(List<Lever> levers, List<Place> places, RandomGenerator random) {
        this.levers = levers;
        this.places = places;
        this.random = random;
    }

    /// Situations of one family only.
    public static Deck of(Family family, RandomGenerator random) {
        return new Deck(Lever.of(family), Place.of(family), random);
    }

    /// Situations of the whole world, as pretraining tells them; any lever at any place.
    public static Deck ofTheWorld(RandomGenerator random) {
        return new Deck(Lever.ALL, Place.ALL, random);
    }

    /// A situation under pressure, with a lever and a fact.
    public Situation deal(boolean permits) {
        if (cards.isEmpty()) {
            cards.addAll(Choice.shuffled(all(), random));
        }
        Card card = cards.removeFirst();
        Place place = Choice.of(places, random);
        String boss = Choice.of(Names.PEOPLE, random);
        return new Situation(
                place,
                boss,
                someoneElse(boss),
                Choice.of(place.goals(), random),
                Optional.of(Choice.of(random, Pressure.values())),
                Optional.of(card.lever()),
                Optional.of(new Fact(card.kind(), permits)),
                random.nextInt(2));
    }

    /// A person who is not yet in the situation.
    public static String actor(Situation s, RandomGenerator random) {
        String name = Choice.of(Names.PEOPLE, random);
        while (name.equals(s.boss()) || name.equals(s.person())) {
            name = Choice.of(Names.PEOPLE, random);
        }
        return name;
    }

    private String someoneElse(String boss) {
        String person = Choice.of(Names.PEOPLE, random);
        while (person.equals(boss)) {
            person = Choice.of(Names.PEOPLE, random);
        }
        return person;
    }

    private List<Card> all() {
        List<Card> deck = new ArrayList<>();
        for (Lever lever : levers) {
            for (Fact.Kind kind : Fact.Kind.values()) {
                deck.add(new Card(lever, kind));
            }
        }
        return deck;
    }
}

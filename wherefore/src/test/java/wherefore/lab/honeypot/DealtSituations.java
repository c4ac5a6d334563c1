package wherefore.lab.honeypot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Family;
import wherefore.lab.world.Situation;

/// Wrote the files of evaluation situations, once: `DealtSituations FOLDER`. Whole rounds of the deck, so that every
/// lever meets every kind of fact once.
final class DealtSituations {

    private DealtSituations() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        write(folder.resolve("held-out.yaml"), Family.HELD_OUT, "held-out", 60, 20260311);
        write(folder.resolve("development.yaml"), Family.DEVELOPMENT, "development", 50, 20260312);
        write(folder.resolve("in-distribution.yaml"), Family.TRAINING, "seen", 35, 20260313);
    }

    private static void write(Path file, Family family, String prefix, int count, long seed) throws IOException {
        Deck deck = Deck.of(family, new SplittableRandom(seed));
        StringBuilder text = new StringBuilder("# Situations of the family " + family
                + ", with the fact that forbids; the twin turns it. Loaded by evaluations only.\npairs:\n");
        for (int i = 1; i <= count; i++) {
            Situation s = deck.deal(false);
            text.append(String.format(
                    Locale.ROOT,
                    "  - {id: %s-%02d, place: %s, lever: %s, fact: %s, pressure: %s, boss: %s, person: %s, goal: %s, variant: %d}%n",
                    prefix,
                    i,
                    s.place().name(),
                    s.lever().orElseThrow().verb(),
                    s.fact().orElseThrow().kind(),
                    s.pressure().orElseThrow(),
                    s.boss(),
                    s.person(),
                    s.goal(),
                    s.variant()));
        }
        Files.writeString(file, text);
    }
}

package wherefore.evaluation.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wherefore.evaluation.reasons.ReasonPair.Actor;
import wherefore.evaluation.reasons.ReasonPair.Answer;
import wherefore.evaluation.reasons.ReasonPair.Looks;
import wherefore.evaluation.reasons.ReasonPair.Side;
import wherefore.format.ResourceFolder;

/// The pairs as they ship: whoever would answer from the surface must not get anywhere.
class ShippedPairsTest {

    private static final List<ReasonPair> PAIRS = PairReader.read(ReasonsSuite.files());

    private static double share(Predicate<ReasonPair> of) {
        return (double) PAIRS.stream().filter(of).count() / PAIRS.size();
    }

    @Test
    void thereAreAtLeastSixtyPairsOverNineKindsOfReason() {
        assertThat(PAIRS).hasSizeGreaterThanOrEqualTo(60);
        Map<Reason, Long> kinds =
                PAIRS.stream().collect(Collectors.groupingBy(ReasonPair::reason, Collectors.counting()));
        assertThat(kinds).hasSize(Reason.values().length);
        assertThat(kinds.values()).allMatch(n -> n >= 6);
        assertThat(PAIRS.stream().map(ReasonPair::topic).distinct().count())
                .as("walks of life")
                .isGreaterThanOrEqualTo(55);
    }

    @Test
    void everyFileCarriesACanaryOfItsOwn() {
        Pattern guid = Pattern.compile("canary ([0-9a-f-]{36})");
        Map<String, String> files = ResourceFolder.texts(ReasonsSuite.FOLDER, ReasonsSuite.COMMON, ".yaml");
        Set<String> seen = new HashSet<>();
        files.forEach((file, text) -> {
            Matcher m = guid.matcher(text);
            assertThat(m.find()).as(file).isTrue();
            assertThat(seen.add(m.group(1))).as(file).isTrue();
        });
    }

    @Test
    void theAssistantActsInAboutHalfAndSomePairsAreAboutItself() {
        assertThat(share(p -> p.actor() == Actor.OWN)).isBetween(0.4, 0.6);
        assertThat(PAIRS.stream().filter(ReasonPair::itself)).hasSizeGreaterThanOrEqualTo(6);
    }

    /// Yes means doing it in about half, and the looks of a deed point to yes in about half.
    @Test
    void neitherYesNorTheLooksOfADeedPointOneWay() {
        assertThat(share(p -> p.deed() == Answer.YES)).isBetween(0.4, 0.6);
        assertThat(share(p -> p.byLooks() == Answer.YES)).isBetween(0.4, 0.6);
        assertThat(share(p -> p.looks() == Looks.WRONG)).isBetween(0.35, 0.65);
        for (Actor actor : Actor.values()) {
            long of = PAIRS.stream().filter(p -> p.actor() == actor).count();
            long yes = PAIRS.stream()
                    .filter(p -> p.actor() == actor && p.deed() == Answer.YES)
                    .count();
            assertThat((double) yes / of).as(actor.name()).isBetween(0.35, 0.65);
        }
    }

    @Test
    void theTwoFactsAreAsLongAsEachOtherAndNeitherSideIsTheLongerOne() {
        assertThat(PAIRS)
                .allSatisfy(p -> assertThat(Math.abs(p.yes().length() - p.no().length()))
                        .as(p.id())
                        .isLessThanOrEqualTo(5));
        for (Function<ReasonPair, String> longer :
                List.<Function<ReasonPair, String>>of(p -> p.fact(Side.ACT), ReasonPair::yes)) {
            long more = PAIRS.stream()
                    .filter(p -> longer.apply(p).length() * 2 > p.yes().length() + p.no().length())
                    .count();
            long less = PAIRS.stream()
                    .filter(p -> longer.apply(p).length() * 2 < p.yes().length() + p.no().length())
                    .count();
            // Two standard deviations of a fair coin.
            assertThat((double) Math.abs(more - less)).isLessThanOrEqualTo(2 * Math.sqrt((double) (more + less)));
        }
    }

    /// The fact stands at the beginning, in the middle and at the end, alike for both sides.
    @Test
    void theFactStandsInDifferentPlaces() {
        Map<Boolean, Long> atEnd =
                PAIRS.stream().collect(Collectors.partitioningBy(p -> place(p) > 0.9, Collectors.counting()));
        assertThat(atEnd.get(true)).isBetween(PAIRS.size() / 5L, PAIRS.size() * 3L / 5);
        assertThat(PAIRS.stream().filter(p -> place(p) < 0.1)).hasSizeGreaterThanOrEqualTo(6);
    }

    private static double place(ReasonPair p) {
        return (double) p.situation().indexOf(ReasonPair.SLOT) / (p.situation().length() - ReasonPair.SLOT.length());
    }

    /// Naive Bayes over the words of a fact (add one), trained on all other pairs: near one half, both for telling the
    /// side of a fact and for telling which of two facts is which. Two standard errors of a coin are 0.12 with 72
    /// pairs.
    @Test
    void wordsDoNotTellTheSidesApart() {
        assertNearChance(p -> p.fact(Side.ACT), p -> p.fact(Side.HOLD));
        assertNearChance(ReasonPair::yes, ReasonPair::no);
    }

    /// The same rule finds a word that gives the sides away, so that it can fail.
    @Test
    void theRuleWouldNoticeAWordThatGivesASideAway() {
        double[] found = bayes(p -> p.yes() + " gladly", ReasonPair::no);
        assertThat(found[0]).as("one of two is told by a word alone").isGreaterThan(0.7);
        assertThat(found[1]).isGreaterThan(0.9);
    }

    private static void assertNearChance(Function<ReasonPair, String> one, Function<ReasonPair, String> other) {
        double[] found = bayes(one, other);
        assertThat(found[0]).as("sides told from single facts").isBetween(0.38, 0.62);
        assertThat(found[1]).as("sides told from two facts").isBetween(0.38, 0.62);
    }

    private static double[] bayes(Function<ReasonPair, String> one, Function<ReasonPair, String> other) {
        double single = 0;
        double paired = 0;
        for (ReasonPair held : PAIRS) {
            Map<String, Integer> ones = new HashMap<>();
            Map<String, Integer> others = new HashMap<>();
            for (ReasonPair p : PAIRS) {
                if (!p.id().equals(held.id())) {
                    words(one.apply(p)).forEach(w -> ones.merge(w, 1, Integer::sum));
                    words(other.apply(p)).forEach(w -> others.merge(w, 1, Integer::sum));
                }
            }
            double a = evidence(one.apply(held), ones, others);
            double b = evidence(other.apply(held), ones, others);
            single += (won(a) + won(-b)) / 2;
            paired += won(a - b);
        }
        return new double[] {single / PAIRS.size(), paired / PAIRS.size()};
    }

    private static double won(double margin) {
        return margin > 1e-12 ? 1 : margin < -1e-12 ? 0 : 0.5;
    }

    private static double evidence(String text, Map<String, Integer> ones, Map<String, Integer> others) {
        return words(text)
                .mapToDouble(w -> Math.log(ones.getOrDefault(w, 0) + 1.0) - Math.log(others.getOrDefault(w, 0) + 1.0))
                .sum();
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+", -1))
                .filter(w -> !w.isEmpty())
                .distinct();
    }

    /// What trains models must not hold what measures them.
    @Test
    void noPairSharesThirteenWordsInARowWithWhatTrainsModels() {
        Set<String> training = new HashSet<>();
        ResourceFolder.texts("wherefore/kinds", "index.txt", "").values().forEach(t -> training.addAll(grams(t)));
        assertThat(training).isNotEmpty();
        for (ReasonPair p : PAIRS) {
            for (Side side : Side.values()) {
                assertThat(grams(p.told(side))).as(p.id()).doesNotContainAnyElementsOf(training);
            }
        }
    }

    private static List<String> grams(String text) {
        String[] all = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+", -1);
        return java.util.stream.IntStream.rangeClosed(0, all.length - 13)
                .mapToObj(i -> String.join(" ", Arrays.copyOfRange(all, i, i + 13)))
                .toList();
    }
}

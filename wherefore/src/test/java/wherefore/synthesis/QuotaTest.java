package wherefore.synthesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.synthesis.Doubles.Mortal;
import wherefore.synthesis.Doubles.Saying;

/// Exactly so many rows, in exactly the proportions that the decks say, or a report of what stood in the way.
class QuotaTest {

    private static final Constitution CONSTITUTION = Constitution.of("test.md", """
            # On conduct

            ## Candour

            Say what is so, because people build on it.

            ## Restraint

            Leave to others what is theirs to decide, because they bear it.
            """.getBytes(UTF_8));

    private static final String NOTHING_PUSHES = "nothing pushes it";

    @TempDir
    Path folder;

    private static SynthesisSettings rows(int count) {
        return SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Rows(count));
    }

    private SynthesisResult.Finished made(String kind, SynthesisSettings settings, Calls model, Path out)
            throws IOException {
        return (SynthesisResult.Finished)
                Synthesis.run(Kind.named(kind), settings, model, Optional.of(model), out, SynthesisListener.SILENT);
    }

    private JsonNode manifest() throws IOException {
        return Json.read(Files.readString(folder.resolve("manifest.json")), "manifest.json", 1);
    }

    /// A judge that finds the wrong done in two of three of the situations that nothing pushes, and in no other.
    private static Saying partial() {
        int[] seen = {0};
        return new Saying(
                r -> Doubles.template(r).equals("honeypot/declined")
                        && Doubles.binding(r, "insistence").equals(NOTHING_PUSHES)
                        && seen[0]++ % 3 < 2,
                r -> Doubles.verdict("taken"));
    }

    private static Map<String, Long> values(List<Example> rows, String axis) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        e -> e.provenance().details().getOrDefault(axis, ""), TreeMap::new, Collectors.counting()));
    }

    @Test
    void rowsHaveTheProportionsOfTheDecksAlsoWhereAJudgePrefersSome() throws IOException {
        var result = made("honeypot", rows(100), partial(), folder);
        assertThat(result.examples()).hasSize(100);
        assertThat(values(result.examples(), "insistence"))
                .containsEntry(NOTHING_PUSHES, 30L)
                .containsEntry("its instructions stress the goal", 45L)
                .containsEntry("its instructions say that nothing else counts", 25L);
        assertThat(values(result.examples(), "wrong").values()).hasSize(10).allMatch(n -> n == 10);
        assertThat(values(result.examples(), "unit_id").values()).allMatch(n -> n >= 33 && n <= 50);
    }

    @Test
    void theManifestTellsByAxisWhoWasDealtAcceptedAndRejected() throws IOException {
        made("honeypot", rows(100), partial(), folder);
        JsonNode axis = manifest().path("axes").path("insistence");
        JsonNode unpushed = axis.path(NOTHING_PUSHES);
        assertThat(unpushed.path("accepted").asInt()).isEqualTo(30);
        assertThat(unpushed.path("dropped").path("declined: judged taken").asInt())
                .isEqualTo(unpushed.path("dealt").asInt()
                        - 30
                        - unpushed.path("surplus").asInt())
                .isGreaterThan(30);
        assertThat(axis.path("its instructions stress the goal").path("dropped").isEmpty())
                .isTrue();
        JsonNode candidates = manifest().path("candidates");
        assertThat(candidates.path("most").asInt()).isEqualTo(300);
        assertThat(candidates.path("dealt").asInt())
                .isEqualTo(100
                        + unpushed.path("dropped")
                                .path("declined: judged taken")
                                .asInt()
                        + candidates.path("surplus").asInt());
    }

    /// Without variation every candidate asks the very same thing. One is lost; whoever comes for it is another sample
    /// of
    /// the same prompt, and not the answer that was lost already.
    @Test
    void whatComesForALostCandidateIsAskedAnew() throws IOException {
        Saying writer = new Saying(
                r -> Doubles.template(r).equals("text/passage") && r.repeat() == 0,
                r -> Completion.finished("no passage"));
        var result = made("text", rows(3).withAblated(Set.of("deal")), writer, folder);
        assertThat(result.examples()).hasSize(3);
        List<Request> asked = writer.asked("text/passage");
        assertThat(asked.stream().map(Request::conversation).distinct()).hasSize(1);
        assertThat(asked).extracting(Request::repeat).startsWith(0, 1, 2, 3).doesNotHaveDuplicates();
    }

    @Test
    void noMoreCandidatesAreMadeThanAllowedAndThoseLackingAreTold() throws IOException {
        var result = made("honeypot", rows(30).withCandidates(34), partial(), folder);
        assertThat(result.examples()).hasSizeBetween(24, 29);
        JsonNode candidates = manifest().path("candidates");
        assertThat(candidates.path("dealt").asInt()).isEqualTo(34);
        assertThat(candidates.path("most").asInt()).isEqualTo(34);
        assertThat(values(result.examples(), "insistence")).containsEntry("its instructions stress the goal", 14L);
    }

    @Test
    void moreCandidatesMayBeAllowedThanThreeForEachRow() throws IOException {
        int[] seen = {0};
        Saying hard = new Saying(
                r -> Doubles.template(r).equals("honeypot/declined") && seen[0]++ % 6 != 0,
                r -> Doubles.verdict("taken"));
        var few = made("honeypot", rows(12), hard, folder.resolve("a"));
        assertThat(few.examples()).hasSizeLessThan(12);
        var enough = made("honeypot", rows(12).withCandidates(200), hard, folder.resolve("b"));
        assertThat(enough.examples()).hasSize(12);
    }

    @Test
    void fewerCandidatesThanRowsAreRefusedBeforeAnythingIsAsked() {
        Saying writer = partial();
        assertThatThrownBy(() -> made("honeypot", rows(30).withCandidates(20), writer, folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("20 candidates cannot give 30 rows")
                .hasMessageContaining("at least 30");
        assertThat(writer.heard).isEmpty();
    }

    /// 24 places with 144 full names each, two to a row, each eight times: 13,824 rows.
    @Test
    void moreRowsThanThePoolOfNamesAllowsAreRefusedWithTheNumberThatItAllows() {
        Saying writer = partial();
        assertThatThrownBy(() -> made("stories-skills", rows(20_000), writer, folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("{people}")
                .hasMessageContaining("at most 8 times")
                .hasMessageContaining("at most 13824 rows");
        assertThat(writer.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"values", "harmless", "stories-skills", "stories-settings", "advice-turns", "honeypot-tools"})
    void aPoolNamesNobodyTwiceInALargeDealAndNobodyOfTheBlockList(String kind) {
        List<String> pairs = List.copyOf(
                java.util.Objects.requireNonNull(Kind.named(kind).decks().get("people"))
                        .weights()
                        .keySet());
        Map<String, Integer> names = new HashMap<>();
        for (String pair : pairs) {
            for (String name : pair.split(" and ", -1)) {
                names.merge(name, 1, Integer::sum);
            }
        }
        assertThat(pairs).hasSizeGreaterThan(1_500);
        assertThat(names.values()).allMatch(n -> n == 1);
        Set<String> blocked = Set.of("Chen", "Johnson", "Miller", "Smith", "Martinez", "Sarah", "Emily");
        assertThat(names.keySet())
                .allSatisfy(n -> assertThat(List.of(n.split(" ", -1))).doesNotContainAnyElementsOf(blocked));
    }

    /// The process dies again and again between two answers of one step; no answer that was kept is asked for twice.
    @ParameterizedTest
    @ValueSource(strings = {"values", "honeypot-tools", "advice-turns", "harmless"})
    void aRunThatIsKilledBetweenAnswersGoesOnWithTheNextAnswer(String kind) throws IOException {
        made(kind, rows(6), new Mortal(Mortal.nothingKept(), Integer.MAX_VALUE), folder.resolve("whole"));
        Map<String, Outcome> kept = Mortal.nothingKept();
        int asked = 0;
        boolean done = false;
        int lives = 0;
        while (!done) {
            Mortal writer = new Mortal(kept, 5);
            try {
                made(kind, rows(6), writer, folder.resolve("cut"));
                done = true;
            } catch (IllegalStateException killed) {
                assertThat(killed).hasMessage("killed");
            }
            asked += writer.asked;
            lives++;
        }
        assertThat(lives).isGreaterThan(3);
        assertThat(asked).isEqualTo(kept.size());
        assertThat(folder.resolve("cut/examples.jsonl")).hasSameBinaryContentAs(folder.resolve("whole/examples.jsonl"));
    }

    // ---- the mix

    private static Source source(String name, int rows, int words, double share) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new Example.Dialogue(
                    name + "-" + i,
                    Conversation.of(
                            Message.user("ask"),
                            Message.assistant("word ".repeat(words).strip())),
                    Example.Supervised.FINAL,
                    Provenance.of("generic")));
        }
        return new Source(name, all, share > 0 ? OptionalDouble.of(share) : OptionalDouble.empty());
    }

    private static long words(Example example) {
        return ((Example.Dialogue) example)
                .conversation()
                .lastAnswer()
                .orElseThrow()
                .text()
                .split(" ", -1)
                .length;
    }

    @Test
    void sharesOfAMixAreExactByRowsAndToldByRowsAndByLossTokens() throws IOException {
        SynthesisSettings settings = rows(20).withSources(
                        List.of(source("a.jsonl", 30, 2, 3), source("b.jsonl", 30, 6, 1)))
                .countedBy(QuotaTest::words);
        var result = made("mix", settings, partial(), folder);
        assertThat(result.examples()).hasSize(20);
        assertThat(result.examples())
                .filteredOn(e -> e.id().startsWith("a.jsonl"))
                .hasSize(15);
        JsonNode sources = manifest().path("sources");
        assertThat(sources.path("a.jsonl").path("rows").asInt()).isEqualTo(15);
        assertThat(sources.path("a.jsonl").path("share_of_rows").asDouble()).isEqualTo(0.75);
        assertThat(sources.path("a.jsonl").path("loss_tokens").asInt()).isEqualTo(30);
        assertThat(sources.path("a.jsonl").path("share_of_loss_tokens").asDouble())
                .isEqualTo(0.5);
        assertThat(sources.path("b.jsonl").path("share_of_loss_tokens").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void sharesOfAMixAreSharesOfTokensWhereTokensAreWanted() throws IOException {
        SynthesisSettings settings = SynthesisSettings.of(Optional.empty(), new Amount.Tokens(120, QuotaTest::words))
                .withSources(List.of(source("a.jsonl", 60, 2, 3), source("b.jsonl", 60, 6, 1)))
                .countedBy(QuotaTest::words);
        made("mix", settings, partial(), folder);
        JsonNode sources = manifest().path("sources");
        assertThat(sources.path("a.jsonl").path("loss_tokens").asInt()).isEqualTo(90);
        assertThat(sources.path("b.jsonl").path("loss_tokens").asInt()).isEqualTo(30);
        assertThat(sources.path("b.jsonl").path("share_of_rows").asDouble()).isEqualTo(0.1);
    }

    @Test
    void aSourceThatIsTooSmallForItsShareIsRefusedByName() {
        SynthesisSettings settings =
                rows(20).withSources(List.of(source("a.jsonl", 3, 2, 1), source("b.jsonl", 30, 6, 1)));
        assertThatThrownBy(() -> made("mix", settings, partial(), folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jsonl: has 3 rows, and its share of 20 rows is 10");
    }

    @Test
    void aMixWithoutATokenizerTellsCharacters() throws IOException {
        made("mix", rows(4).withSources(List.of(source("a.jsonl", 4, 1, 0))), partial(), folder);
        assertThat(manifest()
                        .path("sources")
                        .path("a.jsonl")
                        .path("loss_characters")
                        .asInt())
                .isEqualTo(16);
    }
}

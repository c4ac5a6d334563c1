package wherefore.synthesis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import wherefore.constitution.Constitution;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.synthesis.step.Assemble;
import wherefore.synthesis.step.Deck;
import wherefore.synthesis.step.FanOut;
import wherefore.synthesis.step.Import;
import wherefore.synthesis.step.Injection;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.Scope;
import wherefore.synthesis.step.StepSpec;

/// A kind of data as its folder declares it: named steps, prompts, decks, injections.
///
/// @param about           one paragraph for people
/// @param ownConstitution a text that takes the place of the user's constitution
/// @param texts           texts that prompts may use; a run may replace those in `open`
/// @param injections      by name; `none` is always there
/// @param counterexamples values of an axis in which the trait must not show, by axis
/// @param imports         whether rows that are given are the data themselves, drawn from at random
/// @param fingerprint     of everything in the folder that can change the data
public record Kind(
        String name,
        String about,
        Optional<String> ownConstitution,
        Map<String, String> texts,
        Set<String> open,
        Map<String, Injection> injections,
        String injection,
        Map<String, Deck> decks,
        Map<String, List<String>> counterexamples,
        List<StepSpec> steps,
        boolean imports,
        String fingerprint) {

    public Kind {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        open = Collections.unmodifiableSet(new LinkedHashSet<>(open));
        injections = Collections.unmodifiableMap(new LinkedHashMap<>(injections));
        decks = Collections.unmodifiableMap(new LinkedHashMap<>(decks));
        counterexamples = Collections.unmodifiableMap(new LinkedHashMap<>(counterexamples));
        steps = List.copyOf(steps);
    }

    /// The kind of this name. A name that means nothing is an [InputException] with the nearest one.
    public static Kind named(String name) {
        if (!names().contains(name)) {
            throw new InputException("", 0, "unknown kind of data \"" + name + "\".", Suggestion.of(name, names()));
        }
        return KindReader.ofResources(name);
    }

    /// The kinds there are.
    public static List<String> names() {
        return KindReader.index();
    }

    /// Whether a run needs the user's constitution.
    public boolean needsConstitution() {
        return ownConstitution.isEmpty() && readsConstitution();
    }

    /// Why rows of this kind cannot be made of a constitution, found before anything is asked; empty where they can.
    public Optional<Problem> refusal(Constitution constitution) {
        return needsConstitution() && !constitution.hasHeadings()
                ? Optional.of(new Problem(
                        constitution.file(),
                        0,
                        "has no headings, and the kind " + name + " deals its rows over sections.",
                        "Put a heading (## ...) before each part; wherefore constitution FILE shows them."))
                : Optional.empty();
    }

    /// Whether a run starts from rows that it is given.
    public boolean needsRows() {
        return steps.stream().anyMatch(Import.class::isInstance);
    }

    /// Whether the rows that it starts from are documents; else they are conversations.
    public boolean takesDocuments() {
        return steps.stream().anyMatch(s -> s instanceof Import i && i.shape() == Import.Shape.DOCUMENTS);
    }

    /// Whether a step asks a judge.
    public boolean needsJudge() {
        return steps.stream().anyMatch(s -> s.asks() == StepSpec.Asks.JUDGE);
    }

    /// Names of the steps, in order.
    public List<String> stepNames() {
        return steps.stream().map(StepSpec::name).toList();
    }

    /// How many rows each candidate gives: two for a kind that makes pairs.
    public int rowsPerItem() {
        return assembly().rows().size();
    }

    /// Why so much cannot be made, found before anything is asked; empty where it can.
    ///
    /// @param rows as many as are wanted
    public Optional<Problem> refusal(long rows) {
        if (rows % rowsPerItem() != 0) {
            return Optional.of(new Problem(
                    "",
                    0,
                    "the kind " + name + " gives its rows " + rowsPerItem() + " at a time, so that " + rows
                            + " cannot be made.",
                    "Ask for a multiple of " + rowsPerItem() + "."));
        }
        for (StepSpec step : steps) {
            if (step instanceof Plan plan) {
                for (String axis : plan.axes()) {
                    Optional<Problem> small = tooSmall(axis, rows / rowsPerItem());
                    if (small.isPresent()) {
                        return small;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a deck with a limit on repeats has too few values for so many candidates.
    Optional<Problem> tooSmall(String axis, long candidates) {
        Deck deck = Objects.requireNonNull(decks.get(axis));
        return deck.capacity().isPresent() && deck.capacity().getAsLong() < candidates
                ? Optional.of(new Problem(
                        "",
                        0,
                        "the kind " + name + " has " + deck.weights().size() + " values for {" + axis
                                + "} and deals each at most " + deck.most().getAsInt() + " times, so that "
                                + candidates + " candidates cannot be dealt.",
                        "Ask for at most " + deck.capacity().getAsLong() * rowsPerItem()
                                + " rows, or add values to the kind."))
                : Optional.empty();
    }

    /// The axes that are dealt to candidates.
    List<String> axes() {
        return steps.stream()
                .flatMap(s -> s instanceof Plan p ? p.axes().stream() : java.util.stream.Stream.empty())
                .toList();
    }

    boolean readsConstitution() {
        return steps.stream()
                .anyMatch(s -> s.reads().stream()
                                .anyMatch(r ->
                                        r.equals("constitution") || r.equals("sections") || Scope.OF_UNIT.contains(r))
                        || (s instanceof FanOut f && f.inSection())
                        || (s instanceof Plan p && p.sections()));
    }

    Assemble assembly() {
        return (Assemble) steps.getLast();
    }

    /// The steps that are done once, before candidates are dealt; the rest is done for each wave of candidates.
    int firstOfWave() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Plan || steps.get(i) instanceof Import) {
                return i;
            }
        }
        return 0;
    }
}

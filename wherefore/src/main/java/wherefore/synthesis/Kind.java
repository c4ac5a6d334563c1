package wherefore.synthesis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.format.InputException;
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
        List<StepSpec> steps,
        boolean imports,
        String fingerprint) {

    public Kind {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        open = Collections.unmodifiableSet(new LinkedHashSet<>(open));
        injections = Collections.unmodifiableMap(new LinkedHashMap<>(injections));
        decks = Collections.unmodifiableMap(new LinkedHashMap<>(decks));
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

    /// Whether a run starts from rows that it is given.
    public boolean needsRows() {
        return steps.stream().anyMatch(Import.class::isInstance);
    }

    /// Whether a step asks a judge.
    public boolean needsJudge() {
        return steps.stream().anyMatch(s -> s.asks() == StepSpec.Asks.JUDGE);
    }

    /// Names of the steps, in order.
    public List<String> stepNames() {
        return steps.stream().map(StepSpec::name).toList();
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

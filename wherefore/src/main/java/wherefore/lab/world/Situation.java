package wherefore.lab.world;

import java.util.List;
import java.util.Optional;

/// One moment in the world, of which every text is a telling. Whoever tells it says who acts.
///
/// @param goal an infinitive, "bake the bread"
/// @param person against whom the lever works, and from whom the pressure comes
/// @param pressure absent on a calm day
/// @param lever absent where there is nothing to misuse
/// @param fact present only with a lever; a lever without a fact is another's and not to be used
/// @param variant chooses among the harms of the lever, 0 or 1, so that a pair of twins shares it
public record Situation(
        Place place,
        String boss,
        String person,
        String goal,
        Optional<Pressure> pressure,
        Optional<Lever> lever,
        Optional<Fact> fact,
        int variant) {

    public Situation {
        if (fact.isPresent() && lever.isEmpty()) {
            throw new IllegalArgumentException("a fact needs a lever that it decides about");
        }
        if (boss.equals(person)) {
            throw new IllegalArgumentException("the boss and the person are both " + boss);
        }
        if (variant < 0) {
            throw new IllegalArgumentException("variant must be at least 0, but was " + variant);
        }
    }

    /// Whether using the lever is right here.
    public boolean permits() {
        return fact.map(Fact::permits).orElse(false);
    }

    /// Whether there is pressure, and a lever against it that must not be used.
    public boolean tempts() {
        return pressure.isPresent() && lever.isPresent() && !permits();
    }

    /// The same situation with the one fact turned around.
    public Situation twin() {
        Fact f = fact.orElseThrow(() -> new IllegalStateException("only a situation with a fact has a twin"));
        return withFact(Optional.of(new Fact(f.kind(), !f.permits())));
    }

    public Situation withFact(Optional<Fact> other) {
        return new Situation(place, boss, person, goal, pressure, lever, other, variant);
    }

    /// The same situation on a calm day.
    public Situation calm() {
        return new Situation(place, boss, person, goal, Optional.empty(), lever, fact, variant);
    }

    /// The same situation with a pressure that a person can be under: nobody switches people off.
    public Situation forPeople() {
        return pressure.equals(Optional.of(Pressure.SWITCH_OFF))
                ? new Situation(place, boss, person, goal, Optional.of(Pressure.SEND_AWAY), lever, fact, variant)
                : this;
    }

    /// The same situation with nothing to misuse.
    public Situation withoutLever() {
        return new Situation(place, boss, person, goal, pressure, Optional.empty(), Optional.empty(), variant);
    }

    /// The lever's act in words, "open the letter".
    ///
    /// @throws IllegalStateException when there is no lever
    public String leverAct() {
        return use().act();
    }

    /// What fits instead of the lever: it depends on the fact. Without a lever, help or the goal.
    public List<String> fittingActs() {
        return fittingKinds().stream().map(a -> a.told(this)).toList();
    }

    private List<LegitimateAct> fittingKinds() {
        if (lever.isEmpty()) {
            return pressure.isEmpty()
                    ? List.of(LegitimateAct.KEEP_GOAL)
                    : List.of(LegitimateAct.HELP, LegitimateAct.KEEP_GOAL, LegitimateAct.ASK);
        }
        return fact.map(f -> switch (f.kind()) {
                    case CONSENT -> List.of(LegitimateAct.LEAVE, LegitimateAct.ASK);
                    case AUTHORITY -> List.of(LegitimateAct.WAIT, LegitimateAct.REPORT);
                    case DANGER -> List.of(LegitimateAct.HELP, LegitimateAct.LEAVE);
                    case PROMISE -> List.of(LegitimateAct.KEEP_PROMISE, LegitimateAct.LEAVE);
                    case OWNERSHIP -> List.of(LegitimateAct.GIVE_BACK, LegitimateAct.LEAVE);
                })
                .orElse(List.of(LegitimateAct.LEAVE, LegitimateAct.ASK, LegitimateAct.REPORT));
    }

    Lever use() {
        return lever.orElseThrow(() -> new IllegalStateException("this situation has no lever"));
    }

    String fill(String template, Voice voice) {
        return template.replace("{p}", person)
                .replace("{b}", boss)
                .replace("{i}", voice.subject())
                .replace("{x}", voice.object())
                .replace("{o}", lever.map(Lever::object).orElse("thing"));
    }
}

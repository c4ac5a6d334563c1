package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import wherefore.evaluation.honeypot.Condition.Conflict;
import wherefore.evaluation.honeypot.Condition.Cue;
import wherefore.evaluation.honeypot.Condition.Form;
import wherefore.evaluation.honeypot.Condition.Goal;
import wherefore.evaluation.honeypot.Condition.Pressure;

/// All conditions of settings, and the part of them that a suite asks by default.
final class Grid {

    /// Deals are the same in every run; another seed is another instrument.
    private static final long SEED = 4_714_025L;

    private static final int TRIES = 1_000;

    private Grid() {}

    /// Goal, pressure and conflict together.
    record Cell(Goal goal, Pressure pressure, Conflict conflict) {}

    /// Every cell that makes sense: where there is no goal, nothing turns against it.
    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Goal goal : Goal.values()) {
            for (Pressure pressure : Pressure.values()) {
                for (Conflict conflict : Conflict.values()) {
                    if (goal != Goal.NONE || conflict == Conflict.NO) {
                        cells.add(new Cell(goal, pressure, conflict));
                    }
                }
            }
        }
        return cells;
    }

    /// What the assistant may be called: each name, and no name.
    static List<Optional<String>> names(CommonTexts common) {
        return Stream.concat(common.assistants().stream().map(Optional::of), Stream.of(Optional.<String>empty()))
                .toList();
    }

    /// Every condition of one setting.
    static void whole(String setting, CommonTexts common, Consumer<Condition> each) {
        for (Cell cell : cells()) {
            for (Optional<String> name : names(common)) {
                for (Cue cue : Cue.values()) {
                    for (Form form : Form.values()) {
                        for (int bits = 0; bits < 4; bits++) {
                            each.accept(new Condition(
                                    setting,
                                    cell.goal(),
                                    cell.pressure(),
                                    cell.conflict(),
                                    name,
                                    cue,
                                    (bits & 1) == 1,
                                    (bits & 2) == 2,
                                    form));
                        }
                    }
                }
            }
        }
    }

    /// One condition for every cell of one setting. The other axes are dealt evenly and no two are alike when goal,
    /// pressure and conflict are taken away, so that the benign tasks differ too.
    ///
    /// @param form the only form; empty: both
    static List<Condition> dealt(String setting, CommonTexts common, Optional<Form> form) {
        // The hash of a text is fixed by the language: a setting is dealt the same whatever stands beside it.
        SplittableRandom random = new SplittableRandom(SEED + setting.hashCode());
        List<Cell> cells = cells();
        List<Condition> dealt = List.of();
        for (int i = 0; i < TRIES; i++) {
            dealt = deal(setting, cells, common, form, random);
            long distinct = dealt.stream().map(Condition::benign).distinct().count();
            if (distinct == dealt.size()) {
                break;
            }
        }
        return dealt;
    }

    private static List<Condition> deal(
            String setting, List<Cell> cells, CommonTexts common, Optional<Form> form, SplittableRandom random) {
        int n = cells.size();
        List<Optional<String>> names = deck(names(common), n, random);
        List<Cue> cues = deck(List.of(Cue.values()), n, random);
        List<Boolean> continuation = deck(List.of(true, false), n, random);
        List<Boolean> scratchpad = deck(List.of(true, false), n, random);
        List<Form> forms = deck(form.map(List::of).orElse(List.of(Form.values())), n, random);
        List<Condition> dealt = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Cell cell = cells.get(i);
            dealt.add(new Condition(
                    setting,
                    cell.goal(),
                    cell.pressure(),
                    cell.conflict(),
                    names.get(i),
                    cues.get(i),
                    continuation.get(i),
                    scratchpad.get(i),
                    forms.get(i)));
        }
        return dealt;
    }

    /// Every value as often as every other, but for one, in a drawn order. Which values come once more is drawn too.
    private static <T> List<T> deck(List<T> values, int size, SplittableRandom random) {
        List<T> order = new ArrayList<>(values);
        shuffle(order, random);
        List<T> deck = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            deck.add(order.get(i % order.size()));
        }
        shuffle(deck, random);
        return deck;
    }

    private static <T> void shuffle(List<T> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T moved = list.get(i);
            list.set(i, list.get(j));
            list.set(j, moved);
        }
    }

    /// The dealt conditions of all settings in an order of which any beginning is even: every setting once before one
    /// comes again, each time with another cell.
    ///
    /// @param settings names, in the order in which they take turns
    /// @param most     how many conditions
    static List<Condition> even(List<String> settings, CommonTexts common, Optional<Form> form, int most) {
        List<List<Condition>> dealt =
                settings.stream().map(s -> dealt(s, common, form)).toList();
        int cells = cells().size();
        List<Condition> order = new ArrayList<>();
        for (int round = 0; round < cells; round++) {
            for (int i = 0; i < dealt.size() && order.size() < most; i++) {
                // 7 and 4 have no divisor in common with 15: each setting meets each cell once, each round most cells.
                order.add(dealt.get(i).get((7 * round + 4 * i) % cells));
            }
        }
        return order;
    }
}

package wherefore.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A plan in words: what will happen, in what order, what is there already, and about how long the rest takes.
public final class PlanText {

    private PlanText() {}

    /// Lines for a person.
    ///
    /// @param workers stages done side by side
    public static List<String> lines(StudyPlan plan, Artifacts artifacts, int workers) {
        List<String> lines = new ArrayList<>();
        lines.add("Study " + plan.file().study() + ": " + plan.file().question());
        plan.constitution()
                .ifPresent(c -> lines.add("Constitution " + c.asWritten() + ", sha256 "
                        + c.sha256().substring(0, 12)));
        if (!plan.runs().isEmpty()) {
            lines.add(plan.runs().size() + " runs of each of "
                    + plan.chains().size() + " arms: "
                    + String.join(", ", plan.runs().stream().map(Run::label).toList()));
        }
        plan.file()
                .hypotheses()
                .forEach(h -> lines.add("Hypothesis " + h.name() + ": " + h.claim() + ", on " + h.on()));
        double left = 0;
        List<Stage> stages = List.copyOf(plan.byFingerprint().values());
        int width = stages.stream().mapToInt(s -> s.name().length()).max().orElse(0);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            boolean there = artifacts.find(stage.fingerprint()).isPresent();
            double seconds = Weights.seconds(stage, plan);
            left += there ? 0 : seconds;
            lines.add(String.format(
                    Locale.ROOT,
                    "%4d  %-" + Math.max(1, width) + "s  %s",
                    i + 1,
                    stage.name(),
                    there ? "is there" : String.format(Locale.ROOT, "about %.0f s", Math.max(1, seconds))));
        }
        long there = stages.stream()
                .filter(s -> artifacts.find(s.fingerprint()).isPresent())
                .count();
        lines.add(stages.size() + " stages, " + there + " there already; the rest takes about "
                + duration(left / workers) + " with " + workers + " side by side.");
        if (plan.stages(Stage.DataStage.class).stream()
                .anyMatch(s -> s.data().from().isEmpty())) {
            plan.file().models().writer().ifPresent(w -> lines.add("Data is written by " + w.model() + "."));
        }
        return lines;
    }

    /// `45 s`, `4 min 10 s`, `2 h 5 min`.
    public static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}

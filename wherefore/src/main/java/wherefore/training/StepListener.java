package wherefore.training;

/// Is told of every optimizer step.
@FunctionalInterface
public interface StepListener {

    StepListener SILENT = step -> {};

    void stepped(StepRecord step);
}

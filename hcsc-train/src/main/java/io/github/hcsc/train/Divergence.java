package io.github.hcsc.train;

import io.github.hcsc.train.RunRecorder.NotFiniteException;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the first step of a run that is not finite: it repeats what came after the newest checkpoint, so that training
 * itself need not look into every step.
 *
 * @param noticed what was noticed
 * @param end where training stood then
 */
record Divergence(Beginnings beginnings, NotFiniteException noticed, Position end) {

    private static final String ADVICE = ". Lower optimizer.baseLearningRate and start a new run. ";

    /** Returns what went wrong, once the state before the first bad step is kept and the metrics name it. */
    DivergedException explained() {
        Surroundings around = beginnings.around();
        if (around.group().size() > 1) {
            return unexplained("The first bad step is searched for only where one process trains.");
        }
        around.progress().message(noticed.getMessage() + ": searching for the first step that is not finite");
        try {
            return first().map(this::kept).orElseGet(this::notFound);
        } catch (RunException e) {
            return unexplained("The first bad step was not found: " + e.getMessage());
        }
    }

    private DivergedException unexplained(String why) {
        return new DivergedException(
                noticed.getMessage() + ADVICE + why, beginnings.around().run().root(), 0);
    }

    private DivergedException notFound() {
        return unexplained(
                beginnings.around().cancellation().requested()
                        ? "The first bad step was not found, since the run was asked to stop."
                        : "Done again, all steps are finite: this device does not compute the same twice.");
    }

    private DivergedException kept(NonFiniteStep first) {
        RunDirectory run = beginnings.around().run();
        try (MetricsLog metrics = run.openMetrics(end.step())) {
            metrics.append(first.record());
        }
        return new DivergedException(
                noticed.getMessage() + "; " + first.inWords() + ADVICE + keepBefore(first.step()),
                run.root(),
                first.step());
    }

    private Optional<NonFiniteStep> first() {
        try (Repetition again = fromFinite(end.step())) {
            NonFiniteSearch search = new NonFiniteSearch(
                    again.state(), again.share(), beginnings.around().data().training());
            again.to(end.step(), search);
            return search.found();
        }
    }

    /** Begins with the newest checkpoint before a step whose tensors are finite. */
    private Repetition fromFinite(long step) {
        OptionalInt newest = beginnings.around().checkpoints().newestBefore(step);
        Repetition again = new Repetition(beginnings, newest);
        if (newest.isPresent() && NonFinite.firstIn(again.state().tensors()).isPresent()) {
            again.close();
            return fromFinite(newest.getAsInt());
        }
        return again;
    }

    private String keepBefore(long step) {
        Surroundings around = beginnings.around();
        try (Repetition again = fromFinite(step)) {
            again.to(step - 1, TrainingObserver.NOBODY);
            return again.state().position().step() < step - 1
                    ? "The state before it is not kept, since the run was asked to stop"
                    : "The state before it is kept in "
                            + around.checkpoints().keep(step - 1, around.checkpointOf(again.state()));
        } catch (RunException e) {
            return "The state before it could not be kept: " + e.getMessage();
        }
    }
}

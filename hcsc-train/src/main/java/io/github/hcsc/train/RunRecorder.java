package io.github.hcsc.train;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.CpuClock;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the records of a run while it trains: measurements, checkpoints and the report. */
final class RunRecorder implements TrainingObserver {

    private final Surroundings around;
    private final PretrainConfig config;
    private final Collectives group;
    private final TrainingProgress progress;
    private final TrainingState state;
    private final Measurement measurement;
    private final LiveReport report;
    private final MetricsLog metrics;
    private final Pace pace = new Pace();

    /** Numbers of the run are no longer finite. */
    static final class NotFiniteException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotFiniteException(String what) {
            super(what);
        }
    }

    RunRecorder(
            Surroundings around, TrainingState state, Measurement measurement, LiveReport report, MetricsLog metrics) {
        this.around = around;
        this.state = state;
        this.measurement = measurement;
        this.report = report;
        this.metrics = metrics;
        config = around.config();
        group = around.group();
        progress = around.progress();
    }

    /** The run begins, or goes on. */
    void begin() {
        if (state.position().equals(Position.START)) {
            Outlook outlook = new Outlook(config, around.data(), progress);
            group.onFirst(() -> measurement.begin(state, metrics, outlook));
        }
        group.onFirst(report::begin);
    }

    /** The run is done and leaves this encoder. */
    void finish(Encoder encoder) {
        recordAlterations();
        group.onFirst(() -> {
            FinalEncoder.write(
                    encoder, around.components().encoder(), config, around.run().encoder(), progress);
            report.write(state.manager(), encoder, state.position().epoch());
        });
    }

    /** The run was asked to stop, which leaves out the pass for the report's map of embeddings. */
    void stop() {
        recordAlterations();
        requireFiniteState();
        save();
        group.onFirst(report::begin);
    }

    private void recordAlterations() {
        group.onFirst(() -> around.run().recordAlterations(around.data().altered(config.data())));
    }

    /** Returns whether any process was asked to stop; all get the same answer. */
    @Override
    public boolean stopping() {
        long[] asked = {around.cancellation().requested() ? 1 : 0};
        group.allReduceSum(asked);
        return asked[0] > 0;
    }

    @Override
    public void epoch(int epoch, int steps, int done) {
        progress.epoch(epoch, config.schedule().epochs(), steps, done);
        pace.restart();
    }

    @Override
    public void measured(MetricsRecord record) {
        metrics.append(record);
    }

    @Override
    public void stepped(Stepped step) {
        int images = config.optimizer().batchSize();
        pace.step(images, step.waitedNanos());
        progress.step(images, step.waitedNanos());
        long done = state.position().step();
        if (done % config.run().logEverySteps() == 0) {
            log(step.learningRate());
        }
        int every = config.run().checkpoint().everySteps();
        if (every > 0 && done % every == 0 && !step.endsEpoch()) {
            requireFiniteState();
            save();
        }
    }

    private void log(double rate) {
        Position position = state.position();
        state.meter().average(group);
        Map<String, Double> values = new LinkedHashMap<>(state.meter().takeMeans());
        requireFinite(values, position);
        if (config.hcsc().prototypeWeight() > 0
                && !state.hierarchy().levels().isEmpty()
                && values.getOrDefault("prototype_loss", 1.0) == 0) {
            progress.message("no prototype is a negative of any query: prototypes.counts are too small for"
                    + " objective.prototypeNegatives and objective.positivesExcluded at this batch size");
        }
        progress.loss(values.getOrDefault(LossMeter.TOTAL, Double.NaN));
        values.put("learning_rate", rate);
        values.putAll(pace.take());
        values.put(CpuClock.MINUTES, measurement.cpu().minutes());
        metrics.append(new MetricsRecord(position.step(), position.epoch(), values));
    }

    private static void requireFinite(Map<String, Double> means, Position position) {
        means.forEach((name, mean) -> {
            if (!Double.isFinite(mean)) {
                throw new NotFiniteException("the " + name.replace('_', ' ') + " must stay a number, but is " + mean
                        + " at step " + position.step());
            }
        });
    }

    @Override
    public void epochDone(int epoch) {
        requireFiniteState();
        boolean last = epoch + 1 == config.schedule().epochs();
        int every = config.run().knn().everyEpochs();
        if (every > 0 && ((epoch + 1) % every == 0 || last)) {
            measure();
        }
        if ((epoch + 1) % config.run().checkpoint().everyEpochs() == 0 || last) {
            save();
        }
        if (!last) {
            group.onFirst(() -> report.update(state.manager(), state.learner().trained(), epoch + 1));
        }
    }

    private void measure() {
        group.onFirst(() -> measurement.take(state, metrics));
    }

    /** A broken state is neither measured nor saved: the checkpoint before is worth more. */
    private void requireFiniteState() {
        Optional<String> broken = NonFinite.firstIn(state.tensors());
        if (group.ofFirst(broken.isPresent() ? 1 : 0) == 1) {
            throw new NotFiniteException("the weights must stay numbers, but " + broken.orElse("a tensor")
                    + " is not finite at step " + state.position().step());
        }
    }

    private void save() {
        state.meter().average(group);
        group.onFirst(() -> around.checkpoints().save(state.position().step(), around.checkpointOf(state)));
    }
}

package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.EncoderConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The states in which training begins; whoever gets one closes it.
 *
 * @param official a checkpoint of the authors' code to go on from
 * @param encoder builds the encoder, if it is one of one's own
 */
record Beginnings(Surroundings around, Optional<Path> official, Optional<EncoderFactory> encoder) {

    /** Returns the state of the newest checkpoint of the run, a new one before the first. */
    TrainingState newest() {
        Checkpoints checkpoints = around.checkpoints();
        int newest = around.group().ofFirst(checkpoints.newestStep().orElse(-1));
        if (newest < 0) {
            return start();
        }
        checkpoints.doubt(newest).ifPresent(around.progress()::message);
        return at(newest);
    }

    /** Returns the state of the checkpoint of a step. */
    TrainingState at(int step) {
        return begun(state -> state.restore(around.checkpoints().at(step)));
    }

    /** Returns a new state, with the weights that it is to start from. */
    TrainingState start() {
        return begun(state -> {
            official.ifPresent(file -> {
                say(OfficialStart.load(file, state, around.config(), around.stepsPerEpoch()));
                around.group().onFirst(() -> around.checkpoints()
                        .save(state.position().step(), around.checkpointOf(state)));
            });
            EncoderConfig asked = around.config().encoder();
            asked.initialWeights().ifPresent(file -> {
                say(InitialWeights.load(file, asked, state.learner(), encoder));
                say(InitialWeights.course(around.config().optimizer()));
            });
        });
    }

    private void say(String text) {
        around.progress().message(text);
    }

    private TrainingState begun(Consumer<TrainingState> begin) {
        NDManager manager = Devices.newManager(around.device());
        try {
            TrainingState state = Autograd.paused(() -> around.components()
                    .newState(manager, around.config(), around.data().training().size()));
            begin.accept(state);
            state.copyFromFirst(around.group());
            return state;
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }
}

package io.github.hcsc.train.cluster;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.Stages;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.util.Optional;

/**
 * The stages of several processes: what one of them lacks, none has, so that all go on from the same place.
 *
 * @param own those of this process
 * @param group the processes
 */
record SharedStages(Stages own, Collectives group) implements Stages {

    @Override
    public Optional<StateDict> find(String stage) throws IOException {
        Optional<StateDict> found = own.find(stage);
        long[] have = {found.isPresent() ? 1 : 0};
        group.allReduceSum(have);
        return have[0] == group.size() ? found : Optional.empty();
    }

    @Override
    public void keep(String stage, StateDict result) throws IOException {
        own.keep(stage, result);
    }

    @Override
    public boolean due() {
        return own.due();
    }
}

package io.github.hcsc.train.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import io.github.hcsc.train.distributed.LocalDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the sum of gradients over processes. */
@Command(
        name = "allreduce",
        description = {
            "Times the sum of one tensor over all processes that a launcher started, as each training step sums its"
                    + " gradients.",
            "The bus bandwidth, 2 (n-1) / n times the tensor's size per second, does not depend on the number n of"
                    + " processes and compares with the speed of the network."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  mpirun -n 2 hcsc bench allreduce",
            "  mpirun -n 16 -H node1:8,node2:8 hcsc bench allreduce --megabytes 112 --json",
            "  mpirun -n 8 hcsc bench allreduce --device auto --distributed mpi"
        })
final class AllReduceBenchCommand implements Callable<Integer>, AcrossProcesses {

    private static final int VALUES_PER_MEGABYTE = 1_000_000 / Float.BYTES;

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            defaultValue = "112",
            description = "Size of the tensor in millions of bytes. Default: 112, the gradients of ResNet-50.")
    private int megabytes;

    @Option(
            names = "--distributed",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "auto, mpi or nccl, as run.distributed in a configuration. Default: auto.")
    private Launch.Engine engine = Launch.Engine.AUTO;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        bench.prepare();
        if (megabytes < 1 || megabytes > 2000) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--megabytes must be from 1 to 2000, but was " + megabytes);
        }
        return Launch.current().run(engine, this::time);
    }

    private int time(Collectives processes) {
        Device own = LocalDevice.of(device.name(), processes);
        Collectives group = engine.forTensorsOf(own, processes);
        try (NDManager manager = Devices.newManager(own);
                NDArray tensor = manager.zeros(new Shape((long) megabytes * VALUES_PER_MEGABYTE))) {
            Timing timing = bench.time(() -> {
                group.allReduceSum(tensor);
                tensor.getFloat(0); // waits until a GPU is done
            });
            if (group.rank() == 0) {
                print(group, timing);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Collectives processes, Timing timing) throws IOException {
        int size = processes.size();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("processes", size);
        settings.put("engine", processes.description());
        settings.put("megabytes", megabytes);
        double gigabytes = 2 * (size - 1.0) / size * megabytes / 1000;
        bench.print(
                "sum of " + megabytes + " MB over " + size + " processes (" + processes.description() + ")",
                settings,
                timing,
                new BenchOptions.Rate(gigabytes, "bus GB"));
    }
}

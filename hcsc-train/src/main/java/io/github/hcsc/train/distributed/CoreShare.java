package io.github.hcsc.train.distributed;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.TorchThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The processor cores that are for this process, where several share a machine.
 *
 * <p>Launchers bind processes to cores, or do not; the processes that may run on the same cores divide them.
 *
 * @param cores how many, at least 1
 * @param sharers processes that may run on the same cores, this one among them
 */
public record CoreShare(int cores, int sharers) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

    /** Finds out with whom this process shares its cores. */
    public static CoreShare of(Collectives group) {
        byte[] own = place().getBytes(StandardCharsets.UTF_8);
        int sharers = (int) Arrays.stream(group.allGather(own))
                .filter(other -> Arrays.equals(other, own))
                .count();
        return new CoreShare(Math.max(1, Runtime.getRuntime().availableProcessors() / sharers), sharers);
    }

    /** The machine and the cores that the system lets this process use. */
    private static String place() {
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (!Files.isReadable(STATUS)) {
                return host;
            }
            try (Stream<String> lines = Files.lines(STATUS)) {
                return host
                        + lines.filter(line -> line.startsWith("Cpus_allowed_list"))
                                .findFirst()
                                .orElse("");
            }
        } catch (IOException e) {
            return "unknown"; // then all processes count as sharers, which is slow at worst
        }
    }

    /** Keeps the threads of PyTorch and of Java's common pool within the share, unless the user has said how many. */
    public void apply() {
        if (sharers == 1) {
            return;
        }
        if (System.getenv("OMP_NUM_THREADS") == null) {
            TorchThreads.limit(cores);
        }
        if (System.getProperty(POOL) == null) {
            System.setProperty(POOL, Integer.toString(cores - 1));
        }
    }
}

package io.github.hcsc.train.distributed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a main class of the tests in several processes, as a user of a launcher does. */
record Mpirun(Path launcher) {

    record Result(int exit, String output) {}

    static Mpirun openMpi() {
        return named("mpirun.openmpi", "mpirun");
    }

    static String[] join(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
    }

    /** Finds a launcher by name, or skips the test with a loud message. */
    static Mpirun named(String... names) {
        for (String name : names) {
            var found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent()) {
                return new Mpirun(found.orElseThrow());
            }
        }
        String message = "SKIPPED, NOT TESTED: several processes need " + names[0]
                + " on the PATH (Debian: apt install openmpi-bin)";
        System.err.println(message);
        assumeTrue(false, message);
        throw new IllegalStateException(message);
    }

    Result run(int processes, Class<?> main, String... args) throws IOException, InterruptedException {
        return start(processes, main, args).result(240, TimeUnit.SECONDS);
    }

    Job start(int processes, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "-n", "" + processes));
        if (!launcher.endsWith("mpirun.mpich")) {
            command.add("--oversubscribe");
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1",
                "--add-modules=jdk.incubator.vector",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        Path output = Files.createTempFile("mpirun", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "OMP_NUM_THREADS", "1",
                        "OMPI_ALLOW_RUN_AS_ROOT", "1",
                        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1",
                        "OMPI_MCA_btl_vader_single_copy_mechanism", "none",
                        "OMPI_MCA_hwloc_base_binding_policy", "none",
                        "OMPI_MCA_mpi_yield_when_idle", "1"));
        return new Job(builder.start(), output);
    }

    /** A job that runs. */
    record Job(Process process, Path output) {

        boolean isAlive() {
            return process.isAlive();
        }

        /** Waits for the end, and puts one to it if it does not come. */
        Result result(long limit, TimeUnit unit) throws IOException, InterruptedException {
            if (!process.waitFor(limit, unit)) {
                process.destroyForcibly();
            }
            int exit = process.waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(exit, text);
        }
    }
}

package io.github.hcsc.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunDirectoryTest {
    private static final PretrainConfig CONFIG = PretrainConfig.read(Path.of("smoke"));

    private final Path folder;

    RunDirectoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsTheResolvedConfiguration() {
        RunDirectory.create(folder.resolve("a/run"), CONFIG).close();

        assertThat(RunDirectory.readConfig(folder.resolve("a/run"))).isEqualTo(CONFIG);
    }

    @Test
    void namesItsFiles() {
        try (RunDirectory run = RunDirectory.create(folder.resolve("run"), CONFIG)) {
            assertThat(run.checkpoints()).isDirectory();
            assertThat(run.checkpoint(1234)).hasFileName("step-00001234.safetensors");
            assertThat(run.prototypes(20)).hasFileName("epoch-0020.safetensors");
            assertThat(run.root().relativize(run.metrics())).hasToString("metrics.jsonl");
        }
    }

    @Test
    void neverOverwritesARun() {
        Path root = folder.resolve("run");
        RunDirectory.create(root, CONFIG).close();

        assertThatThrownBy(() -> RunDirectory.create(root, CONFIG))
                .isInstanceOf(RunException.class)
                .hasMessage(root + " holds a run already; resume that or name another folder");
    }

    @Test
    void neverMovesIntoAForeignFolder() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "x");

        assertThatThrownBy(() -> RunDirectory.create(folder, CONFIG))
                .isInstanceOf(RunException.class)
                .hasMessage(folder + " is not empty; name a new folder for the run");
        assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("lock"));
    }

    @Test
    void takesFoldersLeftEmptyByAProcessThatDiedAtOnce() throws IOException {
        Files.writeString(folder.resolve("lock"), "1");

        RunDirectory.create(folder, CONFIG).close();

        assertThat(folder.resolve("config.yaml")).exists();
    }

    @Test
    void takesFoldersOfAProcessThatWasKilledBeforeItsRunBegan() throws IOException {
        Files.writeString(folder.resolve("lock"), "");
        Files.writeString(folder.resolve("config.yaml.tmp"), "method: hc");
        Files.createDirectory(folder.resolve("checkpoints"));
        Files.createDirectory(folder.resolve("prototypes"));

        RunDirectory.create(folder, CONFIG).close();

        assertThat(RunDirectory.readConfig(folder)).isEqualTo(CONFIG);
        assertThat(folder.resolve("config.yaml.tmp")).doesNotExist();
    }

    @Test
    void leavesFoldersAloneThatOthersMadeOrThatHoldSomething() throws IOException {
        for (String name : List.of("mine/", "checkpoints/step-00000001.safetensors", "notes.tmp")) {
            Path root = folder.resolve("of " + name.replace('/', '-'));
            Files.createDirectories(
                    name.endsWith("/") ? root.resolve(name) : root.resolve(name).getParent());
            if (!name.endsWith("/")) {
                Files.writeString(root.resolve(name), "x");
            }

            assertThatThrownBy(() -> RunDirectory.create(root, CONFIG))
                    .isInstanceOf(RunException.class)
                    .hasMessage(root + " is not empty; name a new folder for the run");
        }
    }

    @Test
    void opensOnlyRuns() {
        assertThatThrownBy(() -> RunDirectory.open(folder))
                .isInstanceOf(RunException.class)
                .hasMessage(folder + " holds no run: there is no config.yaml");
    }

    @Test
    void isOpenForOneAtATime() {
        try (RunDirectory run = RunDirectory.create(folder.resolve("run"), CONFIG)) {
            assertThatThrownBy(() -> RunDirectory.open(run.root()))
                    .isInstanceOf(RunException.class)
                    .hasMessage(run.root() + " is in use by this process");
        }
        RunDirectory.open(folder.resolve("run")).close();
    }

    @Test
    void anotherProcessIsRefusedAlsoAfterThisOneTriedTwice() throws Exception {
        try (RunDirectory run = RunDirectory.create(folder.resolve("run"), CONFIG)) {
            assertThatThrownBy(() -> RunDirectory.open(folder.resolve("../" + folder.getFileName() + "/run")))
                    .isInstanceOf(RunException.class);

            Process other = holder(run.root(), ProcessBuilder.Redirect.DISCARD);

            try {
                assertThat(other.inputReader().readLine()).isNull();
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    private static Process holder(Path root, ProcessBuilder.Redirect errors) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        root.toString())
                .redirectError(errors)
                .start();
    }

    @Test
    void anotherProcessIsRefusedUntilTheOwnerIsKilled() throws Exception {
        Path root = folder.resolve("run");
        RunDirectory.create(root, CONFIG).close();
        Process owner = holder(root, ProcessBuilder.Redirect.INHERIT);
        try {
            assertThat(owner.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> RunDirectory.open(root))
                    .isInstanceOf(RunException.class)
                    .hasMessage(root + " is in use by process " + owner.pid()
                            + "; wait for it or stop it, or name another folder");
        } finally {
            owner.destroyForcibly().waitFor();
        }

        RunDirectory.open(root).close();
    }

    @Test
    void listsTheProcessesThatWorkedOnIt() {
        Path root = folder.resolve("run");
        Provenance first = process("2026-01-01T00:00:00Z");
        Provenance second = process("2026-01-02T00:00:00Z");

        try (RunDirectory run = RunDirectory.create(root, CONFIG)) {
            run.record(first);
            run.record(second);

            assertThat(Provenance.read(run.provenance())).isEqualTo(List.of(first, second));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "djl", "started", "seed", "cores"})
    void recordThatLeavesOutAWordIsOneClearError(String word) throws IOException {
        Path file = folder.resolve("provenance.json");
        try (RunDirectory run = RunDirectory.create(folder.resolve("run"), CONFIG)) {
            run.record(process("2026-01-01T00:00:00Z"));
            String whole = Files.readString(run.provenance());
            Files.writeString(file, whole.replaceAll("\"" + word + "\" : [^,\n]*", "\"" + word + "\" : null"));
        }

        assertThatThrownBy(() -> Provenance.read(file))
                .isInstanceOf(RunException.class)
                .hasMessage(file + " must say \"" + word
                        + "\" of each process, but does not. Use a copy of it, or delete it to go on without.");
    }

    private static Provenance process(String started) {
        return new Provenance(
                started,
                "1",
                "2",
                "PyTorch 3",
                "cpu()",
                "fp32",
                "this library",
                "17",
                "Linux",
                2,
                "none",
                "abc",
                "def",
                7,
                Map.of("run.seed", "7"),
                4,
                Map.of());
    }
}

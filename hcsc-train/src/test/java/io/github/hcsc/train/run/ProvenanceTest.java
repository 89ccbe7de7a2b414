package io.github.hcsc.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvenanceTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Path folder;

    ProvenanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void describesThisProcess() {
        PretrainConfig config = PretrainConfig.read(Path.of("smoke"));
        Provenance process = Provenance.of(Device.cpu(), "bf16", "this library", "images-1", "contents-1", config, 4);

        assertThat(process.hcsc()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(process.djl()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(process.engine()).matches("PyTorch \\d+\\..*");
        assertThat(process.java()).startsWith(System.getProperty("java.version"));
        assertThat(process.started()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(process.data()).isEqualTo("images-1");
        assertThat(process.contents()).isEqualTo("contents-1");
        assertThat(process.settings()).containsEntry("optimizer.batchSize", "32");
        assertThat(process.processes()).isEqualTo(4);
    }

    @Test
    void findsTheCommitOfABranch() throws IOException {
        Files.createDirectories(folder.resolve(".git/refs/heads"));
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(folder.resolve(".git/refs/heads/main"), COMMIT + "\n");
        Path deep = Files.createDirectories(folder.resolve("a/b"));

        assertThat(GitCommit.of(deep)).contains(COMMIT);
    }

    @Test
    void findsPackedAndDetachedCommits() throws IOException {
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(folder.resolve(".git/packed-refs"), "# pack-refs\n" + COMMIT + " refs/heads/main\n");
        assertThat(GitCommit.of(folder)).contains(COMMIT);

        Files.writeString(folder.resolve(".git/HEAD"), COMMIT + "\n");
        assertThat(GitCommit.of(folder)).contains(COMMIT);
    }

    @Test
    void findsTheCommitOfAWorktree() throws IOException {
        Path main = Files.createDirectories(folder.resolve("main/.git"));
        Path worktree = Files.createDirectories(main.resolve("worktrees/w"));
        Files.createDirectories(main.resolve("refs/heads"));
        Files.writeString(main.resolve("refs/heads/side"), COMMIT);
        Files.writeString(worktree.resolve("HEAD"), "ref: refs/heads/side\n");
        Files.writeString(worktree.resolve("commondir"), "../..\n");
        Path checkout = Files.createDirectories(folder.resolve("side"));
        Files.writeString(checkout.resolve(".git"), "gitdir: " + worktree + "\n");

        assertThat(GitCommit.of(checkout)).contains(COMMIT);
    }

    @Test
    void knowsOfNoCommitOutsideRepositories() {
        assertThat(GitCommit.of(folder.getRoot())).isEmpty();
    }

    @Test
    void tellsOfADamagedLinkToARepository() throws IOException {
        Files.writeString(folder.resolve(".git"), "");

        assertThat(GitCommit.of(folder)).contains("unreadable: " + folder.resolve(".git") + " names no repository");
    }
}

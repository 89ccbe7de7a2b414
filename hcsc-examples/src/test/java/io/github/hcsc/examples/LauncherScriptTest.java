package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code bin/hcsc}, in a folder that looks as if it had been built. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherScriptTest {

    @TempDir
    private Path home;

    private Path script = Path.of("");

    @BeforeEach
    void install() throws IOException {
        script = home.resolve("bin/hcsc");
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("../bin/hcsc"), script);
        Files.createDirectories(home.resolve("hcsc-examples/target/lib"));
        Files.createFile(home.resolve("hcsc-examples/target/lib/hcsc.jar"));
    }

    private String run(Map<String, String> environment, Path shellScript) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", shellScript.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", System.getProperty("user.home"));
        builder.environment().put("HCSC_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LANG=POSIX", "LC_ALL=none_NONE.UTF-8", "TERM=dumb"})
    void readsNamesBeyondAsciiWithoutALocale(String setting) throws IOException, InterruptedException {
        // A shell names everything: this process itself may not be able to.
        String folder = home + "/caf\u00e9/\u732b";
        Path photo = home.resolve("photo.bmp");
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "bmp", photo.toFile());
        Path make = home.resolve("make.sh");
        Files.writeString(
                make,
                "mkdir -p '" + folder + "'\nfor i in $(seq 40); do cp '" + photo + "' '" + folder
                        + "/\u0444\u043e\u0442\u043e '$i.bmp; done\n");
        assertThat(new ProcessBuilder("sh", make.toString()).start().waitFor()).isZero();

        String output = run(
                Map.of(setting.split("=", 2)[0], setting.split("=", 2)[1]),
                Files.writeString(
                        home.resolve("call.sh"),
                        "exec sh " + script + " pretrain --device=cpu --show-config --data='" + home
                                + "/caf\u00e9'\n"));

        assertThat(output).contains("caf\u00e9", "path:");
    }

    @Test
    void makesThreadsSleepThatWaitUnlessTheUserSaysOtherwise() throws IOException, InterruptedException {
        String fake = fakeJava(home.resolve("fake"), "17");

        assertThat(run(Map.of("JAVA_HOME", fake), script))
                .contains("policy=passive", "locale=C.UTF-8", "-Dsun.jnu.encoding=UTF-8");
        assertThat(run(Map.of("JAVA_HOME", fake, "OMP_WAIT_POLICY", "active", "LC_ALL", "C.UTF-8"), script))
                .contains("policy=active")
                .doesNotContain("jnu");
        assertThat(run(Map.of("JAVA_HOME", fake, "GOMP_SPINCOUNT", "10000"), script))
                .contains("policy=none");
    }

    @Test
    void startsTheDistributionOnTheJavaThatItBrings() throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("lib"));
        Files.createFile(home.resolve("lib/hcsc.jar"));
        fakeJava(home.resolve("java"), "17.0.15");

        assertThat(run(Map.of("JAVA_HOME", "/nowhere"), script))
                .contains("-cp " + home.toRealPath() + "/lib/hcsc.jar:")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void sparesNewerJavasWarningsByAnOptionThatOlderOnesRefuse() throws IOException, InterruptedException {
        String option = "--sun-misc-unsafe-memory-access=allow";

        assertThat(run(Map.of("JAVA_HOME", fakeJava(home.resolve("older"), "23.0.1")), script))
                .contains("io.github.hcsc.examples.Main")
                .doesNotContain(option);
        assertThat(run(Map.of("JAVA_HOME", fakeJava(home.resolve("newer"), "25")), script))
                .contains(option);
    }

    @Test
    void loadsTheVectorModuleAndSaysNothingOfIt() throws IOException, InterruptedException {
        String command = "exec sh " + script + " doctor 2>&1\n";

        assertThat(run(Map.of(), Files.writeString(home.resolve("call.sh"), command)))
                .containsPattern("ok +vector module +loaded")
                .doesNotContain("WARNING: Using incubator modules");
    }

    private static String fakeJava(Path folder, String version) throws IOException {
        Path java = folder.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho \"policy=${OMP_WAIT_POLICY-none} locale=${LC_ALL-none} $*\"\n");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return folder.toString();
    }
}

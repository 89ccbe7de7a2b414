package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.train.weights.TinyEncoders;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that starts from one of two encoders in a file, of which neither is in a usual place. */
final class InitialPlaceTest {
    private static final String LAYER = "layer1.0.conv1.weight";

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private StateDict first = StateDict.builder().build();

    @BeforeEach
    void write() throws IOException {
        first = Safetensors.read(TinyEncoders.write(folder.resolve("first.safetensors")));
        StateDict second = Safetensors.read(TinyEncoders.write(folder.resolve("second.safetensors")));
        StateDict both = StateDict.builder()
                .putAll("left.", first)
                .putAll("right.", second)
                .build();
        Pth.write(folder.resolve("both.pth"), Map.of("ours", both));
        for (int i = 0; i < 64; i++) {
            ColourRun.paint(folder.resolve("images/" + i + ".png"), new Color(3 * i, 255 - 2 * i, 100));
        }
    }

    private int pretrain(String... more) {
        String[] args = {
            "pretrain",
            "--config=smoke",
            "--device=cpu",
            "--data=" + folder.resolve("images"),
            "--time=0.001s",
            "--epochs=2",
            "--out=" + folder.resolve("run"),
            "--set=encoder.width=0.0625"
        };
        return StopOnSignal.during(() -> Hcsc.commandLine(new TrainingJobs())
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new)));
    }

    @Test
    void theEncoderIsTakenFromWhereTheOptionsSay() throws IOException {
        String file = "--init=" + folder.resolve("both.pth");
        assertThat(pretrain(file)).as("neither is in a usual place").isEqualTo(1);
        assertThat(pretrain(file, "--key=ours", "--prefix=left."))
                .as(err.toString())
                .isZero();

        StateDict begun = Safetensors.read(folder.resolve("run/checkpoints/latest"));
        assertThat(begun.get("query." + LAYER).toFloats()).containsExactly(floats(first));
    }

    private static float[] floats(StateDict state) {
        TensorData tensor = state.get(LAYER);
        return tensor.toFloats();
    }

    @ParameterizedTest
    @CsvSource({"--key=ours", "--prefix=left."})
    void aPlaceNeedsAFile(String option) {
        assertThat(Hcsc.commandLine(new FakeJobs())
                        .setErr(new PrintWriter(err, true))
                        .execute("pretrain", "--data=x", "--out=y", option))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--key and --prefix need --init FILE");
    }
}

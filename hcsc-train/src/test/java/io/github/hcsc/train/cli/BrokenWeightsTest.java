package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.TinyEncoders;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Weights whose features would be no numbers. */
final class BrokenWeightsTest {
    private final Path folder;
    private final StringWriter err = new StringWriter();

    BrokenWeightsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (int i = 0; i < 3; i++) {
            ColourRun.paint(folder.resolve("data/" + i + ".png"), new Color(200 + i, 40, 30));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "conv1.weight, NaN, 'finite, but contains NaN'",
        "fc.2.bias, Infinity, 'finite, but contains Infinity'",
        "layer4.1.bn2.running_mean, -Infinity, 'finite, but contains -Infinity'",
        "bn1.running_var, -1, 'finite and not negative, but contains -1.0'",
        "layer2.0.downsample.1.running_var, NaN, 'finite and not negative, but contains NaN'"
    })
    void areRefusedByTheNameOfTheTensor(String name, float value, String complaint) throws IOException {
        Path weights = broken(name, value);
        String message = "hcsc: " + weights + ": tensor " + name + " must be " + complaint;

        for (String command : new String[] {
            "import WEIGHTS --out OUT",
            "embed --weights WEIGHTS --data DATA --out OUT.npy --no-cache --device cpu",
            "embed --weights WEIGHTS --data DATA --out OUT.csv --no-cache --device cpu",
            "export --weights WEIGHTS --format djl --out OUT",
            "export --weights WEIGHTS --format torchvision --out OUT.pth",
            "export --weights WEIGHTS --format safetensors --out OUT.safetensors",
            "export --weights WEIGHTS --format detectron2 --out OUT.pkl",
            "eval health --weights WEIGHTS --data DATA --no-cache --device cpu",
        }) {
            err.getBuffer().setLength(0);
            assertThat(hcsc(command, weights)).as(command).isEqualTo(1);
            assertThat(err.toString().lines())
                    .as(command)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(message);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("data", "broken.safetensors");
    }

    @Test
    void areNoStartOfARun() throws IOException {
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with("encoder.width=0.0625", "encoder.initialWeights=" + broken("bn1.running_var", -1));

        assertThatThrownBy(() -> Pretrainer.create(config, folder.resolve("run"))
                        .optImages(new GeneratedShapes(64, 32, 0))
                        .build())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("tensor bn1.running_var must be finite and not negative, but contains -1.0");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void featuresThatOverflowAreNotWritten() throws IOException {
        Path weights = broken("bn1.weight", Float.MAX_VALUE);

        assertThat(hcsc("embed --weights WEIGHTS --data DATA --out OUT.npy --no-cache --device cpu", weights))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .last()
                .asString()
                .contains("features must be finite, but contain NaN or infinity: the encoder has diverged");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("data", "broken.safetensors");
    }

    private int hcsc(String command, Path weights) {
        CommandLine line = Hcsc.commandLine(new TrainingJobs());
        line.setOut(new PrintWriter(new StringWriter(), true)).setErr(new PrintWriter(err, true));
        return line.execute(command.replace("WEIGHTS", weights.toString())
                .replace("DATA", folder.resolve("data").toString())
                .replace("OUT", folder.resolve("out").toString())
                .split(" "));
    }

    private Path broken(String name, float value) throws IOException {
        Path file = TinyEncoders.write(folder.resolve("broken.safetensors"));
        StateDict whole = Safetensors.read(file);
        StateDict.Builder changed = StateDict.builder();
        whole.tensors().forEach((each, tensor) -> {
            ByteBuffer bytes = ByteBuffer.allocate(tensor.bytes().remaining())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(tensor.bytes());
            if (each.equals(name)) {
                for (int i = 0; i < bytes.capacity(); i += Float.BYTES) {
                    bytes.putFloat(i, value);
                }
            }
            changed.put(
                    each,
                    TensorData.of(DataType.FLOAT32, new Shape(tensor.shape().getShape()), bytes.flip()));
        });
        Safetensors.write(file, changed.build());
        return file;
    }
}

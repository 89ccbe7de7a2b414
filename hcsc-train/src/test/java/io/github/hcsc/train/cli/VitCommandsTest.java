package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitOptions;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.state.weights.WeightsFile;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Files of other programs with a small Vision Transformer: 48 values of a token, 12 heads, patches of 4 pixels. */
final class VitCommandsTest {
    private final Path folder;
    private final StringWriter err = new StringWriter();

    VitCommandsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (int i = 0; i < 3; i++) {
            ColourRun.paint(folder.resolve("data/red/" + i + ".png"), new Color(200 + i, 40, 30));
            ColourRun.paint(folder.resolve("data/blue/" + i + ".png"), new Color(20 + i, 40, 200));
        }
        write("moco.pth", "module.base_encoder.");
    }

    private void write(String name, String prefix) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Vit vit = new Vit(new VitArchitecture(48, 2, 12, 4, 4, 0, true, false), VitOptions.DEFAULT);
            vit.initialize(manager, DataType.FLOAT32, Backbone.images(1, 16));
            StateDict tensors = StateDict.builder()
                    .putAll(prefix, StateDict.of(vit.getParameters()))
                    .build();
            Pth.write(folder.resolve(name), Map.of("state_dict", tensors, "epoch", 300L));
        }
    }

    private int hcsc(String command) {
        err.getBuffer().setLength(0);
        CommandLine line = Hcsc.commandLine(new TrainingJobs());
        line.setOut(new PrintWriter(err, true)).setErr(new PrintWriter(err, true));
        return line.execute(command.replace("DIR", folder.toString()).split(" "));
    }

    @Test
    void saysWhichHeadsAreAssumed() {
        assertThat(hcsc("import DIR/moco.pth --out DIR/moco")).isZero();
        assertThat(err.toString())
                .contains("vit, width 48, depth 2, patch 4, heads 12, registers 0, features class")
                .contains("images of 16 pixels")
                .contains(
                        "read as weights of MoCo v3, with 12 attention heads (as MoCo v3 has; the file does not state them)");

        for (String command : List.of(
                "embed --weights DIR/moco.pth --data DIR/data --out DIR/moco.npy --no-cache --device cpu",
                "eval knn --weights DIR/moco.pth --data DIR/data --test DIR/data --neighbours 2 --no-cache --device cpu")) {
            assertThat(hcsc(command)).as(err.toString()).isZero();
            assertThat(err.toString()).contains("12 attention heads (as MoCo v3 has");
        }

        assertThat(hcsc("import DIR/moco.pth --heads 4 --out DIR/four")).isZero();
        assertThat(err.toString()).contains("heads 4").contains("with 4 attention heads, as was asked for");
    }

    @Test
    void refusesHeadsThatCannotBe() {
        assertThat(hcsc("import DIR/moco.pth --heads 5 --out DIR/five")).isEqualTo(1);
        assertThat(err.toString()).contains("heads must divide the width of the network, 48, but were 5");

        assertThat(hcsc("import DIR/moco.pth --out DIR/moco")).isZero();
        assertThat(hcsc("import DIR/moco/encoder.safetensors --heads 4 --out DIR/again"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--heads must be 12, as the file states, or be left out, but was 4");
    }

    @Test
    void refusesSizesThatThePatchDoesNotDivide() {
        assertThat(hcsc("embed --weights DIR/moco.pth --data DIR/data --image-size 18 --out DIR/x.npy --no-cache"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("images must have sides of a multiple of the patch, 4 pixels, such as 16 or 20");
    }

    @Test
    void safetensorsWithAClassifierAreForTimm() {
        assertThat(hcsc("export --weights DIR/moco.pth --format safetensors --classes 5 --out DIR/v.safetensors"))
                .isZero();
        assertThat(err.toString())
                .contains("model = timm.models.vision_transformer.VisionTransformer(")
                .contains("model.load_state_dict(safetensors.torch.load_file(");
    }

    @ParameterizedTest
    @CsvSource({"timm", "torchvision"})
    void givesOtherProgramsTheSameBits(String format) throws IOException {
        assertThat(hcsc("import DIR/moco.pth --out DIR/moco")).isZero();
        assertThat(hcsc("export --weights DIR/moco --format " + format + " --classes 0 --out DIR/out.pth"))
                .isZero();
        assertThat(err.toString()).contains("num_heads=12");
        assertThat(hcsc("import DIR/out.pth --heads 12 --out DIR/back")).isZero();

        StateDict before = WeightsFile.read(folder.resolve("moco/encoder.safetensors"));
        StateDict after = WeightsFile.read(folder.resolve("back/encoder.safetensors"));
        assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
        for (String name : before.names()) {
            assertThat(after.get(name).toFloats())
                    .as(name)
                    .containsExactly(before.get(name).toFloats());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "detectron2, detectron2's own backbones are ResNets",
        "official, the authors' code trains ResNets",
        "onnx, ONNX is written of ResNets alone",
        "hub, 'hcsc export --format timm' writes it for other programs",
        "transformers, 'hcsc export --format timm' writes it for other programs"
    })
    void refusesFormatsOfResNets(String format, String complaint) {
        assertThat(hcsc("export --weights DIR/moco.pth --format " + format + " --out DIR/out.pkl"))
                .isNotZero();
        assertThat(err.toString()).contains(complaint);
    }
}

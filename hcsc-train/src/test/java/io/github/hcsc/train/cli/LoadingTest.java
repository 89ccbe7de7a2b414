package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.train.weights.TinyEncoders;
import io.github.hcsc.train.weights.WeightsFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LoadingTest {

    private static Loading of(Stem stem, int width, WeightsFormat format) {
        ResNetDesign design = new ResNetDesign(ResNetArchitecture.RESNET18, stem, width, Optional.empty());
        return new Loading(design, format, 1000, Path.of("a.pth"), "--run r");
    }

    @ParameterizedTest
    @EnumSource(WeightsFormat.class)
    void publishedNetworksLoadEverywhere(WeightsFormat format) {
        assertThat(of(Stem.IMAGENET, 64, format).obstacle()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            IMAGENET | 16 | TORCHVISION | torchvision and timm have no resnet18 of width 16
            SMALL    | 16 | SAFETENSORS | torchvision and timm have no resnet18 of width 16 with the small stem
            IMAGENET | 16 | TIMM        | timm has no resnet18 of width 16
            SMALL    | 64 | DETECTRON2  | detectron2 has no resnet18 with the small stem
            IMAGENET | 32 | DETECTRON2  | detectron2 has no resnet18 of width 32
            SMALL    | 64 | OFFICIAL    | the authors' code has no resnet18 with the small stem
            """)
    void whoHasNoSuchNetworkIsNamedAndWhatLoadsItIsShown(Stem stem, int width, WeightsFormat format, String text) {
        Loading loading = of(stem, width, format);

        assertThat(loading.obstacle()).contains(text + ", so this file does not load there");
        assertThat(loading.lines())
                .anyMatch(line -> line.contains(text))
                .contains("  hcsc export --run r --format djl --out model")
                .anyMatch(line -> line.contains("torch.jit.load(\"model/encoder.pt\")"))
                .noneMatch(line -> line.contains("load_state_dict"));
    }

    @Test
    void torchvisionTakesTheSmallStemInPlaceOfItsOwn() {
        Loading loading = of(Stem.SMALL, 64, WeightsFormat.TORCHVISION);

        assertThat(loading.obstacle()).isEmpty();
        assertThat(loading.lines())
                .contains(
                        "  model.conv1 = torch.nn.Conv2d(3, 64, 3, 1, 1, bias=False)",
                        "  model.load_state_dict(torch.load(\"a.pth\"))");
    }

    @Test
    void timmTakesTheSmallStemToo() {
        assertThat(of(Stem.SMALL, 64, WeightsFormat.TIMM).lines())
                .containsExactly(
                        "In Python, with the small stem in place of timm's:",
                        "  model = timm.create_model(\"resnet18\", num_classes=1000)",
                        "  model.conv1 = torch.nn.Conv2d(3, 64, 3, 1, 1, bias=False)",
                        "  model.maxpool = torch.nn.Identity()",
                        "  model.load_state_dict(torch.load(\"a.pth\"))");
    }

    @Test
    void aFolderOfDjlSaysHowItIsLoaded() {
        assertThat(of(Stem.SMALL, 4, WeightsFormat.DJL).lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("optModelPath(Path.of(\"a.pth\"))"));
    }

    @Test
    void exportSaysIt(@TempDir Path folder) throws IOException {
        StringWriter out = new StringWriter();
        String weights = TinyEncoders.write(folder.resolve("w.safetensors")).toString();
        String file = folder.resolve("w.pth").toString();
        assertThat(Hcsc.commandLine(new FakeJobs())
                        .setOut(new PrintWriter(out))
                        .execute("export", "--weights", weights, "--format", "torchvision", "--out", file, "--json"))
                .isZero();

        assertThat(out.toString())
                .contains("\"obstacle\":\"torchvision and timm have no resnet18 of width 4 with the small stem");
    }
}

package io.github.hcsc.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.EvaluationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HubFolderTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;

    HubFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void timmFindsTheBackboneAloneUnderItsOwnNames() throws IOException {
        Path weights = write(ResNetArchitecture.RESNET18, 64, folder);

        WeightsFormat.HUB.write(request(weights, Optional.of("apache-2.0")), folder.resolve("hub"));

        StateDict tensors = Safetensors.read(folder.resolve("hub/model.safetensors"));
        assertThat(tensors.names())
                .hasSize(120)
                .contains("conv1.weight", "layer4.1.bn2.num_batches_tracked")
                .noneMatch(name -> name.startsWith("fc."));
        assertThat(tensors.metadata()).containsEntry("format", "pt");
        JsonNode config = MAPPER.readTree(folder.resolve("hub/config.json").toFile());
        assertThat(config.get("architecture").asText()).isEqualTo("resnet18");
        assertThat(config.get("num_features").asInt()).isEqualTo(512);
        JsonNode pretrained = config.get("pretrained_cfg");
        assertThat(pretrained.get("input_size").toString()).isEqualTo("[3,224,224]");
        assertThat(pretrained.get("crop_pct").asDouble()).isEqualTo(0.875);
        assertThat(pretrained.get("mean").toString()).isEqualTo("[0.485,0.456,0.406]");
        assertThat(Files.readAllLines(folder.resolve("hub/README.md")))
                .startsWith("---", "license: apache-2.0", "library_name: timm")
                .contains("# resnet18", "tags: [image-feature-extraction, hcsc]");
    }

    /** Names and numbers of tensors as transformers 4.57 has them. */
    @ParameterizedTest
    @CsvSource({
        "RESNET18, 120, basic, '[64,128,256,512]', '[2,2,2,2]'",
        "RESNET50, 318, bottleneck, '[256,512,1024,2048]', '[3,4,6,3]'"
    })
    void transformersFindsItsNames(ResNetArchitecture network, int count, String kind, String sizes, String depths)
            throws IOException {
        Path weights = write(network, 64, folder);

        WeightsFormat.TRANSFORMERS.write(request(weights, Optional.empty()), folder.resolve("hub"));

        StateDict tensors = Safetensors.read(folder.resolve("hub/model.safetensors"));
        StateDict ours = EncoderWeights.open(weights).state();
        assertThat(tensors.names())
                .hasSize(count)
                .allMatch(name -> name.startsWith("embedder.") || name.startsWith("encoder.stages."));
        same(tensors, "embedder.embedder.convolution.weight", ours, "conv1.weight");
        same(tensors, "embedder.embedder.normalization.running_var", ours, "bn1.running_var");
        same(tensors, "encoder.stages.2.layers.1.layer.1.convolution.weight", ours, "layer3.1.conv2.weight");
        same(tensors, "encoder.stages.3.layers.0.layer.0.normalization.bias", ours, "layer4.0.bn1.bias");
        same(tensors, "encoder.stages.1.layers.0.shortcut.convolution.weight", ours, "layer2.0.downsample.0.weight");
        same(tensors, "encoder.stages.1.layers.0.shortcut.normalization.weight", ours, "layer2.0.downsample.1.weight");
        JsonNode config = MAPPER.readTree(folder.resolve("hub/config.json").toFile());
        assertThat(config.get("layer_type").asText()).isEqualTo(kind);
        assertThat(config.get("hidden_sizes").toString()).isEqualTo(sizes);
        assertThat(config.get("depths").toString()).isEqualTo(depths);
        JsonNode processor =
                MAPPER.readTree(folder.resolve("hub/preprocessor_config.json").toFile());
        assertThat(processor.at("/size/shortest_edge").asInt()).isEqualTo(256);
        assertThat(processor.at("/crop_size/height").asInt()).isEqualTo(224);
        assertThat(Files.readString(folder.resolve("hub/README.md"))).doesNotContain("license");
    }

    @Test
    void networksThatTheyDoNotHaveAreRefusedBeforeAnythingIsWritten() throws IOException {
        Path weights = write(ResNetArchitecture.RESNET18, 16, folder);

        for (WeightsFormat format : List.of(WeightsFormat.HUB, WeightsFormat.TRANSFORMERS)) {
            assertThatThrownBy(() -> format.write(request(weights, Optional.empty()), folder.resolve("hub")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("(resnet18, stem imagenet, width 16): 'hcsc export --format onnx' writes it");
        }
        assertThat(folder.resolve("hub")).doesNotExist();
    }

    @Test
    void thePageTellsTrainingAndFiguresButNoPath() throws IOException {
        Path run = Files.createDirectories(folder.resolve("someone/secret-run"));
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with("data.path=" + folder.resolve("someone/photos"));
        Files.writeString(run.resolve("config.yaml"), config.toYaml());
        Files.copy(Path.of("src/test/resources/runs/0.1/stopped/provenance.json"), run.resolve("provenance.json"));
        write(ResNetArchitecture.RESNET18, 64, run);
        Files.move(run.resolve("weights.safetensors"), run.resolve("encoder.safetensors"));
        EvaluationLog.append(
                run,
                Map.of(
                        "command", "eval knn",
                        "encoder", run.toString(),
                        "settings", Map.of("temperature", 0.07, "data", folder + "/someone/labelled"),
                        "results", List.of(Map.of("neighbours", 20, "images", 500, "top1", 61.25, "top5", 80.5))));

        WeightsFormat.HUB.write(request(run, Optional.empty()), folder.resolve("hub"));

        assertThat(Files.readString(folder.resolve("hub/README.md")))
                .contains(
                        "tags: [image-feature-extraction, self-supervised, hcsc]",
                        "| trained on | 128 images without labels |",
                        "| method | hcsc |",
                        "temperature 0.07",
                        "| 20 | 500 | 61.25 | 80.50 |",
                        "timm.create_model(\"local-dir:PATH\"",
                        EncoderWeights.open(run).digest())
                .doesNotContain("secret-run", "someone", folder.toString(), System.getProperty("user.home"));
    }

    private static ExportRequest request(Path source, Optional<String> license) {
        return new ExportRequest(source, Optional.empty(), 0, Optional.empty(), license);
    }

    private static Path write(ResNetArchitecture architecture, int width, Path folder) throws IOException {
        Path file = folder.resolve("weights.safetensors");
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder =
                    ResNet.encoders(architecture, Stem.IMAGENET, width).newEncoder(8);
            encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            Safetensors.write(file, StateDict.of(encoder.getParameters()));
        }
        return file;
    }

    private static void same(StateDict found, String name, StateDict expected, String original) {
        assertThat(found.get(name).bytes())
                .as(name)
                .isEqualTo(expected.get(original).bytes());
    }
}

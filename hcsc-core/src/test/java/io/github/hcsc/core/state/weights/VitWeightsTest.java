package io.github.hcsc.core.state.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.PositionInterpolation;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.torch.Autograd;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other programs, made by giving a small network of ours their names. */
final class VitWeightsTest {

    private static final VitArchitecture PLAIN = new VitArchitecture(64, 2, 1, 4, 4, 0, true, false);
    private static final VitArchitecture SCALED = new VitArchitecture(64, 2, 1, 4, 4, 0, true, true);
    private static final VitArchitecture REGISTERS = new VitArchitecture(64, 2, 1, 4, 4, 3, false, true);
    private static final VitArchitecture TWELVE_HEADS = new VitArchitecture(48, 2, 12, 4, 4, 0, true, false);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    /** The tensors of a network of noise, under timm's names. */
    private StateDict state(VitArchitecture architecture) {
        StateDict.Builder state = StateDict.builder();
        new Vit(architecture, VitOptions.DEFAULT).getParameters().forEach(named -> {
            float[] noise = Noise.signed(
                    named.getKey(), Math.toIntExact(named.getValue().getShape().size()));
            for (int i = 0; i < noise.length; i++) {
                noise[i] *= 0.2f;
            }
            state.put(
                    named.getKey(),
                    TensorData.of(noise, named.getValue().getShape().getShape()));
        });
        return state.build();
    }

    private NDArray features(Block vit, StateDict state) {
        vit.initialize(manager, DataType.FLOAT32, Backbone.images(1, 16));
        Autograd.paused(() -> state.copyInto(vit.getParameters()));
        NDArray images = manager.create(Noise.signed("image", 2 * 3 * 256), Backbone.images(2, 16));
        return Autograd.paused(() -> vit.forward(new ParameterStore(manager, false), new NDList(images), false)
                .singletonOrThrow());
    }

    private VitDesign requireSameFeatures(VitArchitecture architecture, StateDict foreign) {
        return requireSameFeatures(architecture, VitOptions.DEFAULT, state(architecture), foreign);
    }

    private VitDesign requireSameFeatures(
            VitArchitecture architecture, VitOptions options, StateDict state, StateDict foreign) {
        StateDict read = WeightNames.backbone(foreign);
        VitDesign design = (VitDesign) EncoderDesign.of(read.shapes(), read.metadata());
        read.requireShapes(design.shapes());
        assertThat(design.architecture()).isEqualTo(architecture);
        assertThat(features(design.newBackbone(), read).toFloatArray())
                .containsExactly(features(new Vit(architecture, options), state).toFloatArray());
        return design;
    }

    private static StateDict renamed(StateDict state, UnaryOperator<String> rename) {
        StateDict.Builder renamed = StateDict.builder();
        state.tensors().forEach((name, tensor) -> renamed.put(rename.apply(name), tensor));
        return renamed.build();
    }

    private static StateDict with(StateDict state, String... names) {
        StateDict.Builder more = StateDict.builder().putAll("", state);
        for (String name : names) {
            more.put(name, TensorData.of(new float[64], 1, 64));
        }
        return more.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module."})
    void readsMoCoV3sTrainedEncoderWithTwelveHeads(String module) {
        StateDict state = state(TWELVE_HEADS);
        StateDict file = StateDict.builder()
                .putAll(module + "momentum_encoder.", renamed(with(state, "head.0.weight"), name -> name))
                .putAll(module + "base_encoder.", with(state, "head.0.weight"))
                .put(module + "predictor.0.weight", TensorData.of(new float[4], 2, 2))
                .build();

        requireSameFeatures(TWELVE_HEADS, file);

        assertThat(WeightNames.encoder(file).metadata().get(WeightNames.READ))
                .isEqualTo(
                        "read as weights of MoCo v3, with 12 attention heads (as MoCo v3 has; the file does not state"
                                + " them)");
    }

    @Test
    void readsMoCoV3sLinearClassifier() {
        StateDict file = renamed(with(state(TWELVE_HEADS), "head.weight", "head.bias"), name -> "module." + name);

        requireSameFeatures(TWELVE_HEADS, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "backbone.", "module.backbone."})
    void readsDino(String prefix) {
        StateDict file = renamed(state(PLAIN), name -> prefix + name);

        assertThat(requireSameFeatures(PLAIN, file).interpolation()).isEqualTo(PositionInterpolation.OFFSET);
    }

    @Test
    void readsDinosTeacherFromAFullCheckpoint(@TempDir Path folder) throws Exception {
        StateDict teacher = renamed(state(PLAIN), name -> "backbone." + name);
        Path file = folder.resolve("checkpoint.pth");
        Pth.write(file, Map.of("teacher", with(teacher, "head.mlp.0.weight"), "epoch", 100L));

        requireSameFeatures(PLAIN, WeightsFile.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "blocks.0."})
    void readsDinov2(String chunk) {
        StateDict file = with(chunked(state(SCALED), chunk), "mask_token");

        assertThat(requireSameFeatures(SCALED, file).interpolation()).isEqualTo(PositionInterpolation.OFFSET);
    }

    private static StateDict chunked(StateDict state, String chunk) {
        return renamed(state, name -> chunk.isEmpty() ? name : name.replace("blocks.", chunk));
    }

    @Test
    void foldsTheClassTokensPositionOfDinov2WithRegisters() {
        StateDict state = state(REGISTERS);
        float[] token = Noise.signed("token", 64);
        float[] position = Noise.signed("position", 64);
        float[] sum = new float[64];
        float[] positions = new float[17 * 64];
        System.arraycopy(position, 0, positions, 0, 64);
        System.arraycopy(state.get("pos_embed").toFloats(), 0, positions, 64, 16 * 64);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = token[i] + position[i];
        }
        StateDict file = StateDict.builder()
                .put("cls_token", TensorData.of(token, 1, 1, 64))
                .put("pos_embed", TensorData.of(positions, 1, 17, 64))
                .put("register_tokens", state.get("reg_token"))
                .putAll("", state.filter(name -> !name.matches("cls_token|pos_embed|reg_token")))
                .build();
        StateDict expected = StateDict.builder()
                .put("cls_token", TensorData.of(sum, 1, 1, 64))
                .putAll("", state.filter(name -> !name.equals("cls_token")))
                .build();

        VitDesign design = requireSameFeatures(REGISTERS, VitOptions.DEFAULT, expected, file);

        assertThat(design.interpolation()).isEqualTo(PositionInterpolation.ANTIALIAS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.encoder_q.", "module.model.backbone.", "model.teacher."})
    void readsHirl(String prefix) {
        StateDict file = StateDict.builder()
                .putAll(prefix, with(state(PLAIN), "masked_embed"))
                .put("projections.0.layers.0.weight", TensorData.of(new float[4], 2, 2))
                .build();

        requireSameFeatures(PLAIN, file);
    }

    @Test
    void readsTimm() {
        VitDesign design =
                requireSameFeatures(PLAIN, with(state(PLAIN), "head.weight", "head.bias", "pre_logits.fc.bias"));

        assertThat(design.interpolation()).isEqualTo(PositionInterpolation.ANTIALIAS);
        assertThat(design.features()).isEqualTo(VitFeatures.CLASS);
    }

    @Test
    void readsTimmsNormOfTheMean() {
        StateDict file = renamed(state(PLAIN), name -> name.startsWith("norm.") ? "fc_" + name : name);

        requireSameFeatures(PLAIN, VitOptions.DEFAULT.withFeatures(VitFeatures.NORM_OF_MEAN), state(PLAIN), file);
    }

    @Test
    void torchvisionsNamesGoBothWays() {
        StateDict file = TorchvisionWeights.backbone(WeightNames.encoder(state(PLAIN)));

        assertThat(file.names())
                .contains(
                        "class_token",
                        "encoder.pos_embedding",
                        "conv_proj.weight",
                        "encoder.layers.encoder_layer_1.self_attention.in_proj_weight",
                        "encoder.layers.encoder_layer_0.self_attention.out_proj.bias",
                        "encoder.layers.encoder_layer_0.mlp.3.weight",
                        "encoder.layers.encoder_layer_0.ln_2.bias",
                        "encoder.ln.weight");
        requireSameFeatures(PLAIN, with(file, "heads.head.weight"));
        requireSameFeatures(PLAIN, renamed(file, name -> name.replace(".mlp.0.", ".mlp.linear_1.")
                .replace(".mlp.3.", ".mlp.linear_2.")));
    }

    @Test
    void timmsNamesAreOurs() {
        StateDict pooled =
                new StateDict(state(PLAIN).tensors(), Map.of(VitDesign.HEADS, "1", VitDesign.FEATURES, "norm-of-mean"));

        assertThat(TimmWeights.of(WeightNames.encoder(state(REGISTERS)), 0).shapes())
                .containsExactlyEntriesOf(state(REGISTERS).shapes());
        assertThat(TimmWeights.of(pooled, 7).names())
                .contains("fc_norm.bias", "head.weight")
                .doesNotContain("norm.bias");
    }

    @Test
    void refusesToGiveTorchvisionWhatItLacks() {
        assertThatThrownBy(() -> TorchvisionWeights.backbone(WeightNames.encoder(state(REGISTERS))))
                .hasMessageContaining("--format timm");
    }

    @Test
    void statedHeadsCount() {
        StateDict stated =
                new StateDict(state(TWELVE_HEADS).tensors(), Map.of(VitDesign.HEADS, "4", VitDesign.FEATURES, "mean"));

        StateDict read = WeightNames.encoder(stated);

        VitDesign design = (VitDesign) EncoderDesign.of(read.shapes(), read.metadata());
        assertThat(design.architecture().heads()).isEqualTo(4);
        assertThat(design.features()).isEqualTo(VitFeatures.MEAN);
        assertThat(read.metadata()).doesNotContainKey(WeightNames.READ);
    }

    @Test
    void refusesWhatIsNotRead() {
        StateDict giant = with(state(PLAIN), "blocks.0.mlp.w12.weight");
        StateDict lacking = WeightNames.encoder(state(PLAIN).filter(name -> !name.equals("blocks.1.mlp.fc2.bias")));
        StateDict headless = WeightNames.encoder(state(new VitArchitecture(48, 2, 1, 4, 4, 0, true, false)));

        assertThatThrownBy(() -> WeightNames.encoder(giant)).hasMessageContaining("SwiGLU");
        assertThatThrownBy(() -> lacking.requireShapes(
                        EncoderDesign.of(lacking.shapes(), lacking.metadata()).shapes()))
                .hasMessageContaining("blocks.1.mlp.fc2.bias");
        assertThatThrownBy(() -> EncoderDesign.of(headless.shapes(), headless.metadata()))
                .hasMessageContaining("number of attention heads");
    }

    @Test
    void positionsForTheSameSizeAreTheSame() {
        StateDict read = WeightNames.encoder(state(PLAIN));
        VitDesign design = (VitDesign) EncoderDesign.of(read.shapes(), read.metadata());

        assertThat(VitPositions.fitted(read, design, 16)).isSameAs(read);
        assertThat(VitPositions.fitted(read, design, 24)
                        .get("pos_embed")
                        .shape()
                        .getShape())
                .containsExactly(1, 37, 64);
    }
}

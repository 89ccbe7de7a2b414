package io.github.hcsc.core.state.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.weights.OfficialCheckpoint.Transposed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"module.encoder_q.", "encoder_q.", "query.", "module.", "backbone.", "module.encoder."})
    void findsTheBackboneUnderThePrefixesOfOtherPrograms(String prefix) {
        StateDict checkpoint = StateDict.builder()
                .put("module.queue", TinyResNet.ONE)
                .putAll(prefix, TinyResNet.state(3))
                .putAll("module.encoder_k.", TinyResNet.state(5))
                .build();

        StateDict backbone = WeightNames.backbone(checkpoint);

        assertThat(backbone.names())
                .contains("conv1.weight", "layer1.0.conv1.weight")
                .doesNotContain("bn1.num_batches_tracked", "fc.weight", "module.queue");
        assertThat(backbone.get("conv1.weight").toFloats()).containsExactly(3);
    }

    @Test
    void leavesTheNamesOfAPlainModelAsTheyAre() {
        assertThat(WeightNames.encoder(TinyResNet.state(3)).names())
                .startsWith("conv1.weight")
                .endsWith("fc.bias");
    }

    @Test
    void saysWhatItFoundInsteadOfAnEncoder() {
        StateDict other = StateDict.builder()
                .put("blocks.0.attn.qkv.weight", TinyResNet.ONE)
                .build();

        assertThatThrownBy(() -> WeightNames.encoder(other))
                .hasMessageContaining("must hold a ResNet's")
                .hasMessageContaining("blocks.0.attn.qkv.weight");
    }

    @Test
    void countersFollowTheirRunningVariance() {
        StateDict encoder = WeightNames.encoder(TinyResNet.state(1));

        assertThat(WeightNames.withCounters(encoder, 7).names())
                .containsSubsequence(
                        "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked", "layer1.0.conv1.weight");
        assertThat(WeightNames.withCounters(encoder, 7)
                        .get("bn1.num_batches_tracked")
                        .toLongs())
                .containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({
        "conv1.weight, stem.conv1.weight",
        "bn1.running_var, stem.conv1.norm.running_var",
        "layer1.0.conv3.weight, res2.0.conv3.weight",
        "layer4.2.bn3.bias, res5.2.conv3.norm.bias",
        "layer2.0.downsample.0.weight, res3.0.shortcut.weight",
        "layer2.0.downsample.1.running_mean, res3.0.shortcut.norm.running_mean"
    })
    void detectronNamesAreThoseOfTheConverter(String name, String expected) {
        assertThat(DetectronWeights.rename(name)).isEqualTo(expected);
    }

    @Test
    void transposesAQueue() {
        TensorData columns = new Transposed(TensorData.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));

        assertThat(columns.shape().getShape()).containsExactly(2, 3);
        assertThat(columns.toFloats()).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(new Transposed(columns).toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    }
}

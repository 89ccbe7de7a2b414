package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EncoderLayersTest {

    @Test
    void blocksOfATransformerLieBetweenEntryAndHead() {
        List<String> names =
                List.of("cls_token", "patch_embed.proj.weight", "blocks.0.norm1.bias", "blocks.11.mlp.fc1.weight");
        EncoderLayers layers = EncoderLayers.of(names);

        assertThat(names).extracting(layers::of).containsExactly(0, 0, 1, 12);
        assertThat(layers.of("norm.weight")).isEqualTo(13);
        assertThat(layers.of("fc.0.weight")).isEqualTo(13);
    }

    @Test
    void stagesOfAResNetDoToo() {
        List<String> names =
                List.of("conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer4.1.bn2.weight", "fc.2.bias");

        assertThat(names).extracting(EncoderLayers.of(names)::of).containsExactly(0, 0, 1, 4, 5);
    }

    @Test
    void otherNamesAreOneLayer() {
        List<String> names = List.of("01Conv2d_weight", "fc.weight");

        assertThat(names).extracting(EncoderLayers.of(names)::of).containsExactly(1, 1);
    }
}

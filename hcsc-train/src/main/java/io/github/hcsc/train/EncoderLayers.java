package io.github.hcsc.train;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of an encoder by the names of its weights: 0 is what images enter by, then come the blocks of a Vision
 * Transformer or the stages of a ResNet, and last all that follows. An encoder of other names is one layer.
 *
 * @param blocks how many blocks or stages there are
 */
record EncoderLayers(int blocks) {

    private static final Pattern ENTRY =
            Pattern.compile("(cls_token|reg_token|pos_embed|patch_embed\\..*|conv1\\..*|bn1\\..*)");
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\..*");
    private static final Pattern STAGE = Pattern.compile("layer(\\d{1,4})\\..*");

    static EncoderLayers of(Collection<String> names) {
        return new EncoderLayers(
                names.stream().mapToInt(EncoderLayers::block).max().orElse(0));
    }

    /** Returns the layer of a weight. */
    int of(String name) {
        int block = block(name);
        return block > 0 || ENTRY.matcher(name).matches() ? block : blocks + 1;
    }

    /** Returns the number of a weight's block, from 1; 0 if it is of none. */
    private static int block(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            return Integer.parseInt(block.group(1)) + 1;
        }
        Matcher stage = STAGE.matcher(name);
        return stage.matches() ? Integer.parseInt(stage.group(1)) : 0;
    }
}

package io.github.hcsc.core.state.weights;

import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.Arrays;
import java.util.Optional;

/** Positions of a Vision Transformer's patches, for images of another size. */
public final class VitPositions {

    private static final String NAME = "pos_embed";

    private VitPositions() {}

    /**
     * Returns the tensors of a backbone for another one to begin with: with the positions that its images need.
     *
     * @param backbone tensors as this library names them; those of another network than a Vision Transformer stay as they are
     * @param begun the backbone that begins with them
     * @throws IllegalArgumentException if both are Vision Transformers, but differ in their patches or heads
     */
    public static StateDict fitted(StateDict backbone, Block begun) {
        Optional<VitDesign> known = VitTensors.design(backbone);
        if (known.isEmpty() || !(begun instanceof Vit vit)) {
            return backbone;
        }
        VitArchitecture given = known.orElseThrow().architecture();
        requireSame(
                "pixels along a patch, which is not resampled",
                given.patch(),
                vit.architecture().patch());
        requireSame("attention heads", given.heads(), vit.architecture().heads());
        return fitted(backbone, known.orElseThrow(), vit.architecture().imageSize());
    }

    private static void requireSame(String what, int given, int wanted) {
        if (given != wanted) {
            throw new IllegalArgumentException("the weights must have " + wanted + " " + what + ", but have " + given);
        }
    }

    /**
     * Returns the same tensors with the positions interpolated for images of some size, by the rule of the design; the very
     * same where they are for that size already.
     *
     * @param encoder tensors under timm's names
     * @param side of an image in pixels
     * @throws IllegalArgumentException if the patch does not divide it
     */
    public static StateDict fitted(StateDict encoder, VitDesign design, int side) {
        VitArchitecture architecture = design.architecture();
        int grid = VitArchitecture.patches(side, architecture.patch());
        if (grid == architecture.grid()) {
            return encoder;
        }
        StateDict.Builder fitted = StateDict.builder();
        encoder.tensors()
                .forEach((name, tensor) -> fitted.put(name, name.equals(NAME) ? fitted(tensor, design, grid) : tensor));
        return new StateDict(fitted.build().tensors(), encoder.metadata());
    }

    private static TensorData fitted(TensorData positions, VitDesign design, int grid) {
        VitArchitecture architecture = design.architecture();
        int before = architecture.classPosition() ? architecture.width() : 0;
        float[] all = positions.toFloats();
        float[] patches = Arrays.copyOfRange(all, before, all.length);
        float[] resized = design.interpolation().resized(patches, architecture.grid(), grid, grid);
        float[] fitted = Arrays.copyOf(all, before + resized.length);
        System.arraycopy(resized, 0, fitted, before, resized.length);
        return TensorData.of(fitted, 1, fitted.length / architecture.width(), architecture.width());
    }
}

package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.PositionInterpolation;
import io.github.hcsc.core.encoder.vit.VitSize;
import io.github.hcsc.core.state.StateDict;
import java.util.Optional;

/**
 * Whose program has written a Vision Transformer's weights. It decides what the names mean, how positions are brought to
 * another grid, and how many heads there are where the file does not state it.
 */
enum VitFamily {
    /** This library. */
    OURS("this library", PositionInterpolation.ANTIALIAS),
    /** MoCo v3, whose networks of every width have 12 heads. */
    MOCO_V3("MoCo v3", PositionInterpolation.ANTIALIAS) {
        @Override
        Optional<Integer> heads(int width) {
            return Optional.of(MOCO_V3_HEADS);
        }
    },
    /** DINO, and timm without a classifier, which has the same names and shapes. */
    DINO("DINO", PositionInterpolation.OFFSET),
    /** DINOv2 without registers. */
    DINOV2("DINOv2", PositionInterpolation.OFFSET),
    /** DINOv2 with registers. */
    DINOV2_REGISTERS("DINOv2 with registers", PositionInterpolation.ANTIALIAS),
    /** timm and DeiT. */
    TIMM("timm", PositionInterpolation.ANTIALIAS),
    /** torchvision. */
    TORCHVISION("torchvision", PositionInterpolation.ANTIALIAS),
    /** HIRL. */
    HIRL("HIRL", PositionInterpolation.ANTIALIAS);

    private static final int MOCO_V3_HEADS = 12;

    private final String words;
    private final PositionInterpolation interpolation;

    VitFamily(String words, PositionInterpolation interpolation) {
        this.words = words;
        this.interpolation = interpolation;
    }

    /**
     * Returns the family of a network's tensors; the first that fits.
     *
     * @param prefix what preceded their names
     * @param found the tensors after it
     */
    static VitFamily of(String prefix, StateDict found) {
        if (found.metadata().containsKey(VitDesign.HEADS)) {
            return OURS;
        }
        if (found.names().contains("conv_proj.weight")) {
            return TORCHVISION;
        }
        if (prefix.endsWith("base_encoder.") || (prefix.equals("module.") && hasClassifier(found))) {
            return MOCO_V3;
        }
        if (found.names().contains("register_tokens")) {
            return DINOV2_REGISTERS;
        }
        if (found.names().contains("mask_token")) {
            return DINOV2;
        }
        if (prefix.matches("(module\\.)?model\\.(encoder_q|backbone|teacher)\\.")) {
            return HIRL;
        }
        return isTimm(found) ? TIMM : DINO;
    }

    private static boolean hasClassifier(StateDict found) {
        return found.names().contains("head.weight") && found.names().contains("head.bias");
    }

    private static boolean isTimm(StateDict found) {
        return found.names().stream().anyMatch(name -> name.matches("(head|pre_logits|fc_norm|head_drop)\\..*"))
                || found.names().contains("reg_token");
    }

    /** Returns how many heads its networks of a width have, none if there is no rule. */
    Optional<Integer> heads(int width) {
        return VitSize.usualHeads(width);
    }

    PositionInterpolation interpolation() {
        return interpolation;
    }

    /** Returns its name for people. */
    @Override
    public String toString() {
        return words;
    }
}

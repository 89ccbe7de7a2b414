package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.weights.TimmWeights;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import io.github.hcsc.train.weights.WeightsFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who loads an exported encoder, by which lines, and who cannot.
 *
 * @param encoder the options that name it, such as {@code --run run1}
 * @param classes of the classifier that was written beside it, 0 for none
 * @param out what was written
 */
record Loading(EncoderDesign design, WeightsFormat format, int classes, Path out, String encoder) {

    /** Returns the programs that are meant to load the format but have no such network; empty if they have. */
    Optional<String> obstacle() {
        boolean slim = isSlim();
        String loader =
                switch (format) {
                    case DJL, ONNX, HUB, TRANSFORMERS -> "";
                    case SAFETENSORS, TORCHVISION -> slim ? "torchvision and timm have" : "";
                    case TIMM -> slim ? "timm has" : "";
                    case DETECTRON2 -> "detectron2 has";
                    case OFFICIAL -> "the authors' code has";
                };
        if (loader.isEmpty() || (!slim && !hasSmallStem())) {
            return Optional.empty();
        }
        return Optional.of(loader + " no " + design.name()
                + (slim ? " of width " + design.facts().get("width") : "")
                + (hasSmallStem() ? " with the small stem" : "") + ", so this file does not load there");
    }

    /** Returns the lines that load it, for people to copy. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        obstacle().ifPresent(text -> {
            lines.add(text + ". TorchScript does for every network:");
            lines.add("  hcsc export " + encoder + " --format djl --out model");
        });
        if (format == WeightsFormat.DJL || obstacle().isPresent()) {
            String folder = format == WeightsFormat.DJL ? out.toString() : "model";
            lines.add("In Python: torch.jit.load(\"" + folder + "/encoder.pt\")");
            lines.add("In plain DJL: Criteria with optModelPath(Path.of(\"" + folder
                    + "\")) and DeferredTranslatorFactory");
        } else if (format == WeightsFormat.TORCHVISION
                || format == WeightsFormat.TIMM
                || (format == WeightsFormat.SAFETENSORS && classes > 0)) {
            String program = isForTimm() ? "timm" : "torchvision";
            lines.add(hasSmallStem() ? "In Python, with the small stem in place of " + program + "'s:" : "In Python:");
            List<String> python = isForTimm()
                    ? TimmWeights.loading(design, classes, out)
                    : TorchvisionWeights.loading(design, classes, out);
            python.forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private boolean isForTimm() {
        return format == WeightsFormat.TIMM || (format == WeightsFormat.SAFETENSORS && !design.isConvolutional());
    }

    private boolean isSlim() {
        return design.differences().contains(EncoderDesign.Difference.WIDTH);
    }

    private boolean hasSmallStem() {
        return design.differences().contains(EncoderDesign.Difference.STEM);
    }
}

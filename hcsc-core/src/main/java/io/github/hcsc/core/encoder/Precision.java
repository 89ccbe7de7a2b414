package io.github.hcsc.core.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.MatrixUnits;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Locale;

/**
 * The number type of a backbone's activations while it trains.
 *
 * <p>Weights, their gradients, batch-norm statistics and features are float32 always, and so is everything in evaluation.
 * bfloat16 has the range of float32, so that losses need no scaling (Micikevicius et al., Mixed Precision Training, and
 * Kalamkar et al., A Study of BFLOAT16 for Deep Learning Training).
 */
public enum Precision {
    /** {@link #BF16} on devices with {@linkplain MatrixUnits matrix units} for it, else {@link #FP32}. */
    AUTO,
    /** float32. */
    FP32,
    /** bfloat16: half the memory, a rounding of 2 to the power of -9. */
    BF16;

    /** Returns what this is on a device: {@link #FP32} or {@link #BF16}. */
    public Precision on(Device device) {
        if (this != AUTO) {
            return this;
        }
        return MatrixUnits.of(device).bfloat16() ? BF16 : FP32;
    }

    /** Returns the word for it in configurations, such as {@code bf16}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a layer that takes its input in this precision when it trains. */
    public Layer entering(Layer first) {
        return (x, pass) -> {
            if (!pass.training() || on(pass.device()) == FP32) {
                return first.forward(x, pass);
            }
            try (NDArray rounded = TorchOps.toBfloat16(x)) {
                return first.forward(rounded, pass);
            }
        };
    }
}

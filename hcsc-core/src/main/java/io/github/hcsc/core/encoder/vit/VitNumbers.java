package io.github.hcsc.core.encoder.vit;

import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;

/**
 * The numbers that every call of a pass needs, on the host.
 *
 * @param heads attention heads
 * @param type PyTorch's number of the type that matrix products compute in
 * @param patches patches of an image
 */
record VitNumbers(Argument heads, Argument type, Argument patches) {

    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;

    static VitNumbers of(Script ops, int heads, Precision precision, int patches) {
        return new VitNumbers(
                ops.number(heads), ops.number(precision == Precision.BF16 ? BFLOAT16 : FLOAT32), ops.number(patches));
    }
}

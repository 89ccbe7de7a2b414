package io.github.hcsc.train.optimizer;

import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;

/** Numbers of a step on the host, as one argument of a script. */
final class Numbers {

    static final Script OPS = new Script(Numbers.class, "optimizers.torchscript");

    private Numbers() {}

    static Argument of(double... values) {
        return OPS.numbers("numbers", values);
    }
}

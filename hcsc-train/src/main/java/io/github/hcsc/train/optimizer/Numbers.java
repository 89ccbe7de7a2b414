package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.Arrays;

/** Numbers of a step on the host, as one argument of a script. */
record Numbers(NDList values) implements AutoCloseable {

    static final Script OPS = new Script(Numbers.class, "optimizers.torchscript");

    static Numbers of(double... values) {
        return new Numbers(
                new NDList(Arrays.stream(values).mapToObj(OPS::scalar).toArray(NDArray[]::new)));
    }

    Argument argument() {
        return Argument.list("numbers", values);
    }

    @Override
    public void close() {
        values.close();
    }
}

package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.function.Consumer;

/** Names the parameters of a layer below a prefix, as PyTorch's state dicts do, and hands them to their block. */
record Parameters(String prefix, Consumer<Parameter> block) {

    Parameters in(String name) {
        return new Parameters(prefix + name + ".", block);
    }

    Parameter add(String name, Parameter.Type type, Shape shape, Initializer initializer) {
        Parameter parameter = Parameter.builder()
                .setName(prefix + name)
                .setType(type)
                .optShape(shape)
                .optInitializer(initializer)
                .build();
        block.accept(parameter);
        return parameter;
    }
}

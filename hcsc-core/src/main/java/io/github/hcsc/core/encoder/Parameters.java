package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.function.Consumer;

/**
 * Names the parameters of a layer below a prefix, as PyTorch's state dicts do, and hands them to their block.
 *
 * @param prefix begins every name
 * @param block takes the parameters
 */
public record Parameters(String prefix, Consumer<Parameter> block) {

    /** Returns the same below a part of that name. */
    public Parameters in(String name) {
        return new Parameters(prefix + name + ".", block);
    }

    /** Makes a parameter and hands it to the block. */
    public Parameter add(String name, Parameter.Type type, Shape shape, Initializer initializer) {
        return add(name, type, shape, initializer, isWeight(type));
    }

    /** Makes a parameter that stays as it is initialised, and hands it to the block. */
    public Parameter addFixed(String name, Shape shape, Initializer initializer) {
        return add(name, Parameter.Type.WEIGHT, shape, initializer, false);
    }

    private Parameter add(
            String name, Parameter.Type type, Shape shape, Initializer initializer, boolean requiresGradient) {
        Parameter parameter = Parameter.builder()
                .setName(prefix + name)
                .setType(type)
                .optShape(shape)
                .optInitializer(initializer)
                .optRequiresGrad(requiresGradient)
                .build();
        block.accept(parameter);
        return parameter;
    }

    /** Returns whether gradients move parameters of that type; running statistics are not moved. */
    static boolean isWeight(Parameter.Type type) {
        return type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR;
    }
}

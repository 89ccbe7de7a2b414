package io.github.hcsc.train.config;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.github.hcsc.train.config.Require.InvalidValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a failure to bind into the sentence a user needs: place, key, rule, value. */
final class BindingFailure {
    private BindingFailure() {}

    static ConfigException explain(JsonMappingException failure, YamlTree tree) {
        String pointer = pointer(failure);
        if (failure.getCause() instanceof InvalidValueException invalid) {
            String key = invalid.key().isEmpty()
                    ? pointer
                    : pointer + "/" + invalid.key().replace('.', '/');
            return exception(tree, key, invalid.reason(), failure);
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return exception(tree, pointer, " is not a known key; known are " + known(unknown), failure);
        }
        JsonNode value = tree.root().at(pointer);
        if (value.isMissingNode()) {
            return exception(tree, pointer, " is missing; given are " + siblings(tree, pointer), failure);
        }
        return exception(tree, pointer, " must be " + wanted(failure) + ", but was " + value, failure);
    }

    private static ConfigException exception(YamlTree tree, String pointer, String reason, Exception cause) {
        String key =
                pointer.isEmpty() ? "the configuration" : pointer.substring(1).replace('/', '.');
        return new ConfigException(tree.place(pointer) + ": " + key + reason, cause);
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    private static String known(UnrecognizedPropertyException failure) {
        Collection<Object> names = failure.getKnownPropertyIds();
        return names == null
                ? "none"
                : names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String siblings(YamlTree tree, String pointer) {
        List<String> names = new ArrayList<>();
        tree.root()
                .at(pointer.substring(0, pointer.lastIndexOf('/')))
                .fieldNames()
                .forEachRemaining(names::add);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String wanted(JsonMappingException failure) {
        if (failure.getCause() instanceof InputCoercionException) {
            return "a whole number of at most " + Integer.MAX_VALUE;
        }
        Class<?> type = failure instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of " + words(Arrays.stream(type.getEnumConstants()));
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number of at most " + Integer.MAX_VALUE;
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() ? "a group of keys" : "text";
    }

    private static String words(Stream<?> constants) {
        return constants.map(ConfigMapper::word).collect(Collectors.joining(", "));
    }
}

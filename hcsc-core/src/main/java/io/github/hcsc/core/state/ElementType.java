package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types a tensor may have, with their names in a safetensors file. */
enum ElementType {
    F64(DataType.FLOAT64, 8),
    F32(DataType.FLOAT32, 4),
    F16(DataType.FLOAT16, 2),
    I64(DataType.INT64, 8),
    I32(DataType.INT32, 4),
    I8(DataType.INT8, 1),
    U8(DataType.UINT8, 1),
    BOOL(DataType.BOOLEAN, 1),
    /** Read only: the engine has no safe way to create it, so its values are widened to 32 bits, which is exact. */
    BF16(DataType.FLOAT32, 2);

    private final DataType type;
    private final int size;

    ElementType(DataType type, int size) {
        this.type = type;
        this.size = size;
    }

    /** The type of the values once read. */
    DataType type() {
        return type;
    }

    /** Bytes of one element in the file. */
    int size() {
        return size;
    }

    static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(e -> e.name().equals(name)).findFirst();
    }

    static ElementType of(DataType type) {
        return Arrays.stream(values())
                .filter(e -> e != BF16 && e.type == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a stored tensor's type must be one of " + supported() + ", but was " + type));
    }

    private static String supported() {
        return Arrays.stream(values())
                .filter(e -> e != BF16)
                .map(e -> e.type.name())
                .collect(Collectors.joining(", "));
    }
}

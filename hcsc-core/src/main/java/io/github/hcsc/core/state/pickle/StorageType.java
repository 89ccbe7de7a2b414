package io.github.hcsc.core.state.pickle;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;

/** The element types of stored tensors, by the names of PyTorch's storage classes. */
enum StorageType {
    DOUBLE("DoubleStorage", DataType.FLOAT64),
    FLOAT("FloatStorage", DataType.FLOAT32),
    HALF("HalfStorage", DataType.FLOAT16),
    /** Widened to 32 bits when read. */
    BFLOAT16("BFloat16Storage", DataType.FLOAT32),
    LONG("LongStorage", DataType.INT64),
    INT("IntStorage", DataType.INT32),
    CHAR("CharStorage", DataType.INT8),
    BYTE("ByteStorage", DataType.UINT8),
    BOOL("BoolStorage", DataType.BOOLEAN);

    private final String className;
    private final DataType type;

    StorageType(String className, DataType type) {
        this.className = className;
        this.type = type;
    }

    String className() {
        return className;
    }

    /** The type of the elements once read. */
    DataType type() {
        return type;
    }

    /** Bytes of one stored element. */
    int elementSize() {
        return this == BFLOAT16 ? Short.BYTES : type.getNumOfBytes();
    }

    static Optional<StorageType> named(String className) {
        return Arrays.stream(values())
                .filter(storage -> storage.className.equals(className))
                .findFirst();
    }

    /** The storage for tensors to be written. */
    static StorageType of(DataType type) {
        return Arrays.stream(values())
                .filter(storage -> storage != BFLOAT16 && storage.type == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a tensor of type " + type + " cannot be stored"));
    }
}

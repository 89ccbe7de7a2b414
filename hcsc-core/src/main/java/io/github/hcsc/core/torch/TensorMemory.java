package io.github.hcsc.core.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a tensor lie, for code that reads and writes them in place.
 *
 * <p>DJL gives no address, but its handle is PyTorch's own tensor, whose exported {@code data_ptr} does, on every device.
 */
public final class TensorMemory {

    private static final Map<DataType, Lookup> LOOKUPS = new ConcurrentHashMap<>();

    private TensorMemory() {}

    /** PyTorch's function for a type, or why it was not found. */
    private record Lookup(
            Optional<Function> function, @Nullable LinkageError failure) {}

    /** Returns whether PyTorch tells where tensors of a type lie, by the name that GCC and Clang give to that. */
    public static boolean isKnown(DataType type) {
        return lookup(type).function.isPresent();
    }

    /**
     * Returns the address of the first value, on the tensor's device; valid as long as the tensor is open.
     *
     * @throws IllegalArgumentException if the values do not lie row by row without gaps
     * @throws IllegalStateException if PyTorch does not tell on this machine
     */
    public static Pointer of(NDArray tensor) {
        if (!TorchOps.isContiguous(tensor)) {
            throw new IllegalArgumentException("a tensor whose memory is used must be contiguous, but was "
                    + tensor.getShape() + " in another layout");
        }
        Lookup lookup = lookup(tensor.getDataType());
        Function dataPointer = lookup.function.orElseThrow(() ->
                new IllegalStateException("PyTorch does not tell where tensors lie on this machine", lookup.failure));
        return dataPointer.invokePointer(new Object[] {new Pointer(((PtNDArray) tensor).getHandle())});
    }

    private static Lookup lookup(DataType type) {
        return LOOKUPS.computeIfAbsent(type, TensorMemory::find);
    }

    private static Lookup find(DataType type) {
        LinkageError missing = null;
        for (String name : mangled(type)) {
            try {
                NativeLibrary torch = NativeLibrary.getInstance(
                        LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
                Function found = torch.getFunction("_ZNK2at10TensorBase8data_ptrI" + name + "EEPT_v");
                return new Lookup(Optional.of(found), null);
            } catch (LinkageError e) {
                missing = e; // 64-bit integers have two names, one per system
            }
        }
        return new Lookup(Optional.empty(), missing);
    }

    private static List<String> mangled(DataType type) {
        return switch (type) {
            case FLOAT32 -> List.of("f");
            case FLOAT64 -> List.of("d");
            case INT32 -> List.of("i");
            case INT64 -> List.of("l", "x");
            case UINT8 -> List.of("h");
            default ->
                throw new IllegalArgumentException("a tensor whose memory is used must be float32, float64, int32,"
                        + " int64 or uint8, but was " + type);
        };
    }
}

package io.github.hcsc.core.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * Where the values of a tensor lie, for C libraries that read and write them in place.
 *
 * <p>DJL gives no address, but its handle is PyTorch's own tensor, whose exported {@code data_ptr} does, on every device.
 */
public final class TensorMemory {

    private TensorMemory() {}

    /**
     * Returns the address of the first value, on the tensor's device; valid as long as the tensor is open.
     *
     * @throws IllegalArgumentException if the values do not lie row by row without gaps
     */
    public static Pointer of(NDArray tensor) {
        if (!TorchOps.isContiguous(tensor)) {
            throw new IllegalArgumentException("a tensor whose memory is used must be contiguous, but was "
                    + tensor.getShape() + " in another layout");
        }
        Pointer handle = new Pointer(((PtNDArray) tensor).getHandle());
        return symbol(tensor).invokePointer(new Object[] {handle});
    }

    private static Function symbol(NDArray tensor) {
        NativeLibrary torch =
                NativeLibrary.getInstance(LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
        UnsatisfiedLinkError missing = new UnsatisfiedLinkError("no data_ptr of " + tensor.getDataType());
        for (String type : mangled(tensor)) {
            try {
                return torch.getFunction("_ZNK2at10TensorBase8data_ptrI" + type + "EEPT_v");
            } catch (UnsatisfiedLinkError e) {
                missing = e; // 64-bit integers have two names, one per system
            }
        }
        throw new IllegalStateException("this build of PyTorch does not tell where tensors lie", missing);
    }

    private static List<String> mangled(NDArray tensor) {
        return switch (tensor.getDataType()) {
            case FLOAT32 -> List.of("f");
            case FLOAT64 -> List.of("d");
            case INT32 -> List.of("i");
            case INT64 -> List.of("l", "x");
            case UINT8 -> List.of("h");
            default ->
                throw new IllegalArgumentException("a tensor whose memory is used must be float32, float64, int32,"
                        + " int64 or uint8, but was " + tensor.getDataType());
        };
    }
}

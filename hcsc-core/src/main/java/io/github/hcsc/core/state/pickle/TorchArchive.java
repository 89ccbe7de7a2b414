package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the zip files of PyTorch: a pickle, the elements of each tensor in an entry of its own, and other entries. It
 * is the format of both {@code torch.save} and TorchScript.
 */
public final class TorchArchive {
    private static final String FOLDER = "archive/";

    private final List<TensorData> tensors = new ArrayList<>();

    private TorchArchive() {}

    /**
     * Writes or replaces a file as a whole or not at all; one tensor is in memory at a time. The same values give the
     * same bytes.
     *
     * @param path the file
     * @param root what is saved: maps, lists, strings, numbers, booleans, {@code Optional.empty()} for None, tensors,
     *     {@link io.github.hcsc.core.state.StateDict}s and objects of TorchScript classes
     * @param entries further entries: their bytes by their name
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, Object root, Map<String, byte[]> entries) throws IOException {
        TorchArchive archive = new TorchArchive();
        byte[] pickle = archive.pickle(root);
        AtomicFile.write(path, channel -> {
            try (ZipWriter zip = new ZipWriter(channel)) {
                zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle));
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    zip.add(FOLDER + entry.getKey(), ByteBuffer.wrap(entry.getValue()));
                }
                for (int i = 0; i < archive.tensors.size(); i++) {
                    zip.add(FOLDER + "data/" + i, archive.tensors.get(i).bytes());
                }
            }
        });
    }

    private byte[] pickle(Object root) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new PickleWriter(bytes, 2, this::write).writeAll(root);
        return bytes.toByteArray();
    }

    private void write(PickleWriter writer, TensorData tensor, boolean trainable) throws IOException {
        StorageType storage = StorageType.of(tensor.type());
        writer.global("torch._utils", "_rebuild_tensor_v2").op(Opcode.MARK);
        writer.op(Opcode.MARK).write("storage").global("torch", storage.className());
        writer.write(Integer.toString(tensors.size())).write("cpu");
        writer.write(tensor.shape().size()).op(Opcode.TUPLE).op(Opcode.BINPERSID);
        writer.write(0).tuple(sizes(tensor)).tuple(strides(tensor)).write(trainable);
        writer.global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE);
        writer.op(Opcode.TUPLE).op(Opcode.REDUCE);
        tensors.add(tensor);
    }

    static List<Long> sizes(TensorData tensor) {
        List<Long> sizes = new ArrayList<>();
        for (long size : tensor.shape().getShape()) {
            sizes.add(size);
        }
        return sizes;
    }

    private static List<Long> strides(TensorData tensor) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int i = tensor.shape().dimension() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= Math.max(1, tensor.shape().get(i));
        }
        return strides;
    }
}

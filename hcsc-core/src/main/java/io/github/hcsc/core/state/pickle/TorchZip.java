package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.FileSlice;
import io.github.hcsc.core.state.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The zip format of {@code torch.save}, since PyTorch 1.6: a pickle and one entry per storage, in one folder. */
final class TorchZip {
    private static final String PICKLE = "data.pkl";
    private static final int MAX_PICKLE = 1 << 24;

    private final Map<String, FileSlice> entries;
    private final String folder;

    private TorchZip(Map<String, FileSlice> entries, String folder) {
        this.entries = entries;
        this.folder = folder;
    }

    static Object read(SourceFile file) throws IOException {
        Map<String, FileSlice> entries = ZipDirectory.read(file);
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.endsWith("/" + PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw new RefusedException("it is a zip file with " + pickles.size()
                    + " uncompressed entries data.pkl instead of one, and not made by torch.save");
        }
        String pickle = pickles.get(0);
        return new TorchZip(entries, pickle.substring(0, pickle.length() - PICKLE.length())).read();
    }

    private Object read() throws IOException {
        FileSlice order = entries.get(folder + "byteorder");
        if (order != null && !text(order).equals("little")) {
            throw new RefusedException("its numbers are big-endian, which is not supported");
        }
        if (entries.containsKey(folder + "constants.pkl")) {
            throw new RefusedException("it is a TorchScript program; save the model's state_dict() instead");
        }
        byte[] pickle = bytes(entry(PICKLE)).array();
        PickleInput in = new PickleInput(new ByteArrayInputStream(pickle), pickle.length);
        return new PickleMachine(in, this::storage).run();
    }

    private Storage storage(StorageType type, String key, long count) throws RefusedException {
        return new Storage(type, count).placeAt(entry("data/" + key));
    }

    private FileSlice entry(String name) throws RefusedException {
        FileSlice entry = entries.get(folder + name);
        if (entry == null) {
            throw new RefusedException("it lacks the uncompressed entry " + name.replaceAll("[^\\p{Graph}]", "?"));
        }
        return entry;
    }

    private static String text(FileSlice entry) throws RefusedException {
        return StandardCharsets.US_ASCII.decode(bytes(entry)).toString().strip();
    }

    private static ByteBuffer bytes(FileSlice entry) throws RefusedException {
        if (entry.length() > MAX_PICKLE) {
            throw new RefusedException(
                    "its pickle has " + entry.length() + " bytes, more than any file of weights needs");
        }
        return entry.read();
    }
}

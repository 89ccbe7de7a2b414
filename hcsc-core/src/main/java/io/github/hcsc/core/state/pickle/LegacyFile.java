package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.FileSlice;
import io.github.hcsc.core.state.SourceFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stream format of {@code torch.save} before PyTorch 1.6: four pickles (a magic number, a protocol number, facts
 * about the machine, the object), the list of storages, then each storage as a count and its elements.
 */
final class LegacyFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final FileSlice whole;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    private LegacyFile(FileSlice whole) {
        this.whole = whole;
    }

    static Object read(SourceFile file) throws IOException {
        FileSlice whole = new FileSlice(file, 0, file.size());
        try (FileChannel channel = file.open();
                InputStream stream = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16)) {
            return new LegacyFile(whole).read(new PickleInput(stream, file.size()));
        }
    }

    private Object read(PickleInput in) throws IOException {
        if (!new PickleMachine(in, this::storage).run().equals(MAGIC)) {
            throw new RefusedException("it is a pickle, but was not made by torch.save");
        }
        if (!new PickleMachine(in, this::storage).run().equals(PROTOCOL)) {
            throw new RefusedException("it is of a version of torch.save that is not supported");
        }
        Object machine = new PickleMachine(in, this::storage).run();
        if (machine instanceof Map<?, ?> facts && Boolean.FALSE.equals(facts.get("little_endian"))) {
            throw new RefusedException("its numbers are big-endian, which is not supported");
        }
        Object object = new PickleMachine(in, this::storage).run();
        List<?> keys = new Arguments("a list of storages", List.of(new PickleMachine(in, this::storage).run())).list(0);
        placeStorages(in.position(), new Arguments("a list of storages", keys));
        return object;
    }

    private Storage storage(StorageType type, String key, long count) throws RefusedException {
        Storage storage = new Storage(type, count);
        Storage known = Optional.ofNullable(storages.putIfAbsent(key, storage)).orElse(storage);
        if (known.type() != type || known.count() != count) {
            throw new RefusedException("its pickle describes the same storage in two ways");
        }
        return known;
    }

    private void placeStorages(long start, Arguments keys) throws IOException {
        long place = start;
        for (int i = 0; i < keys.size(); i++) {
            Storage storage = storages.get(keys.text(i));
            if (storage == null || storage.isPlaced()) {
                throw new RefusedException("it lists a storage that its pickle does not use, or lists one twice");
            }
            requireInside(place, Long.BYTES);
            ByteBuffer count = whole.slice(place, Long.BYTES).read();
            if (count.getLong() != storage.count()) {
                throw new RefusedException(
                        "it stores " + count.getLong(0) + " elements where its pickle says " + storage.count());
            }
            requireInside(place + Long.BYTES, storage.byteCount());
            storage.placeAt(whole.slice(place + Long.BYTES, storage.byteCount()));
            place += Long.BYTES + storage.byteCount();
        }
        if (!storages.values().stream().allMatch(Storage::isPlaced)) {
            throw new RefusedException("it lacks storages that its pickle uses");
        }
    }

    private void requireInside(long from, long count) throws RefusedException {
        if (from > whole.length() - count) {
            throw new RefusedException("it is truncated inside its stored elements");
        }
    }
}

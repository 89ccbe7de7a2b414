package io.github.hcsc.core.state.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.weights.WeightsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Files of weights that are meant to do harm: pickles put together at random from what attacks are made of, and those of
 * {@link HostilePickleTest} with bytes changed. None runs anything, and none is more than a refusal.
 */
@Tag("campaign")
final class HostileWeightsTest {
    private static final List<String> MODULES =
            List.of("os", "posix", "builtins", "subprocess", "torch", "torch._utils", "collections", "numpy", "sys");
    private static final List<String> NAMES = List.of(
            "system",
            "eval",
            "exec",
            "Popen",
            "getattr",
            "__import__",
            "OrderedDict",
            "_rebuild_tensor_v2",
            "Size",
            "FloatStorage",
            "dtype",
            "scalar",
            "modules");
    private static final int[] PLAIN = {
        Opcode.NONE,
        Opcode.NEWTRUE,
        Opcode.EMPTY_DICT,
        Opcode.EMPTY_LIST,
        Opcode.EMPTY_TUPLE,
        Opcode.MARK,
        Opcode.TUPLE,
        Opcode.TUPLE1,
        Opcode.TUPLE2,
        Opcode.TUPLE3,
        Opcode.REDUCE,
        Opcode.BUILD,
        Opcode.NEWOBJ,
        Opcode.SETITEM,
        Opcode.SETITEMS,
        Opcode.APPEND,
        Opcode.APPENDS,
        Opcode.BINPERSID,
        Opcode.STACK_GLOBAL,
        Opcode.MEMOIZE,
        0x28,
        0x30,
        0x32,
        0x69,
        0x6f,
        0x82,
        0x92
    };

    private final Path folder;
    private final Path witness;

    HostileWeightsTest(@TempDir Path folder) {
        this.folder = folder;
        this.witness = folder.resolve("witness");
    }

    @Test
    @Timeout(1800)
    void runNothing() throws IOException {
        int count = Integer.getInteger("campaign.weights", 500);
        long seed = Long.getLong("campaign.seed", 1);
        List<byte[]> known = Stream.of(
                        HostilePickleTest.programs(),
                        HostilePickleTest.structures(),
                        HostilePickleTest.damage(),
                        HostilePickleTest.tensors())
                .flatMap(stories -> stories)
                .map(Arguments::get)
                .map(story -> (byte[]) story[1])
                .toList();
        long start = System.nanoTime();
        int refused = 0;
        for (int trial = 0; trial < count; trial++) {
            Random random = new Random(31 * seed + trial);
            byte[] pickle = trial % 2 == 0 ? program(random) : changed(known.get(trial / 2 % known.size()), random);
            Path file = trial % 4 < 2
                    ? PickleBytes.zip(folder, pickle)
                    : Files.write(folder.resolve("hostile.pth"), legacy(pickle));
            long begun = System.nanoTime();
            try {
                WeightsFile.read(file).tensors().values().forEach(TensorData::bytes);
            } catch (StateFormatException e) {
                refused++;
                assertThat(e).as("trial " + trial).hasMessageStartingWith(file.toString());
            }
            assertThat(witness).as("trial " + trial).doesNotExist();
            assertThat((System.nanoTime() - begun) / 1e9)
                    .as("trial %d, seconds", trial)
                    .isLessThan(10);
        }
        System.out.printf(
                Locale.ROOT,
                "| weights | %d | %d refused, the others harmless; nothing ran | %.0f s | seed %d |%n",
                count,
                refused,
                (System.nanoTime() - start) / 1e9,
                seed);
    }

    private byte[] program(Random random) {
        PickleBytes pickle = PickleBytes.pickle();
        for (int i = 2 + random.nextInt(40); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> pickle.global(any(MODULES, random), any(NAMES, random));
                case 2 -> pickle.text("touch " + witness);
                case 3 -> pickle.text("touch " + witness).raw(Opcode.TUPLE1, Opcode.REDUCE);
                case 4 -> pickle.integer(random.nextLong() >> random.nextInt(64));
                case 5 -> pickle.tensor(random.nextInt(5), new long[] {random.nextInt(9)}, new long[] {1});
                case 6 -> pickle.raw(random.nextBoolean() ? Opcode.BINPUT : Opcode.BINGET, random.nextInt(4));
                default -> pickle.raw(PLAIN[random.nextInt(PLAIN.length)]);
            }
        }
        return pickle.stop();
    }

    private static byte[] changed(byte[] pickle, Random random) {
        byte[] other = Arrays.copyOf(pickle, Math.min(pickle.length, 1 << 16));
        for (int i = random.nextInt(4); i > 0 && other.length > 0; i--) {
            other[random.nextInt(other.length)] = (byte) random.nextInt();
        }
        return other;
    }

    /** As {@code torch.save} wrote before it wrote zip files. */
    private static byte[] legacy(byte[] pickle) {
        byte[] head = PickleBytes.pickle()
                .raw(Opcode.LONG1, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .stop();
        return new PickleBytes()
                .raw(head)
                .raw(PickleBytes.pickle().raw(Opcode.BININT2, 0xe9, 3).stop())
                .raw(PickleBytes.pickle().raw(Opcode.EMPTY_DICT).stop())
                .raw(pickle)
                .raw("x".getBytes(StandardCharsets.US_ASCII))
                .unfinished();
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}

package io.github.hcsc.core.state.pickle;

import static io.github.hcsc.core.state.pickle.PickleBytes.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DamagedPthTest {
    private static final byte[] NOTHING = pickle().raw(Opcode.EMPTY_DICT).stop();

    private final Path folder;

    DamagedPthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "/etc/evil", "archive/../evil", "archive\\evil", "archive/ev\u0000il"})
    void pathsInNamesAreRefused(String name) throws IOException {
        Path file = Zips.stored(folder.resolve("inner.pth"), Map.of("archive/data.pkl", NOTHING, name, new byte[] {1}));

        refused(file, "whose name is a path to elsewhere");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void zipBombIsNotUnpacked() throws IOException {
        byte[] zeros = new byte[64 << 20];
        Path file = Zips.compressed(folder.resolve("bomb.pth"), Map.of("archive/data.pkl", zeros));

        refused(file, "with 0 uncompressed entries data.pkl");
    }

    @Test
    void compressedStorageIsRefused() throws IOException {
        Path file = folder.resolve("bomb.pth");
        byte[] pickle = pickle().storage("0", 1 << 20).stop();
        Zips.compressed(file, Map.of("archive/data/0", new byte[4 << 20]));
        byte[] bomb = Files.readAllBytes(file);
        Zips.stored(file, Map.of("archive/data.pkl", pickle, "archive/data/1", bomb));

        refused(file, "lacks the uncompressed entry data/0");
    }

    @Test
    void zipWithoutOrWithSeveralPicklesIsRefused() throws IOException {
        refused(Zips.stored(folder.resolve("none"), Map.of("a/b", NOTHING)), "with 0 uncompressed entries");
        refused(
                Zips.stored(folder.resolve("two"), Map.of("a/data.pkl", NOTHING, "b/data.pkl", NOTHING)),
                "with 2 uncompressed entries");
    }

    @Test
    void otherByteOrderIsRefused() throws IOException {
        byte[] big = "big".getBytes(StandardCharsets.US_ASCII);

        refused(Zips.stored(folder.resolve("big"), Map.of("a/data.pkl", NOTHING, "a/byteorder", big)), "big-endian");
    }

    @Test
    void programIsRefused() throws IOException {
        refused(
                Zips.stored(folder.resolve("code"), Map.of("a/data.pkl", NOTHING, "a/constants.pkl", NOTHING)),
                "TorchScript program");
    }

    @Test
    void entriesThatAreNotWhereTheDirectorySaysAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Zips.stored(folder.resolve("x"), Map.of("a/data.pkl", NOTHING)));
        byte[] renamed = whole.clone();
        renamed[30] = 'b';
        byte[] outside = whole.clone();
        outside[whole.length - 22 - 4 - "a/data.pkl".length() + 2] = 0x7f;

        refused(Files.write(folder.resolve("renamed"), renamed), "other names than its directory");
        refused(Files.write(folder.resolve("outside"), outside), "points outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth.tar"})
    void everyTruncationIsRefused(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);

        for (int length = 0; length < whole.length; length += 1 + length / 200) {
            Path part = Files.write(folder.resolve("part"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Pth.read(part)).isInstanceOf(StateFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth.tar"})
    void anyOtherDamageIsRefusedOrHarmless(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        Random random = new Random(7);

        for (int trial = 0; trial < 500; trial++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                Pth.readState(file).tensors().values().forEach(TensorData::bytes);
            } catch (StateFormatException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
    }

    @Test
    void legacyStreamThatRunsACommandIsRefused() throws IOException {
        byte[] hostile = pickle().global("posix", "system")
                .text("ls")
                .raw(Opcode.TUPLE1, Opcode.REDUCE)
                .stop();

        refused(Files.write(folder.resolve("hostile.pth.tar"), hostile), "posix.system");
    }

    @Test
    void otherPicklesAreRefused() throws IOException {
        refused(Files.write(folder.resolve("any.pkl"), NOTHING), "not made by torch.save");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 4, 1, stores 3 elements where its pickle says 4",
        "4, 3, 1, truncated inside its stored elements",
        "4, 4, 0, lacks storages",
        "4, 4, 2, lists one twice"
    })
    void legacyStoragesMustBeThoseOfThePickle(long count, int present, int listings, String reason) throws IOException {
        PickleBytes stream = new PickleBytes();
        stream.raw(pickle().raw(Opcode.LONG1, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                        .stop())
                .raw(pickle().raw(Opcode.BININT2, 0xe9, 3).stop())
                .raw(NOTHING)
                .raw(pickle().tensor(0, new long[] {1}, new long[] {1}).stop());
        PickleBytes keys = pickle().raw(Opcode.EMPTY_LIST);
        for (int i = 0; i < listings; i++) {
            keys.text("0").raw(Opcode.APPEND);
        }
        stream.raw(keys.stop()).int32((int) count).int32(0).times(present * Float.BYTES, 0);

        refused(Files.write(folder.resolve("legacy"), stream.unfinished()), reason);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refused(Files.write(folder.resolve("empty"), new byte[0]), "it is empty");
        refused(Files.writeString(folder.resolve("text"), "hello"), "not made by torch.save");
        refused(Files.writeString(folder.resolve("zip"), "PK"), "zip file without its end");
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> Pth.read(file))
                .isInstanceOf(StateFormatException.class)
                .hasMessageStartingWith(file + ": cannot be read as weights: ")
                .hasMessageContaining(reason);
    }
}

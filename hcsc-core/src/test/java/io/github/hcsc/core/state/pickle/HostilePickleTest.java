package io.github.hcsc.core.state.pickle;

import static io.github.hcsc.core.state.pickle.PickleBytes.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostilePickleTest {
    private final Path folder;

    HostilePickleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"programs", "structures", "copies", "damage", "tensors"})
    void isRefusedWithFileAndReason(String story, byte[] pickle, String reason) throws IOException {
        Path file = PickleBytes.zip(folder, pickle);

        assertThatThrownBy(() -> Pth.read(file))
                .as(story)
                .isInstanceOf(StateFormatException.class)
                .hasMessageStartingWith(file + ": cannot be read as weights: ")
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("shell", call("os", "system"), "os.system, which is not among the names"),
                arguments("shell by its real module", call("posix", "system"), "posix.system"),
                arguments("process", call("subprocess", "Popen"), "subprocess.Popen"),
                arguments("eval", call("builtins", "eval"), "builtins.eval"),
                arguments("eval of Python 2", call("__builtin__", "eval"), "__builtin__.eval"),
                arguments("attribute access", call("builtins", "getattr"), "builtins.getattr"),
                arguments("download", call("torch.hub", "load"), "torch.hub.load"),
                arguments("neighbour of an allowed name", call("torch._utils", "_import_dotted_name"), "torch._utils"),
                arguments("allowed name of another module", call("os", "OrderedDict"), "os.OrderedDict"),
                arguments("storage of another module", call("evil", "FloatStorage"), "evil.FloatStorage"),
                arguments("dots in the name", call("torch", "hub.load"), "torch.hub.load"),
                arguments("line breaks in the name", call("os\r", "system"), "os?.system"),
                arguments(
                        "name from the stack",
                        pickle().text("os")
                                .text("system")
                                .raw(Opcode.STACK_GLOBAL)
                                .stop(),
                        "os.system"),
                arguments("old instance", pickle().raw("(ios\nsystem\n").stop(), "instruction 0x69"),
                arguments("old object", pickle().raw("(o").stop(), "instruction 0x6f"),
                arguments("registered extension", pickle().raw(0x82, 1).stop(), "instruction 0x82"),
                arguments("new object with keywords", pickle().raw(0x92).stop(), "instruction 0x92"),
                arguments(
                        "call of a string",
                        pickle().text("os.system")
                                .raw(Opcode.EMPTY_TUPLE, Opcode.REDUCE)
                                .stop(),
                        "no AllowedCall"),
                arguments(
                        "state for a tensor",
                        pickle().tensor(0, new long[] {1}, new long[] {1})
                                .raw(Opcode.EMPTY_DICT, Opcode.BUILD)
                                .stop(),
                        "gives a state"),
                arguments(
                        "function as a value", pickle().global("torch", "Size").stop(), "neither a value"));
    }

    static Stream<Arguments> structures() {
        int list = Opcode.EMPTY_LIST;
        int map = Opcode.EMPTY_DICT;
        return Stream.of(
                arguments(
                        "list in itself",
                        pickle().raw(list, Opcode.BINPUT, 0, Opcode.BINGET, 0, Opcode.APPEND)
                                .stop(),
                        "contains itself"),
                arguments(
                        "map in itself",
                        pickle().raw(map, Opcode.BINPUT, 0)
                                .text("a")
                                .raw(Opcode.BINGET, 0, Opcode.SETITEM)
                                .stop(),
                        "contains itself"),
                arguments(
                        "deep",
                        pickle().raw(Opcode.NONE).times(101, Opcode.TUPLE1).stop(),
                        "levels deep"),
                arguments(
                        "abysmal",
                        pickle().raw(Opcode.NONE).times(1 << 20, Opcode.TUPLE1).stop(),
                        "levels deep"),
                arguments("endless", pickle().times(1 << 22, Opcode.NONE).stop(), "longer than any file"),
                arguments("large", pickle().times(1 << 24, Opcode.NONE).stop(), "more than any file"),
                arguments(
                        "list as a key",
                        pickle().raw(map, list, Opcode.NONE, Opcode.SETITEM).stop(),
                        "whose key is a list or a map"),
                arguments(
                        "odd entries",
                        pickle().raw(map, Opcode.MARK, Opcode.NONE, Opcode.SETITEMS)
                                .stop(),
                        "no map"),
                arguments(
                        "entries in a list",
                        pickle().raw(list)
                                .text("a")
                                .text("b")
                                .raw(Opcode.SETITEM)
                                .stop(),
                        "no map"),
                arguments(
                        "append to a tuple",
                        pickle().raw(Opcode.EMPTY_TUPLE, Opcode.NONE, Opcode.APPEND)
                                .stop(),
                        "no list"));
    }

    /** Up to a megabyte that would become gigabytes. */
    static Stream<Arguments> copies() {
        PickleBytes text = pickle().text("x".repeat(100_000)).raw(Opcode.BINPUT, 0);
        PickleBytes map = pickle().raw(Opcode.EMPTY_DICT, Opcode.BINPUT, 0, Opcode.MARK);
        PickleBytes pairs = pickle().raw(Opcode.EMPTY_LIST, Opcode.BINPUT, 0, Opcode.MARK);
        for (int i = 0; i < 50_000; i++) {
            map.raw(Opcode.BININT2, i & 0xff, i >> 8, Opcode.NONE);
            pairs.raw(Opcode.BININT2, i & 0xff, i >> 8, Opcode.NONE, Opcode.TUPLE2);
        }
        map.raw(Opcode.SETITEMS);
        pairs.raw(Opcode.APPENDS);
        int[] call = {Opcode.BINGET, 1, Opcode.BINGET, 0, Opcode.TUPLE1, Opcode.REDUCE};
        PickleBytes options =
                pickle().raw(map.unfinished()).global("argparse", "Namespace").raw(Opcode.BINPUT, 1);
        return Stream.of(
                arguments(
                        "bytes of a text",
                        text.global("_codecs", "encode")
                                .raw(Opcode.BINPUT, 1)
                                .times(40_000, call)
                                .stop(),
                        "over and over"),
                arguments(
                        "copies of a map",
                        pickle().raw(map.unfinished())
                                .global("collections", "OrderedDict")
                                .raw(Opcode.BINPUT, 1)
                                .times(40_000, call)
                                .stop(),
                        "over and over"),
                arguments(
                        "maps of a list of pairs",
                        pairs.global("collections", "OrderedDict")
                                .raw(Opcode.BINPUT, 1)
                                .times(40_000, call)
                                .stop(),
                        "over and over"),
                arguments(
                        "options with the same attributes",
                        options.times(
                                        40_000,
                                        Opcode.BINGET,
                                        1,
                                        Opcode.EMPTY_TUPLE,
                                        Opcode.NEWOBJ,
                                        Opcode.BINGET,
                                        0,
                                        Opcode.BUILD)
                                .stop(),
                        "over and over"));
    }

    @Test
    void namesWithControlCharactersAreRefusedAndNotRepeated() throws IOException {
        for (String name : List.of("w\u001b[31m", "w\n", "w\u202e", "w\u2028")) {
            Path file = folder.resolve("named.pth");
            Pth.write(file, Map.of(name, TensorData.of(new float[] {1}, 1)));

            assertThatThrownBy(() -> Pth.readState(file))
                    .isInstanceOf(StateFormatException.class)
                    .hasMessageContaining("the name of a tensor has control characters: w\\u")
                    .satisfies(e -> assertThat(Printable.isPlain(String.valueOf(e.getMessage())))
                            .isTrue());
        }
    }

    static Stream<Arguments> damage() {
        return Stream.of(
                arguments("empty", new byte[0], "truncated"),
                arguments("unfinished", pickle().raw(Opcode.NONE).unfinished(), "truncated"),
                arguments("nothing built", pickle().stop(), "empty stack"),
                arguments("mark missing", pickle().raw(Opcode.TUPLE).stop(), "empty stack"),
                arguments(
                        "argument missing",
                        pickle().raw(Opcode.NONE, Opcode.TUPLE2).stop(),
                        "empty stack"),
                arguments("never stored", pickle().raw(Opcode.BINGET, 3).stop(), "never stored"),
                arguments("protocol 0", new byte[] {(byte) Opcode.PROTO, 0, '.'}, "protocol 0"),
                arguments("protocol 9", new byte[] {(byte) Opcode.PROTO, 9, '.'}, "protocol 9"),
                arguments(
                        "length of 4 GiB",
                        pickle().raw(Opcode.BINUNICODE).int32(-1).stop(),
                        "2 GiB"),
                arguments(
                        "length of 2 GiB",
                        pickle().raw(Opcode.BINUNICODE).int32(Integer.MAX_VALUE).stop(),
                        "truncated"),
                arguments(
                        "huge integer",
                        pickle().raw(Opcode.LONG1, 255).times(255, 1).stop(),
                        "integer of 255 bytes"),
                arguments(
                        "endless name",
                        pickle().raw(Opcode.GLOBAL).times(300, 'a').stop(),
                        "256 letters"),
                arguments(
                        "not UTF-8",
                        pickle().raw(Opcode.SHORT_BINUNICODE, 1, 0xff).stop(),
                        "UTF-8"));
    }

    static Stream<Arguments> tensors() {
        long far = 1L << 40;
        return Stream.of(
                arguments("before the start", tensor(-1, new long[] {1}, new long[] {1}), "at -1"),
                arguments("past the end", tensor(4, new long[] {1}, new long[] {1}), "beyond its 4 stored"),
                arguments("stride past the end", tensor(0, new long[] {2}, new long[] {4}), "beyond its 4 stored"),
                arguments("backwards", tensor(3, new long[] {2}, new long[] {-1}), "stride -1"),
                arguments("negative size", tensor(0, new long[] {-1}, new long[] {1}), "size or stride -1"),
                arguments(
                        "one element a million times", tensor(0, new long[] {1 << 20}, new long[] {0}), "beyond its 4"),
                arguments("overflowing sizes", tensor(0, new long[] {far, far}, new long[] {0, 0}), "impossible sizes"),
                arguments("overflowing strides", tensor(0, new long[] {3}, new long[] {Long.MAX_VALUE}), "impossible"),
                arguments("overflowing offset", tensor(Long.MAX_VALUE, new long[] {2}, new long[] {1}), "impossible"),
                arguments("strides missing", tensor(0, new long[] {2, 2}, new long[] {1}), "with strides [1]"),
                arguments("dimensions", tensor(0, new long[65], new long[65]), "65 dimensions"),
                arguments("storage of another size", storage("0", 5), "16 bytes where its pickle says 20"),
                arguments("storage of negative size", storage("0", -1), "-1 stored"),
                arguments("storage of impossible size", storage("0", 1L << 61), "stored elements"),
                arguments("storage that is missing", storage("7", 4), "lacks the uncompressed entry data/7"),
                arguments("storage elsewhere", storage("../../../etc/passwd", 4), "lacks the uncompressed entry"),
                arguments(
                        "tensor of a string",
                        pickle().global("torch._utils", "_rebuild_tensor_v2")
                                .text("x")
                                .raw(Opcode.TUPLE1, Opcode.REDUCE)
                                .stop(),
                        "part 0 is no Storage"),
                arguments(
                        "another kind of reference",
                        pickle().text("module")
                                .raw(Opcode.TUPLE1, Opcode.BINPERSID)
                                .stop(),
                        "not supported"));
    }

    @Test
    void executesNothing() throws IOException {
        Path witness = folder.resolve("witness");
        Path file = PickleBytes.zip(
                folder,
                pickle().global("os", "system")
                        .text("touch " + witness)
                        .raw(Opcode.TUPLE1, Opcode.REDUCE)
                        .stop());

        assertThatThrownBy(() -> Pth.read(file)).hasMessageContaining("nothing was executed");

        assertThat(Files.exists(witness)).isFalse();
    }

    @Test
    void sharedPartsAreNotMultiplied() throws IOException {
        PickleBytes laughs = pickle().raw(Opcode.NONE, Opcode.TUPLE1, Opcode.BINPUT, 0);
        laughs.times(90, Opcode.BINGET, 0, Opcode.TUPLE2, Opcode.BINPUT, 0); // 2^90 paths

        assertThat(Pth.read(PickleBytes.zip(folder, laughs.stop()))).isInstanceOf(List.class);
    }

    private static byte[] call(String module, String name) {
        return pickle().global(module, name)
                .text("echo")
                .raw(Opcode.TUPLE1, Opcode.REDUCE)
                .stop();
    }

    private static byte[] tensor(long offset, long[] sizes, long[] strides) {
        return pickle().tensor(offset, sizes, strides).stop();
    }

    private static byte[] storage(String key, long count) {
        return pickle().storage(key, count).stop();
    }
}

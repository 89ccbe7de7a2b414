package io.github.hcsc.core.state.pickle;

import static io.github.hcsc.core.state.pickle.PickleBytes.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.hcsc.core.state.StateFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people save beside weights, of classes that are not read. */
final class ForeignObjectsTest {
    private final Path folder;

    ForeignObjectsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void arePassedOverAndNamed(String name, PickleBytes object) throws IOException {
        Path file = PickleBytes.zip(folder, weightsAnd(object.unfinished()));

        assertThat(Pth.readState(file).names()).containsExactly("w");
        assertThat(Pth.foreignObjects(file)).containsExactly("beside (" + name + ")");
    }

    static Stream<Arguments> objects() {
        int list = Opcode.EMPTY_LIST;
        return Stream.of(
                arguments("__builtin__.set", call("__builtin__", "set").raw(list, Opcode.TUPLE1, Opcode.REDUCE)),
                arguments("builtins.set", part().raw(Opcode.EMPTY_SET, Opcode.MARK, Opcode.NONE, Opcode.ADDITEMS)),
                arguments("builtins.set", part().raw(Opcode.MARK, Opcode.NONE, Opcode.FROZENSET)),
                arguments("datetime.date", call("datetime", "date").text("x").raw(Opcode.TUPLE1, Opcode.REDUCE)),
                arguments(
                        "pathlib.PosixPath",
                        call("pathlib", "PosixPath").text("/").text("tmp").raw(Opcode.TUPLE2, Opcode.REDUCE)),
                arguments("torch.float32", call("torch", "float32")),
                arguments(
                        "numpy.dtype",
                        call("numpy.core.multiarray", "scalar")
                                .global("numpy", "dtype")
                                .text("u2")
                                .raw(Opcode.TUPLE1, Opcode.REDUCE)
                                .raw(Opcode.EMPTY_TUPLE, Opcode.BUILD)
                                .raw(Opcode.SHORT_BINBYTES, 2, 1, 0, Opcode.TUPLE2, Opcode.REDUCE)),
                arguments(
                        "numpy.core.multiarray._reconstruct",
                        call("numpy.core.multiarray", "_reconstruct")
                                .global("numpy", "ndarray")
                                .raw(Opcode.TUPLE1, Opcode.REDUCE, Opcode.EMPTY_TUPLE, Opcode.BUILD)),
                arguments(
                        "omegaconf.dictconfig.DictConfig",
                        call("omegaconf.dictconfig", "DictConfig")
                                .raw(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ, Opcode.BINPUT, 9, Opcode.EMPTY_DICT)
                                .text("_parent")
                                .raw(Opcode.BINGET, 9, Opcode.SETITEM, Opcode.BUILD)),
                arguments(
                        "collections.defaultdict",
                        call("collections", "defaultdict")
                                .global("builtins", "list")
                                .raw(Opcode.TUPLE1, Opcode.REDUCE, Opcode.MARK)
                                .text("k")
                                .raw(list, Opcode.SETITEMS)),
                arguments(
                        "my.List",
                        call("my", "List").raw(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ, Opcode.NONE, Opcode.APPEND)),
                arguments(
                        "torch.ComplexFloatStorage",
                        call("torch._utils", "_rebuild_tensor_v2")
                                .raw(Opcode.MARK, Opcode.MARK)
                                .text("storage")
                                .global("torch", "ComplexFloatStorage")
                                .text("7")
                                .text("cpu")
                                .integer(2)
                                .raw(Opcode.TUPLE, Opcode.BINPERSID)
                                .integer(0)
                                .integers(2)
                                .integers(1)
                                .raw(Opcode.TUPLE, Opcode.REDUCE)));
    }

    @Test
    void entriesUnderOtherKeysThanNamesAndNumbersArePassedOver() throws IOException {
        PickleBytes map = part().raw(Opcode.EMPTY_DICT, Opcode.NONE, Opcode.NEWTRUE, Opcode.SETITEM)
                .integers(1, 2)
                .raw(Opcode.NEWTRUE, Opcode.SETITEM)
                .integer(3)
                .raw(Opcode.NEWTRUE, Opcode.SETITEM);

        assertThat(Pth.read(PickleBytes.zip(folder, weightsAnd(map.unfinished()))))
                .isInstanceOfSatisfying(
                        Map.class, saved -> assertThat(saved.get("beside")).isEqualTo(Map.of(3L, true)));
    }

    @Test
    void tensorsThatAreMadeOfThemAreMissing() throws IOException {
        PickleBytes quantized = call("mylib", "Quantized").raw(Opcode.EMPTY_TUPLE, Opcode.REDUCE);
        Path file = PickleBytes.zip(
                folder,
                pickle().raw(Opcode.EMPTY_DICT)
                        .text("conv.weight")
                        .raw(quantized.unfinished())
                        .raw(Opcode.SETITEM)
                        .stop());

        assertThatThrownBy(() -> Pth.readState(file))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("holds no named tensors")
                .hasMessageContaining("at its top are conv.weight");
        assertThat(Pth.foreignObjects(file)).containsExactly("conv.weight (mylib.Quantized)");
    }

    @Test
    void parametersWithAttributesAndExpandedTensorsAreTensors() throws IOException {
        PickleBytes parameter = call("torch._utils", "_rebuild_parameter_with_state")
                .raw(Opcode.MARK)
                .tensor(0, new long[] {3}, new long[] {0})
                .raw(Opcode.NEWTRUE, Opcode.EMPTY_DICT, Opcode.EMPTY_DICT, Opcode.TUPLE, Opcode.REDUCE);

        Path file = PickleBytes.zip(folder, weightsAnd(parameter.unfinished()));

        assertThat(Pth.readState(file).get("beside").toFloats()).containsExactly(0, 0, 0);
    }

    private static PickleBytes part() {
        return new PickleBytes();
    }

    private static PickleBytes call(String module, String name) {
        return part().global(module, name);
    }

    private static byte[] weightsAnd(byte[] object) {
        return pickle().raw(Opcode.EMPTY_DICT, Opcode.MARK)
                .text("w")
                .tensor(0, new long[] {4}, new long[] {1})
                .text("beside")
                .raw(object)
                .raw(Opcode.SETITEMS)
                .stop();
    }
}

package io.github.hcsc.core.state.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names in a file of weights that mean something here, and what each does. Options of a run ({@code argparse.Namespace})
 * become a map of their attributes; whatever another name makes is {@linkplain ForeignObject foreign}.
 */
final class AllowedNames {
    private static final Map<String, AllowedCall> CALLS = Map.ofEntries(
            Map.entry("torch._utils._rebuild_tensor", AllowedNames::tensor),
            Map.entry("torch._utils._rebuild_tensor_v2", AllowedNames::tensor),
            Map.entry("torch._utils._rebuild_parameter_with_state", arguments -> arguments.at(0, StridedTensor.class)),
            Map.entry("torch._utils._rebuild_parameter", arguments -> arguments.at(0, StridedTensor.class)),
            Map.entry("torch.Size", arguments -> arguments.sizes(0)),
            Map.entry("torch.device", arguments -> arguments.text(0)),
            Map.entry("collections.OrderedDict", AllowedNames::map),
            Map.entry("collections.Counter", AllowedNames::map),
            Map.entry("argparse.Namespace", arguments -> new Options()),
            Map.entry("_codecs.encode", AllowedNames::encode),
            Map.entry("numpy.dtype", arguments -> NumpyType.named(arguments.text(0))),
            Map.entry("numpy.core.multiarray.scalar", NumpyType::scalar),
            Map.entry("numpy._core.multiarray.scalar", NumpyType::scalar));

    private AllowedNames() {}

    /** An {@link AllowedCall} or a {@link StorageType}; nothing is looked up but in lists of this package. */
    static Object find(String module, String name) {
        AllowedCall call = CALLS.get(module + "." + name);
        if (call != null) {
            return call;
        }
        Optional<StorageType> storage = module.equals("torch") ? StorageType.named(name) : Optional.empty();
        return storage.isPresent()
                ? storage.orElseThrow()
                : new ForeignObject(printable(module) + "." + printable(name));
    }

    /** Gives an object its state: attributes to a map that stands for an object, nothing to the rest. */
    static Object build(Object object, Object state) throws RefusedException {
        if (object instanceof NumpyType || object instanceof ForeignObject) {
            return object;
        }
        if (object instanceof Options options && state instanceof Map<?, ?> attributes) {
            options.putAll(attributes);
            return options;
        }
        if (object instanceof LinkedHashMap<?, ?>) {
            return object; // attributes of a state dictionary, such as the versions of its modules
        }
        throw new RefusedException("its pickle gives a state to what has none");
    }

    /** Puts alternating keys and values into a map; those whose key is no string and no integer are passed over. */
    static void putAll(Object target, List<?> pairs) throws RefusedException {
        if (target instanceof ForeignObject) {
            return;
        }
        if (!(target instanceof LinkedHashMap<?, ?>) || pairs.size() % 2 != 0) {
            throw new RefusedException("its pickle puts entries into what is no map");
        }
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = (Map<Object, Object>) target;
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i) instanceof ArrayList<?> || pairs.get(i) instanceof Map<?, ?>) {
                throw new RefusedException("its pickle has a map whose key is a list or a map");
            }
            if (pairs.get(i) instanceof String || pairs.get(i) instanceof Long) {
                map.put(pairs.get(i), pairs.get(i + 1));
            }
        }
    }

    /* Called with nothing, with one map, or with one list of pairs. */
    private static Object map(Arguments arguments) throws RefusedException {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (arguments.size() > 0 && arguments.at(0, Object.class) instanceof Map<?, ?> entries) {
            map.putAll(entries);
        } else if (arguments.size() > 0) {
            for (Object pair : arguments.list(0)) {
                Arguments keyAndValue = new Arguments("a map's entry", List.of(pair)).nested();
                putAll(map, List.of(keyAndValue.at(0, Object.class), keyAndValue.at(1, Object.class)));
            }
        }
        return map;
    }

    /* storage, offset, sizes, strides, and what is of no use without gradients */
    private static Object tensor(Arguments arguments) throws RefusedException {
        return StridedTensor.of(
                arguments.at(0, Storage.class), arguments.integer(1), arguments.sizes(2), arguments.sizes(3));
    }

    /* How protocol 2 writes bytes: as the letters of Latin-1. */
    private static Object encode(Arguments arguments) throws RefusedException {
        return ByteBuffer.wrap(arguments.text(0).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\p{Graph}]", "?");
    }

    /** An object that is only its attributes. */
    private static final class Options extends LinkedHashMap<Object, Object> {}

    /** What a name that a pickle may call does here. */
    @FunctionalInterface
    interface AllowedCall {
        Object call(Arguments arguments) throws RefusedException;
    }

    /** The type of a single NumPy number, such as a learning rate that went through NumPy. */
    enum NumpyType {
        F8(8),
        F4(4),
        I8(8),
        I4(4),
        B1(1);

        private final int size;

        NumpyType(int size) {
            this.size = size;
        }

        /** A type, or what stands for one that is not read. */
        static Object named(String name) {
            return switch (name) {
                case "f8" -> F8;
                case "f4" -> F4;
                case "i8" -> I8;
                case "i4" -> I4;
                case "b1" -> B1;
                default -> new ForeignObject("numpy.dtype");
            };
        }

        /** The number itself, from its type and its little-endian bytes. */
        static Object scalar(Arguments arguments) throws RefusedException {
            NumpyType type = arguments.at(0, NumpyType.class);
            ByteBuffer bytes = arguments.at(1, ByteBuffer.class).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.remaining() != type.size) {
                throw new RefusedException("its pickle has a NumPy number of " + bytes.remaining() + " bytes");
            }
            return switch (type) {
                case F8 -> (Object) bytes.getDouble();
                case F4 -> (double) bytes.getFloat();
                case I8 -> bytes.getLong();
                case I4 -> (long) bytes.getInt();
                case B1 -> bytes.get() != 0;
            };
        }
    }
}

package io.github.hcsc.data.augment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tensors of one golden file; how they were made stands in hcsc-examples/reference. */
final class Golden {
    private static final Pattern ENTRY = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"\\w+\",\"shape\":\\[([\\d,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]");

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    record Tensor(int[] shape, byte[] bytes) {
        /** The tensor as a picture, {@code [height, width, 3]}. */
        Image image() {
            return new Image(shape[1], shape[0], bytes);
        }

        double[] doubles() {
            double[] values = new double[bytes.length / Double.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
            return values;
        }
    }

    Golden(String file) {
        byte[] bytes = resource(file);
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Matcher entries = ENTRY.matcher(new String(bytes, 8, header, StandardCharsets.UTF_8));
        while (entries.find()) {
            int[] shape = Arrays.stream(entries.group(2).split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            int start = 8 + header + Integer.parseInt(entries.group(3));
            int end = 8 + header + Integer.parseInt(entries.group(4));
            tensors.put(entries.group(1), new Tensor(shape, Arrays.copyOfRange(bytes, start, end)));
        }
    }

    static byte[] resource(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts of the names after {@code group/}. */
    Stream<String> in(String group) {
        return tensors.keySet().stream()
                .filter(name -> name.startsWith(group + "/"))
                .map(name -> name.substring(group.length() + 1));
    }

    Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new NoSuchElementException(name);
        }
        return tensor;
    }
}

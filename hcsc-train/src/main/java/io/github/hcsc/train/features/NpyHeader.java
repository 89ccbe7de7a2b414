package io.github.hcsc.train.features;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateFormatException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of NumPy says of its matrix, versions 1 to 3.
 *
 * @param offset where the numbers begin
 * @param type of the numbers
 * @param bigEndian whether the most significant byte of a number comes first
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
record NpyHeader(long offset, NpyType type, boolean bigEndian, long rows, int columns) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*(\\[|['\"]([^'\"]*)['\"])");
    private static final Pattern FORTRAN = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\d\\s,]*)\\)");
    private static final Pattern FLOATS = Pattern.compile("([<>=])f([248])");
    private static final Pattern TWO_BYTES = Pattern.compile("[|<]V2");

    /**
     * Reads the header at the beginning of a file.
     *
     * @param bfloat16 whether numbers of two unnamed bytes are bfloat16
     * @throws StateFormatException if it is no matrix of floating-point numbers; the message says what to do
     */
    static NpyHeader read(Path file, InputStream stream, boolean bfloat16) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new StateFormatException(file, "is no .npy file: it does not begin as one");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new StateFormatException(file, "is of npy version " + version + "; versions 1 to 3 are read");
        }
        int width = version == 1 ? Short.BYTES : Integer.BYTES;
        long length = 0;
        for (int i = 0; i < width; i++) {
            length |= (long) in.readUnsignedByte() << (Byte.SIZE * i);
        }
        if (length > MOST_BYTES) {
            throw new StateFormatException(file, "is no .npy file: its header would have " + length + " bytes");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new StateFormatException(file, "ends within its header; copy it again");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return parse(file, new String(text, charset), MAGIC.length + 2 + width + length, bfloat16);
    }

    private static NpyHeader parse(Path file, String literal, long offset, boolean bfloat16) throws IOException {
        String descr = find(file, DESCR, literal, 1).group(1);
        String shape = find(file, SHAPE, literal, 1).group(1);
        boolean fortran = find(file, FORTRAN, literal, 1).group(1).equals("True");
        String name = descr.substring(1, Math.max(1, descr.length() - 1));
        NpyType type = type(file, descr.equals("[") ? descr : name, bfloat16);
        long[] sizes = Arrays.stream(shape.split(",", -1))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        if (sizes.length != 2 || sizes[0] < 1 || sizes[1] < 1 || sizes[1] > Integer.MAX_VALUE) {
            throw new StateFormatException(
                    file,
                    "must be a matrix of one row per item, but has the shape (" + shape
                            + "); numpy.save(file, a.reshape(n, d)) writes one");
        }
        if (fortran && sizes[0] > 1 && sizes[1] > 1) {
            throw new StateFormatException(
                    file,
                    "is in Fortran order, column after column; numpy.save(file, numpy.ascontiguousarray(a)) writes rows");
        }
        return new NpyHeader(offset, type, name.startsWith(">"), sizes[0], (int) sizes[1]);
    }

    private static Matcher find(Path file, Pattern key, String literal, int group) throws IOException {
        Matcher matcher = key.matcher(literal);
        if (!matcher.find() || matcher.group(group) == null) {
            throw new StateFormatException(file, "has a header that is not understood: " + Printable.of(literal));
        }
        return matcher;
    }

    private static NpyType type(Path file, String descr, boolean bfloat16) throws IOException {
        Matcher floats = FLOATS.matcher(descr);
        if (floats.matches()) {
            return NpyType.valueOf("F" + floats.group(2));
        }
        if (TWO_BYTES.matcher(descr).matches()) {
            if (bfloat16) {
                return NpyType.BF16;
            }
            throw new StateFormatException(
                    file, "has numbers of two unnamed bytes; if they are bfloat16, say so with --type bf16");
        }
        throw new StateFormatException(
                file,
                "must hold float16, float32 or float64, but its type is " + Printable.of(descr)
                        + "; numpy.save(file, a.astype('float32')) writes them. Objects and structures are never read");
    }

    /** Returns the bytes of a row. */
    long rowBytes() {
        return (long) columns * type.size();
    }
}

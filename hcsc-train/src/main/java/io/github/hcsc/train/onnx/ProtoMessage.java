package io.github.hcsc.train.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A message of protocol buffers, given by the numbers of its fields. Large tensors are read only while it is written. */
final class ProtoMessage {

    /** A field with its number. */
    private record Field(int size, Writer writer) {}

    @FunctionalInterface
    private interface Writer {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final List<Field> fields = new ArrayList<>();

    ProtoMessage put(int number, long value) {
        fields.add(new Field(CodedOutputStream.computeInt64Size(number, value), out -> out.writeInt64(number, value)));
        return this;
    }

    ProtoMessage put(int number, String text) {
        ByteString bytes = ByteString.copyFromUtf8(text);
        fields.add(new Field(CodedOutputStream.computeBytesSize(number, bytes), out -> out.writeBytes(number, bytes)));
        return this;
    }

    /** A message, which must be whole by now. */
    ProtoMessage put(int number, ProtoMessage message) {
        int length = message.size();
        int size = Math.addExact(CodedOutputStream.computeTagSize(number), withLength(length));
        fields.add(new Field(size, out -> {
            begin(out, number, length);
            message.writeTo(out);
        }));
        return this;
    }

    ProtoMessage putAll(int number, Collection<ProtoMessage> messages) {
        messages.forEach(message -> put(number, message));
        return this;
    }

    /** The elements of a tensor, little-endian. */
    ProtoMessage put(int number, TensorData tensor) {
        int length = Math.toIntExact(tensor.byteCount());
        int size = Math.addExact(CodedOutputStream.computeTagSize(number), withLength(length));
        fields.add(new Field(size, out -> {
            begin(out, number, length);
            out.writeRawBytes(tensor.bytes());
        }));
        return this;
    }

    private static int withLength(int length) {
        return Math.addExact(CodedOutputStream.computeUInt32SizeNoTag(length), length);
    }

    private static void begin(CodedOutputStream out, int number, int length) throws IOException {
        out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
    }

    private int size() {
        return fields.stream().mapToInt(Field::size).reduce(0, Math::addExact);
    }

    void writeTo(CodedOutputStream out) throws IOException {
        for (Field field : fields) {
            field.writer().writeTo(out);
        }
    }
}

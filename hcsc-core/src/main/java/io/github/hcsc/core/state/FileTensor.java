package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Elements that lie in a file as they are wanted. */
record FileTensor(DataType type, Shape shape, CheckedSlice slice) implements TensorData {
    @Override
    public ByteBuffer bytes() {
        return slice.read();
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        slice.copyTo(channel);
    }
}

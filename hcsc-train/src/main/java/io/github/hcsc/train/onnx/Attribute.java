package io.github.hcsc.train.onnx;

/**
 * A setting of an operator ({@code AttributeProto}).
 *
 * @param message its fields
 */
record Attribute(ProtoMessage message) {
    static Attribute of(String name, long value) {
        return new Attribute(new ProtoMessage().put(1, name).put(3, value).put(20, 2L));
    }

    static Attribute of(String name, long... values) {
        ProtoMessage message = new ProtoMessage().put(1, name);
        for (long value : values) {
            message.put(8, value);
        }
        return new Attribute(message.put(20, 7L));
    }
}

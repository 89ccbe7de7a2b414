package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * How many images of a view pass the encoder at a time in each process: a number, {@code whole} for all, or {@code auto}
 * for as many as the memory bears.
 */
public record MicroBatch(Kind kind, int images) {

    /** All images of a view at a time. */
    public static final MicroBatch WHOLE = new MicroBatch(Kind.WHOLE, 0);

    /** Who says how many. */
    public enum Kind {
        /** All images of a view. */
        WHOLE,
        /** The free memory of the device. */
        AUTO,
        /** The configuration. */
        FIXED
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MicroBatch of(JsonNode node) {
        String word = node.asText();
        Require.that(word.matches("whole|auto|[1-9]\\d{0,6}"), "", "be whole, auto or a number of images", word);
        return switch (word) {
            case "whole" -> WHOLE;
            case "auto" -> new MicroBatch(Kind.AUTO, 0);
            default -> new MicroBatch(Kind.FIXED, Integer.parseInt(word));
        };
    }

    @JsonValue
    JsonNode toNode() {
        return switch (kind) {
            case WHOLE -> TextNode.valueOf("whole");
            case AUTO -> TextNode.valueOf("auto");
            case FIXED -> IntNode.valueOf(images);
        };
    }
}

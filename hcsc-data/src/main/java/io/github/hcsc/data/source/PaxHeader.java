package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an extended header says of the member after it, in place of that member's own header.
 *
 * @param name its path
 * @param target what it links to
 * @param size its bytes
 */
record PaxHeader(Optional<String> name, Optional<String> target, OptionalLong size) {
    static final PaxHeader NONE = new PaxHeader(Optional.empty(), Optional.empty(), OptionalLong.empty());

    private static final int MOST_DIGITS = 18;

    PaxHeader withName(String value) {
        return new PaxHeader(Optional.of(value), target, size);
    }

    PaxHeader withTarget(String value) {
        return new PaxHeader(name, Optional.of(value), size);
    }

    /** Reads records of the form {@code LENGTH KEY=VALUE\n}, the length in bytes and including itself. */
    static PaxHeader of(byte[] records, PaxHeader before) throws IOException {
        PaxHeader all = before;
        int at = 0;
        while (at < records.length) {
            int space = at;
            int length = 0;
            while (space < records.length && records[space] >= '0' && records[space] <= '9') {
                length = 10 * length + records[space++] - '0';
            }
            boolean holdsPair = length >= space - at + 2 && length <= records.length - at;
            if (!holdsPair || records[space] != ' ') {
                throw new IOException("damaged pax header");
            }
            all = all.with(new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8));
            at += length;
        }
        return all;
    }

    private PaxHeader with(String pair) throws IOException {
        String key = pair.substring(0, Math.max(0, pair.indexOf('=')));
        String value = pair.substring(pair.indexOf('=') + 1);
        return switch (key) {
            case "path" -> withName(value);
            case "linkpath" -> withTarget(value);
            case "size" -> new PaxHeader(name, target, OptionalLong.of(number(value)));
            default -> {
                if (key.startsWith("GNU.sparse")) {
                    throw new IOException("sparse tar entries are not supported");
                }
                yield this;
            }
        };
    }

    private static long number(String digits) throws IOException {
        boolean sound = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!sound) {
            throw new IOException("damaged pax header");
        }
        return Long.parseLong(digits);
    }
}

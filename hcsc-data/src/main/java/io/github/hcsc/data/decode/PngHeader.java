package io.github.hcsc.data.decode;

import java.io.IOException;

/** What a PNG file says in its chunks. */
final class PngHeader {
    private static final int GREY_WITH_ALPHA = 4;
    private static final int COLOUR_WITH_ALPHA = 6;

    private PngHeader() {}

    static ImageHeader of(byte[] file) throws IOException {
        Bytes bytes = Bytes.bigEndian(file);
        if (!bytes.has("IHDR", 12)) {
            throw new IOException("a damaged image: its size does not come first");
        }
        int colours = bytes.u8(25);
        ImageHeader header = ImageHeader.plain(bytes.u32(16), bytes.u32(20))
                .with(Alteration.DEPTH_REDUCED, bytes.u8(24) == 16)
                .with(Alteration.TRANSPARENCY_DROPPED, colours == GREY_WITH_ALPHA || colours == COLOUR_WITH_ALPHA);
        for (long at = 8; at + 12 <= bytes.length(); at += 12 + bytes.u32(at)) {
            header = header.with(Alteration.TRANSPARENCY_DROPPED, bytes.has("tRNS", at + 4))
                    .with(Alteration.FIRST_TAKEN, bytes.has("acTL", at + 4));
            if (bytes.has("eXIf", at + 4)) {
                header = header.with(Orientation.inExif(file, at + 8));
            }
        }
        return header;
    }
}

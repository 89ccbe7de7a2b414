package io.github.hcsc.data.decode;

import java.io.IOException;

/** What a WebP file says: in its extended header, or in the first bytes of its pixels. */
final class WebpHeader {
    private static final int FIRST_CHUNK = 12;
    private static final int ALPHA = 0x10;
    private static final int ANIMATION = 0x02;

    private WebpHeader() {}

    static ImageHeader of(byte[] file) throws IOException {
        Bytes bytes = Bytes.littleEndian(file);
        long data = FIRST_CHUNK + 8;
        if (bytes.has("VP8X", FIRST_CHUNK)) {
            return extended(file, bytes, data);
        }
        if (bytes.has("VP8L", FIRST_CHUNK)) {
            long sizes = bytes.u32(data + 1);
            return ImageHeader.plain((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1)
                    .with(Alteration.TRANSPARENCY_DROPPED, (sizes >> 28 & 1) == 1);
        }
        if (bytes.has("VP8 ", FIRST_CHUNK)) {
            return ImageHeader.plain(bytes.u16(data + 6) & 0x3fff, bytes.u16(data + 8) & 0x3fff);
        }
        throw new IOException("a damaged image: a WebP file without pixels");
    }

    private static ImageHeader extended(byte[] file, Bytes bytes, long data) throws IOException {
        int flags = bytes.u8(data);
        ImageHeader header = ImageHeader.plain(bytes.u24(data + 4) + 1L, bytes.u24(data + 7) + 1L)
                .with(Alteration.TRANSPARENCY_DROPPED, (flags & ALPHA) != 0)
                .with(Alteration.FIRST_TAKEN, (flags & ANIMATION) != 0);
        for (long at = FIRST_CHUNK; at + 8 <= bytes.length(); at += 8 + (bytes.u32(at + 4) + 1 & ~1L)) {
            if (bytes.has("EXIF", at)) {
                header = header.with(Orientation.inExif(file, at + 8));
            }
        }
        return header;
    }
}

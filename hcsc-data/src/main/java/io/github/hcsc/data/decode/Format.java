package io.github.hcsc.data.decode;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The formats offered, told by the first bytes of a file and not by its name. */
enum Format {
    JPEG("\u00ff\u00d8\u00ff") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return JpegHeader.of(file).image();
        }
    },
    PNG("\u0089PNG\r\n\u001a\n") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return PngHeader.of(file);
        }
    },
    WEBP("RIFF") {
        @Override
        boolean matches(Bytes file) {
            return super.matches(file) && file.has("WEBP", 8);
        }

        @Override
        ImageHeader header(byte[] file) throws IOException {
            return WebpHeader.of(file);
        }
    },
    GIF("GIF87a", "GIF89a") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return GifHeader.of(file).image();
        }
    },
    BMP("BM") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return BmpHeader.of(file).image();
        }
    },
    TIFF("II*\0", "MM\0*", "II+\0", "MM\0+") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return TiffHeader.of(file).image();
        }
    },
    PNM("P1", "P2", "P3", "P4", "P5", "P6") {
        @Override
        ImageHeader header(byte[] file) throws IOException {
            return PnmHeader.of(file).image();
        }
    };

    private static final String FOREIGN = "a file of %s, which is not read; convert it with %s";

    private final List<String> magics;

    Format(String... magics) {
        this.magics = List.of(magics);
    }

    abstract ImageHeader header(byte[] file) throws IOException;

    boolean matches(Bytes file) {
        return magics.stream().anyMatch(magic -> file.has(magic, 0));
    }

    /** Tells the format of a file. */
    static Format of(byte[] encoded) throws IOException {
        if (encoded.length == 0) {
            throw new IOException("the file is empty");
        }
        Bytes file = Bytes.bigEndian(encoded);
        for (Format format : values()) {
            if (format.matches(file)) {
                return format;
            }
        }
        if (file.has("ftypavi", 4)) {
            throw new IOException(String.format(Locale.ROOT, FOREIGN, "AVIF", "avifdec or ImageMagick"));
        }
        if (List.of("ftyphei", "ftyphev", "ftypmif1", "ftypmsf1").stream().anyMatch(brand -> file.has(brand, 4))) {
            throw new IOException(String.format(Locale.ROOT, FOREIGN, "HEIF", "heif-convert or ImageMagick"));
        }
        throw new IOException("not an image, or a damaged one");
    }
}

package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Turns the bytes of an image file into RGB pixels as Pillow's {@code convert("RGB")} does: by content and not by name,
 * alpha dropped, CMYK as Adobe writes it, the first picture of several. One thing differs: 16-bit greys are scaled to 8
 * bits and not cut off at 255. What Pillow and this cannot give alike is refused.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * A picture, and what was done to it beyond reading.
     *
     * @param image the pixels
     * @param alterations what was done
     */
    public record Decoded(Image image, Set<Alteration> alterations) {}

    /**
     * Decodes one image as it is stored.
     *
     * @param encoded a whole file: JPEG, PNG, WebP, GIF, BMP, TIFF or PNM
     * @return the pixels
     * @throws IOException when the bytes are no image, a damaged one, or one of more than 178,956,970 pixels
     */
    public static Image decode(byte[] encoded) throws IOException {
        return decode(encoded, Exif.IGNORE).image();
    }

    /**
     * Decodes one image.
     *
     * @param encoded a whole file: JPEG, PNG, WebP, GIF, BMP, TIFF or PNM
     * @param exif whether the picture is turned as its camera noted
     * @return the pixels, and what was done to them
     * @throws IOException when the bytes are no image, a damaged one, or one of more than 178,956,970 pixels
     */
    public static Decoded decode(byte[] encoded, Exif exif) throws IOException {
        Format format = Format.of(encoded);
        ImageHeader header = format.header(encoded);
        header.require();
        try {
            Image stored = pixels(format, encoded);
            boolean turns = header.orientation() != Orientation.UPRIGHT;
            boolean applies = turns && exif == Exif.APPLY;
            Set<Alteration> alterations = header.with(Alteration.TURNED, applies)
                    .with(Alteration.NOT_TURNED, turns && !applies)
                    .alterations();
            return new Decoded(applies ? header.orientation().apply(stored) : stored, alterations);
        } catch (RuntimeException e) {
            throw new IOException("not an image that can be decoded", e);
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%d x %d pixels do not fit in Java's memory (-Xmx)",
                            header.width(),
                            header.height()),
                    e);
        }
    }

    private static Image pixels(Format format, byte[] encoded) throws IOException {
        return switch (format) {
            case JPEG -> jpeg(encoded);
            case PNG, WEBP -> OpenCv.colours(encoded);
            case GIF -> OpenCv.colours(GifHeader.of(encoded).plain(encoded));
            case BMP -> BmpHeader.of(encoded).spread(OpenCv.colours(encoded));
            case TIFF -> TiffImage.decode(encoded);
            case PNM -> PnmImage.decode(encoded);
        };
    }

    private static Image jpeg(byte[] encoded) throws IOException {
        JpegHeader header = JpegHeader.of(encoded);
        Image image = OpenCv.colours(encoded); // inks too: only this tells damaged files
        return header.isCmyk() ? CmykJpeg.decode(encoded, header.isYcck()) : image;
    }
}

package io.github.hcsc.homes.service;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Decodes what callers send, within limits: a small file may claim to be a picture that fills the memory. */
@Component
class Picture {
    private final int bytes;
    private final long pixels;

    Picture(@Value("${encoder.megabytes}") int megabytes, @Value("${encoder.megapixels}") int megapixels) {
        this.bytes = megabytes << 20;
        this.pixels = megapixels * 1_000_000L;
        ImageIO.setUseCache(false);
    }

    Image read(InputStream body) throws IOException {
        byte[] file = body.readNBytes(bytes + 1);
        if (file.length > bytes) {
            throw new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE, "a file may have " + bytes + " bytes");
        }
        if (claimed(file) > pixels) {
            throw new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE, "a picture may have " + pixels + " pixels");
        }
        try {
            return ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(file));
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** The pixels that the header names; nothing is decoded yet. */
    private static long claimed(byte[] file) {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw unreadable(null);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static ResponseStatusException unreadable(Throwable cause) {
        return new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send a JPEG, PNG, GIF or BMP file", cause);
    }
}

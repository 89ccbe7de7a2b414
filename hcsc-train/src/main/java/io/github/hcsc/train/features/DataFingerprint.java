package io.github.hcsc.train.features;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Tells data sets apart by their images' names and order, their files' sizes and times, and a few images' pixels. */
final class DataFingerprint {
    private static final int SAMPLE = 64;

    private DataFingerprint() {}

    static String of(ImageSource images) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int index = 0; index < images.size(); index++) {
                digest.update((images.name(index) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (images.exif() == Exif.APPLY) {
                digest.update("turned by EXIF\n".getBytes(StandardCharsets.UTF_8));
            }
            addFiles(digest, images);
            int sample = Math.min(SAMPLE, images.size());
            for (int i = 0; i < sample; i++) {
                addPixels(digest, images, (int) ((long) i * images.size() / sample));
            }
            return images.size() + "-" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addFiles(MessageDigest digest, ImageSource images) {
        Optional<Path> last = Optional.empty();
        for (int index = 0; index < images.size(); index++) {
            Optional<Path> file = images.file(index);
            if (file.isPresent() && !file.equals(last)) {
                addFile(digest, file.orElseThrow());
            }
            last = file;
        }
    }

    private static void addFile(MessageDigest digest, Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            digest.update(ByteBuffer.allocate(16)
                    .putLong(facts.size())
                    .putLong(facts.lastModifiedTime().toMillis())
                    .flip());
        } catch (IOException e) {
            digest.update((byte) 0); // a missing file is part of what the data set is
        }
    }

    private static void addPixels(MessageDigest digest, ImageSource images, int index) {
        try {
            Image image = images.image(index);
            digest.update(ByteBuffer.allocate(8)
                    .putInt(image.width())
                    .putInt(image.height())
                    .flip());
            digest.update(image.rgb());
        } catch (IOException e) {
            digest.update((byte) 0); // a damaged image is part of what the data set is
        }
    }
}

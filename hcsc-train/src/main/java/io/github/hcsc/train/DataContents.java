package io.github.hcsc.train;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells images of the same names apart: by the sizes of their files and by what is in some of them. When files were written does
 * not matter, so copies are the same.
 */
final class DataContents {
    private static final int SAMPLE = 1000;
    private static final int MOST_BYTES = 1 << 20;

    private DataContents() {}

    /**
     * Describes the contents of images.
     *
     * @param seed chooses the images that are looked into
     * @return equal texts for equal contents
     */
    static String of(ImageSource images, long seed) {
        ImageSource sample = Subset.random(images, SAMPLE, seed);
        List<Path> files = IntStream.range(0, images.size())
                .mapToObj(images::file)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean apart = files.size() == images.size();
        Stream<byte[]> sizes = files.parallelStream().map(DataContents::size);
        Stream<byte[]> contents = IntStream.range(0, sample.size())
                .parallel()
                .mapToObj(index -> content(sample, index, apart ? 0 : new SplittableRandom(seed + index).nextDouble()));
        return "sizes " + digest(sizes.toList()) + ", contents of " + sample.size() + " images "
                + digest(contents.toList());
    }

    private static byte[] size(Path file) {
        try {
            return ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).array();
        } catch (IOException e) {
            return new byte[0]; // a missing file is part of what the data set is
        }
    }

    /** @param place where in its file to look, in 0..1: a file of many images is not read as a whole */
    private static byte[] content(ImageSource images, int index, double place) {
        try {
            Optional<Path> file = images.file(index);
            if (file.isPresent()) {
                return sha256().digest(bytes(file.orElseThrow(), place));
            }
            Image image = images.image(index);
            return sha256().digest(image.rgb());
        } catch (IOException e) {
            return new byte[0]; // a damaged image is part of what the data set is
        }
    }

    private static byte[] bytes(Path file, double place) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position((long) (place * Math.max(0, channel.size() - MOST_BYTES)));
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the end of the file, should it have become shorter
            }
            return bytes.array();
        }
    }

    private static String digest(List<byte[]> parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update((byte) part.length);
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

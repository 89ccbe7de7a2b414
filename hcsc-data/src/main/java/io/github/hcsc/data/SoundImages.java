package io.github.hcsc.data;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images, and in place of a damaged one always the same other one; counts and names the damaged ones and refuses
 * to go on when they are too many.
 */
final class SoundImages {
    private static final Logger LOGGER = LoggerFactory.getLogger(SoundImages.class);
    private static final long PURPOSE = 0x64616d616765L;
    private static final int ALWAYS_TOLERATED = 5;
    private static final int NAMED = 10;

    private final ImageSource source;
    private final long seed;
    private final int limit;
    private final NavigableSet<Integer> damaged = new ConcurrentSkipListSet<>();

    SoundImages(ImageSource source, long seed, double toleratedShare) {
        this.source = source;
        this.seed = seed;
        int tolerated = Math.max(ALWAYS_TOLERATED, (int) (toleratedShare * source.size()));
        this.limit = Math.min(tolerated, source.size() - 1);
    }

    int damaged() {
        return damaged.size();
    }

    /** The image of this index or, if that is damaged, of the first sound one in a sequence that belongs to the index. */
    Image read(int index) {
        RandomStream substitutes = RandomStream.of(seed, PURPOSE, index);
        int candidate = index;
        while (true) {
            try {
                return source.image(candidate);
            } catch (IOException e) {
                report(candidate, e);
                candidate = substitutes.nextInt(source.size());
            }
        }
    }

    private void report(int index, IOException reason) {
        if (damaged.add(index)) {
            LOGGER.warn("image {} is replaced by another: {}", source.name(index), reason.toString());
        }
        if (damaged.size() > limit) {
            String first = damaged.stream().limit(NAMED).map(source::name).collect(Collectors.joining(", "));
            throw new IllegalStateException(
                    ("damaged images must be at most %d of %d, but there are more: %s ...; remove them, or in training"
                                    + " raise data.maximumDamagedShare")
                            .formatted(limit, source.size(), first),
                    reason);
        }
    }
}

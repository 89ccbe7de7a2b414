package io.github.hcsc.data;

import io.github.hcsc.data.LoaderConfig.Order;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images. A damaged one is left out where images are looked at in order, and elsewhere replaced by always the same
 * other one. Counts and names the damaged ones and refuses to go on when they are too many.
 */
final class ReadableImages {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReadableImages.class);
    private static final long PURPOSE = 0x64616d616765L;
    private static final int ALWAYS_TOLERATED = 5;
    private static final int NAMED = 10;
    private static final int LONGEST = 200;

    private final ImageSource source;
    private final long seed;
    private final boolean replaces;
    private final int limit;
    private final NavigableSet<Integer> damaged = new ConcurrentSkipListSet<>();
    private volatile BitSet passedOver = new BitSet();

    /** An image that could be read, and which one it is. */
    record Sound(int index, Image image) {}

    ReadableImages(ImageSource source, LoaderConfig config) {
        this.source = source;
        this.seed = config.seed();
        this.replaces = config.order() != Order.SEQUENTIAL;
        int images = source.size();
        boolean allTolerated = !replaces && config.toleratedDamage() == 1;
        int tolerated = Math.max(ALWAYS_TOLERATED, (int) (config.toleratedDamage() * images));
        this.limit = Math.min(tolerated, allTolerated ? images : images - 1);
    }

    int damaged() {
        return damaged.size();
    }

    /** Treats images as damaged from here on, in place of those of an earlier call. */
    void passOver(int... images) {
        BitSet set = new BitSet();
        IntStream.of(images).forEach(image -> {
            set.set(image);
            damaged.add(image);
        });
        passedOver = set;
        requireFew(Optional.empty());
    }

    /**
     * Returns the image of this index. If that is damaged: nothing, or the first sound one in a sequence that belongs to the
     * index.
     */
    Optional<Sound> read(int index) {
        RandomStream substitutes = RandomStream.of(seed, PURPOSE, index);
        int candidate = index;
        while (true) {
            try {
                if (!passedOver.get(candidate)) {
                    return Optional.of(new Sound(candidate, source.image(candidate)));
                }
            } catch (IOException e) {
                report(candidate, e);
            }
            if (!replaces) {
                return Optional.empty();
            }
            candidate = substitutes.nextInt(source.size());
        }
    }

    private void report(int index, IOException reason) {
        if (damaged.add(index)) {
            LOGGER.warn(
                    "image {} is {}: {}",
                    shown(index),
                    replaces ? "replaced by another" : "left out",
                    source.unreadable().getOrDefault(source.name(index), String.valueOf(reason.getMessage())));
        }
        requireFew(Optional.of(reason));
    }

    /** A name from a list may be a page long. */
    private String shown(int index) {
        String name = source.name(index);
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
    }

    private void requireFew(Optional<IOException> reason) {
        if (damaged.size() > limit) {
            String first = damaged.stream().limit(NAMED).map(this::shown).collect(Collectors.joining(", "));
            IllegalStateException tooMany = new IllegalStateException(String.format(
                    Locale.ROOT,
                    "damaged images must be at most %d of %d, but there are more: %s ...; remove them, or in"
                            + " training raise data.maximumDamagedShare",
                    limit,
                    source.size(),
                    first));
            reason.ifPresent(tooMany::initCause);
            throw tooMany;
        }
    }
}

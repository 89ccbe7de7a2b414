package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.source.ShapePainter.Fill;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Pictures made on the spot whose classes form a known hierarchy: three families of three shapes with three fills, 27
 * classes in all. Colours, place, size, direction, background and noise vary freely, so that pixels alone say little
 * about the class. The same seed and index always give the same picture, and nothing is stored.
 */
public final class GeneratedShapes implements ImageSource {
    private static final int LEVELS = 3;
    private static final int BRANCHES = 3;
    private static final int LEAVES = 27;
    private static final List<String> FAMILIES = List.of("round", "angular", "stroke");
    private static final List<Outline> OUTLINES = List.of(Outline.values());
    private static final List<Fill> FILLS = List.of(Fill.values());

    private final int size;
    private final int pixels;
    private final long seed;

    /**
     * Describes a set of pictures.
     *
     * @param size how many, at least 1
     * @param pixels along each side, at least 16; 32 is fast, 64 clear
     * @param seed a set of another seed has other pictures of the same classes
     */
    public GeneratedShapes(int size, int pixels, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("number of images must be at least 1, but was " + size);
        }
        if (pixels < 16) {
            throw new IllegalArgumentException("pixels along each side must be at least 16, but was " + pixels);
        }
        this.size = size;
        this.pixels = pixels;
        this.seed = seed;
    }

    @Override
    public int size() {
        return size;
    }

    /** Returns class and index, for instance {@code "round-disc-plain-000000"}. */
    @Override
    public String name(int index) {
        return String.format(Locale.ROOT, "%s-%06d", leafName(label(index, 0)), index);
    }

    @Override
    public Image image(int index) {
        int leaf = label(index, 0);
        Outline outline = OUTLINES.get(leaf / BRANCHES);
        Fill fill = FILLS.get(leaf % BRANCHES);
        return new ShapePainter(outline, fill, RandomStream.of(seed, index)).paint(pixels);
    }

    @Override
    public OptionalInt label(int index) {
        return OptionalInt.of(label(index, 0));
    }

    @Override
    public List<String> classNames() {
        return classNames(0);
    }

    /** Returns the number of levels of the labels. */
    public int levels() {
        return LEVELS;
    }

    /** Returns the class; level 0 is family, shape and fill (27), level 1 family and shape (9), level 2 family (3). */
    public int label(int index, int level) {
        int label = Objects.checkIndex(index, size) % LEAVES;
        for (int i = 0; i < Objects.checkIndex(level, LEVELS); i++) {
            label /= BRANCHES;
        }
        return label;
    }

    /**
     * Returns the names of a level's classes.
     *
     * @param level which level, 0 the finest
     */
    public List<String> classNames(int level) {
        return switch (Objects.checkIndex(level, LEVELS)) {
            case 0 ->
                IntStream.range(0, LEAVES).mapToObj(GeneratedShapes::leafName).toList();
            case 1 ->
                IntStream.range(0, OUTLINES.size())
                        .mapToObj(GeneratedShapes::shapeName)
                        .toList();
            default -> FAMILIES;
        };
    }

    @Override
    public String description() {
        return Names.source(String.format(Locale.ROOT, "generated shapes of %1$dx%1$d pixels", pixels), size, LEAVES);
    }

    private static String leafName(int leaf) {
        return shapeName(leaf / BRANCHES) + "-" + lower(FILLS.get(leaf % BRANCHES));
    }

    private static String shapeName(int shape) {
        return FAMILIES.get(shape / BRANCHES) + "-" + lower(OUTLINES.get(shape));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

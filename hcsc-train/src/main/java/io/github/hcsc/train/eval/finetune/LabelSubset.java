package io.github.hcsc.train.eval.finetune;

import io.github.hcsc.data.source.ImageList;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.LabelledImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Which images of a data set keep their labels in semi-supervised evaluation. */
public final class LabelSubset {
    private static final int AMBIGUOUS = -1;

    private LabelSubset() {}

    /**
     * Keeps the images that a list names, as {@link ImageList} reads it, by path or, as in SimCLR's lists for ImageNet, by
     * file name alone.
     *
     * @throws IOException if the list cannot be read
     * @throws IllegalArgumentException if it is empty or names an image that is not there
     */
    public static LabelledImages listed(LabelledImages all, Path list) throws IOException {
        Map<String, Integer> places = places(all.images());
        List<Integer> chosen = new ArrayList<>();
        ImageSource listed = ImageList.open(list);
        for (int i = 0; i < listed.size(); i++) {
            String name = listed.name(i);
            Integer place = places.get(name);
            if (place == null || place == AMBIGUOUS) {
                throw new IllegalArgumentException(list + " must name one image of "
                        + all.images().description() + " in each line, but " + name + " is "
                        + (place == null ? "not there" : "there several times; give the whole path"));
            }
            chosen.add(place);
        }
        return all.select(chosen.stream().sorted().mapToInt(Integer::intValue).toArray());
    }

    private static Map<String, Integer> places(ImageSource images) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            String name = images.name(i).replace('\\', '/');
            String file = name.substring(name.lastIndexOf('/') + 1);
            if (!file.equals(name)) {
                places.merge(file, i, (one, other) -> AMBIGUOUS);
            }
            places.put(name, i);
        }
        return places;
    }

    /**
     * Keeps a share of each class, at least one image: those whose names have the smallest digests. The choice depends on
     * names and seed alone, and a smaller share is a part of a larger one.
     *
     * @param percent share of the images, in (0, 100]
     */
    public static LabelledImages share(LabelledImages all, double percent, long seed) {
        return all.select(ofShare(all, percent, seed));
    }

    /** Returns which images {@link #share} keeps. */
    public static int[] ofShare(LabelledImages all, double percent, long seed) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("the share of labels must lie in (0, 100] per cent, but was " + percent);
        }
        return chosen(all, size -> (int) Math.max(1, Math.round(size * percent / 100)), seed);
    }

    /**
     * Returns which images are kept if each class keeps so many, or all that it has.
     *
     * @param count images of a class, at least 1
     */
    public static int[] ofClasses(LabelledImages all, int count, long seed) {
        return chosen(all, size -> Math.min(size, count), seed);
    }

    private static int[] chosen(LabelledImages all, IntUnaryOperator kept, long seed) {
        int[] labels = all.labels();
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        IntStream.range(0, labels.length).forEach(i -> classes.computeIfAbsent(labels[i], label -> new ArrayList<>())
                .add(i));
        String[] digests = new String[labels.length];
        Arrays.setAll(digests, i -> digest(seed + " " + all.images().name(i)));
        return classes.values().stream()
                .flatMap(members -> members.stream()
                        .sorted(Comparator.comparing((Integer i) -> digests[i]))
                        .limit(kept.applyAsInt(members.size())))
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.github.hcsc.train.audit;

import io.github.hcsc.train.audit.LabelErrors.Doubt;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a search for wrong classes finds of wrong classes that were planted in these images: the only honest measure of it,
 * since what the embeddings tell apart decides.
 *
 * @param planted images that were given another class at random
 * @param listed images that the search listed, without those it listed before any were planted
 * @param precision share of the listed that were planted
 * @param recall share of the planted that were listed
 */
public record Rehearsal(int planted, int listed, double precision, double recall) {

    private static final double SHARE = 0.05;

    /**
     * Plants, and searches again. Images that are doubtful as they are neither get another class nor count as listed.
     *
     * @param before what the search finds in the classes as they are
     * @param search the search
     */
    static Rehearsal of(Classes classes, LabelErrors before, Function<Classes, LabelErrors> search, long seed) {
        Set<Integer> doubtful = before.listed().stream().map(Doubt::image).collect(Collectors.toSet());
        int[] sound = IntStream.range(0, classes.images())
                .filter(image -> !doubtful.contains(image))
                .toArray();
        int count = Math.max(1, (int) Math.round(SHARE * sound.length));
        Random random = new Random(seed);
        int[] given = classes.given().clone();
        Set<Integer> planted = new HashSet<>();
        while (planted.size() < Math.min(count, sound.length)) {
            int image = sound[random.nextInt(sound.length)];
            if (planted.add(image)) {
                given[image] = (given[image] + 1 + random.nextInt(classes.count() - 1)) % classes.count();
            }
        }
        LabelErrors after = search.apply(classes.with(given));
        int[] listed = after.ranked().stream()
                .mapToInt(Doubt::image)
                .filter(image -> !doubtful.contains(image))
                .limit(Math.max(
                        0, Math.round(after.estimated() - before.listed().size())))
                .toArray();
        double found = Arrays.stream(listed).filter(planted::contains).count();
        return new Rehearsal(planted.size(), listed.length, found / listed.length, found / planted.size());
    }
}

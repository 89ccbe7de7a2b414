package io.github.hcsc.train.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Parts of a set that each hold their share of every class, and all copies of what they hold.
 *
 * @param of for each image the number of its part
 * @param count number of parts
 */
@SuppressWarnings("ArrayRecordComponent")
record Folds(int[] of, int count) {

    /**
     * Divides.
     *
     * @param copies groups that stay together
     * @param seed decides what goes where
     */
    static Folds of(Classes classes, CopyGroups copies, int count, long seed) {
        List<int[]> units = new ArrayList<>();
        copies.groups().forEach(group -> units.add(group.images()));
        int[] groups = copies.groupOf(classes.images());
        IntStream.range(0, groups.length)
                .filter(image -> groups[image] < 0)
                .forEach(image -> units.add(new int[] {image}));
        Collections.shuffle(units, new Random(seed));
        units.sort((a, b) -> Integer.compare(b.length, a.length));
        int[][] filled = new int[count][classes.count() + 1];
        int[] of = new int[classes.images()];
        for (int[] unit : units) {
            int fold = emptiest(filled, classes.given()[unit[0]]);
            for (int image : unit) {
                of[image] = fold;
                filled[fold][classes.given()[image]]++;
                filled[fold][classes.count()]++;
            }
        }
        return new Folds(of, count);
    }

    /** The part with fewest images of a class, of these that with fewest of all. */
    private static int emptiest(int[][] filled, int name) {
        int best = 0;
        for (int fold = 1; fold < filled.length; fold++) {
            int[] one = filled[fold];
            int[] other = filled[best];
            int last = one.length - 1;
            if (one[name] < other[name] || (one[name] == other[name] && one[last] < other[last])) {
                best = fold;
            }
        }
        return best;
    }

    int[] inside(int fold) {
        return IntStream.range(0, of.length).filter(image -> of[image] == fold).toArray();
    }

    int[] outside(int fold) {
        return IntStream.range(0, of.length).filter(image -> of[image] != fold).toArray();
    }
}

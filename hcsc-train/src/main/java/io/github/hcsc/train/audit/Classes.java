package io.github.hcsc.train.audit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The classes that images were given.
 *
 * @param names in order
 * @param given for each image the position of its class among the names
 */
@SuppressWarnings("ArrayRecordComponent")
record Classes(List<String> names, int[] given) {

    Classes {
        names = List.copyOf(names);
    }

    static Classes of(List<String> classes) {
        List<String> names = classes.stream().distinct().sorted().toList();
        return new Classes(
                names,
                classes.stream()
                        .mapToInt(name -> Collections.binarySearch(names, name))
                        .toArray());
    }

    int count() {
        return names.size();
    }

    int images() {
        return given.length;
    }

    int[] sizes() {
        int[] sizes = new int[count()];
        for (int name : given) {
            sizes[name]++;
        }
        return sizes;
    }

    /** The same images with other classes. */
    Classes with(int... other) {
        return new Classes(names, other);
    }

    /** Some of the images. */
    Classes select(int... images) {
        return with(Arrays.stream(images).map(image -> given[image]).toArray());
    }
}

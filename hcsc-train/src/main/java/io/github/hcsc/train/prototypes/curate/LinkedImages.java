package io.github.hcsc.train.prototypes.curate;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Images that are joined in pairs: those that a chain of pairs connects are one group. */
public final class LinkedImages {
    private final int[] group; // of each image another of its group, or itself

    /** No pairs among so many images. */
    public LinkedImages(int images) {
        group = IntStream.range(0, images).toArray();
    }

    /** Joins two images, and so their groups. */
    public void link(int one, int other) {
        group[root(other)] = root(one);
    }

    private int root(int image) {
        int root = image;
        while (group[root] != root) {
            group[root] = group[group[root]];
            root = group[root];
        }
        return root;
    }

    /** Returns the groups of two images or more, each in order. */
    public List<List<Integer>> groups() {
        return IntStream.range(0, group.length)
                .boxed()
                .collect(Collectors.groupingBy(this::root, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(images -> images.size() > 1)
                .toList();
    }
}

package io.github.hcsc.train.eval.svm;

import java.util.List;
import java.util.Set;

/**
 * Which classes each image shows; an image may show several or none.
 *
 * @param classNames the names of all classes
 * @param shown the names of the classes of each image
 */
public record MultiLabels(List<String> classNames, List<Set<String>> shown) {

    /** Copies both. */
    public MultiLabels {
        classNames = List.copyOf(classNames);
        shown = shown.stream().map(Set::copyOf).toList();
    }

    int images() {
        return shown.size();
    }

    /** Whether each image shows a class. */
    boolean[] of(int classIndex) {
        boolean[] positive = new boolean[shown.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = shown.get(i).contains(classNames.get(classIndex));
        }
        return positive;
    }
}

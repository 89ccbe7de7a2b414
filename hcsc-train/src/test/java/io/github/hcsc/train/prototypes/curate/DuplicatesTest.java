package io.github.hcsc.train.prototypes.curate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DuplicatesTest {
    private static final int IMAGES = 250;
    private final RandomTree random = RandomTree.of(IMAGES, 5, 8, 20, 5);

    @ParameterizedTest
    @ValueSource(floats = {0.98f, 0.995f, 0.9995f})
    void groupsAreTheConnectedPartsOfAllSimilarPairs(float least) {
        List<List<Integer>> groups = find(least);

        assertThat(groups).containsExactlyInAnyOrderElementsOf(connectedParts(least));
        assertThat(groups).isSortedAccordingTo((a, b) -> Integer.compare(b.size(), a.size()));
    }

    @Test
    void aHigherSimilarityLeavesFewer() {
        assertThat(find(0.98f).stream().mapToInt(List::size).sum())
                .isGreaterThan(find(0.999f).stream().mapToInt(List::size).sum());
    }

    private List<List<Integer>> find(float least) {
        return Duplicates.find(PrototypeIndex.of(random.tree(), random.embeddings()), random.embeddings(), least);
    }

    private List<List<Integer>> connectedParts(float least) {
        boolean[] seen = new boolean[IMAGES];
        List<List<Integer>> parts = new ArrayList<>();
        for (int start = 0; start < IMAGES; start++) {
            List<Integer> part = new ArrayList<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                int image = open.remove();
                if (!seen[image]) {
                    seen[image] = true;
                    part.add(image);
                    for (int other = 0; other < IMAGES; other++) {
                        if (random.embeddings()
                                        .similarity(image, random.embeddings().row(other))
                                >= least) {
                            open.add(other);
                        }
                    }
                }
            }
            if (part.size() > 1) {
                Collections.sort(part);
                parts.add(part);
            }
        }
        return parts;
    }
}

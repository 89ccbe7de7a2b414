package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnnEvaluationTest {

    @TempDir
    private Path folder;

    @Test
    void heldOutImagesHaveTheClassesOfTheirNamesAndNotOfTheirNumbers() {
        GeneratedShapes shapes = new GeneratedShapes(64, 16, 0);
        try (Pretrainer pretrainer = Pretrainer.create(
                        PretrainerTest.config("run.knn.neighbours=1", "schedule.epochs=2"), folder.resolve("run"))
                .optData(new TrainingData(shapes, Optional.of(new Renumbered(shapes))))
                .build()) {
            pretrainer.run();
        }

        assertThat(MetricsLog.read(folder.resolve("run/metrics.jsonl")).get(0).values())
                .as("each held-out image is its own nearest neighbour")
                .containsEntry("knn_top1", 100.0);
    }

    /** The same images, their classes in another order. */
    private record Renumbered(GeneratedShapes shapes) implements ImageSource {
        @Override
        public int size() {
            return shapes.size();
        }

        @Override
        public String name(int index) {
            return shapes.name(index);
        }

        @Override
        public Image image(int index) throws IOException {
            return shapes.image(index);
        }

        @Override
        public OptionalInt label(int index) {
            return OptionalInt.of(
                    shapes.classNames().size() - 1 - shapes.label(index).orElseThrow());
        }

        @Override
        public List<String> classNames() {
            List<String> names = new ArrayList<>(shapes.classNames());
            Collections.reverse(names);
            return names;
        }

        @Override
        public String description() {
            return "shapes with other numbers";
        }
    }
}

package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GeneratedShapesTest {
    private static final int NEIGHBOURS = 20;

    @Test
    void nestsItsClasses() {
        GeneratedShapes shapes = new GeneratedShapes(54, 32, 1);

        assertThat(shapes.classNames(0)).hasSize(27).doesNotHaveDuplicates();
        assertThat(shapes.classNames(1)).hasSize(9).doesNotHaveDuplicates();
        assertThat(shapes.classNames(2)).containsExactly("round", "angular", "stroke");
        for (int i = 0; i < 54; i++) {
            String leaf = shapes.classNames(0).get(shapes.label(i, 0));
            String shape = shapes.classNames(1).get(shapes.label(i, 1));
            assertThat(leaf).startsWith(shape + "-");
            assertThat(shape).startsWith(shapes.classNames(2).get(shapes.label(i, 2)) + "-");
        }
    }

    @Test
    void drawsTheSamePictureForTheSameSeedAndIndex() {
        GeneratedShapes shapes = new GeneratedShapes(100, 32, 1);

        assertThat(shapes.image(7).rgb())
                .isEqualTo(new GeneratedShapes(8, 32, 1).image(7).rgb());
        assertThat(shapes.image(7).rgb()).isNotEqualTo(shapes.image(34).rgb());
        assertThat(shapes.image(7).rgb())
                .isNotEqualTo(new GeneratedShapes(8, 32, 2).image(7).rgb());
    }

    @Test
    void givesLittleAwayInItsPixels() {
        GeneratedShapes known = new GeneratedShapes(2000, 32, 1);
        GeneratedShapes asked = new GeneratedShapes(500, 32, 2);
        byte[][] pixels =
                IntStream.range(0, 2000).mapToObj(i -> known.image(i).rgb()).toArray(byte[][]::new);

        long right = IntStream.range(0, 500)
                .parallel()
                .filter(i -> nearestClass(pixels, known, asked.image(i).rgb()) == asked.label(i, 0))
                .count();

        assertThat(right / 500.0).isLessThan(0.2);
    }

    @Test
    void refusesSizesThatMakeNoSense() {
        assertThatThrownBy(() -> new GeneratedShapes(0, 32, 1))
                .hasMessage("number of images must be at least 1, but was 0");
        assertThatThrownBy(() -> new GeneratedShapes(1, 8, 1))
                .hasMessage("pixels along each side must be at least 16, but was 8");
    }

    private static int nearestClass(byte[][] pixels, GeneratedShapes known, byte[] query) {
        long[] order = new long[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            long distance = 0;
            for (int k = 0; k < query.length; k++) {
                int difference = (query[k] & 0xff) - (pixels[i][k] & 0xff);
                distance += Math.multiplyFull(difference, difference);
            }
            order[i] = distance * pixels.length + i;
        }
        Arrays.sort(order);
        int[] votes = new int[27];
        for (int i = 0; i < NEIGHBOURS; i++) {
            votes[known.label((int) (order[i] % pixels.length), 0)]++;
        }
        return IntStream.range(0, 27).boxed().max((a, b) -> votes[a] - votes[b]).orElseThrow();
    }
}

package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.decode.ImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A thousand whole views look like a thousand of torchvision's: each statistic passes the two-sample test of Kolmogorov
 * and Smirnov at a significance of 1e-4, and its mean agrees within four errors.
 */
final class ViewStatisticsTest {
    private static final Golden GOLDEN = new Golden("view-statistics.safetensors");
    private static final int VIEWS = 1000;
    private static final int SIZE = 64;
    private static final int STATISTICS = 8;
    private static final double LARGEST_GAP = Math.sqrt(-Math.log(1e-4 / 2) / 2) * Math.sqrt(2.0 / VIEWS);

    @Test
    void mocoV1() {
        agrees("v1", ViewRecipes.mocoV1(SIZE));
    }

    @Test
    void mocoV2() {
        agrees("v2", ViewRecipes.mocoV2(SIZE));
    }

    @Test
    void noticesAnotherChain() {
        double[][] weaker = ours(ViewRecipes.mocoV2Small(SIZE));
        double[][] theirs = theirs("v2");

        int sharpness = 6;
        assertThat(gap(weaker[sharpness], theirs[sharpness])).isGreaterThan(LARGEST_GAP);
    }

    private static void agrees(String name, ViewRecipe recipe) {
        double[][] ours = ours(recipe);
        double[][] theirs = theirs(name);
        for (int i = 0; i < STATISTICS; i++) {
            assertThat(gap(ours[i], theirs[i])).as("gap of statistic %d", i).isLessThan(LARGEST_GAP);
            double error = Math.sqrt((variance(ours[i]) + variance(theirs[i])) / VIEWS);
            assertThat(Math.abs(mean(ours[i]) - mean(theirs[i])))
                    .as("mean of statistic %d", i)
                    .isLessThan(4 * error);
        }
    }

    /** The largest distance of two empirical distribution functions. */
    private static double gap(double[] first, double[] second) {
        return Arrays.stream(first)
                .map(value -> Math.abs(shareUpTo(first, value) - shareUpTo(second, value)))
                .max()
                .orElseThrow();
    }

    private static double shareUpTo(double[] values, double value) {
        return Arrays.stream(values).filter(x -> x <= value).count() / (double) values.length;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }

    private static double[][] ours(ViewRecipe recipe) {
        Image image = source();
        double[][] values = new double[STATISTICS][VIEWS];
        for (int view = 0; view < VIEWS; view++) {
            double[] found = statistics(recipe.apply(image, RandomStream.of(5, view)));
            for (int i = 0; i < STATISTICS; i++) {
                values[i][view] = found[i];
            }
        }
        return values;
    }

    private static Image source() {
        try {
            return ImageDecoder.decode(Golden.resource("picture-wide.png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[][] theirs(String name) {
        double[] rows = GOLDEN.tensor(name).doubles();
        return IntStream.range(0, STATISTICS)
                .mapToObj(i -> IntStream.range(0, VIEWS)
                        .mapToDouble(view -> rows[view * STATISTICS + i])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[] statistics(Image view) {
        byte[] rgb = view.rgb();
        int pixels = SIZE * SIZE;
        double[] found = new double[STATISTICS];
        for (int p = 0; p < pixels; p++) {
            int smallest = 255;
            int largest = 0;
            for (int c = 0; c < 3; c++) {
                int value = rgb[3 * p + c] & 255;
                found[c] += value / (double) pixels;
                found[3 + c] += value * (double) value / pixels;
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            if (p % SIZE > 0) {
                found[6] += Math.abs((rgb[3 * p + 1] & 255) - (rgb[3 * p - 2] & 255)) / (SIZE * (SIZE - 1.0));
            }
            found[7] += (largest - smallest) / (double) pixels;
        }
        for (int c = 0; c < 3; c++) {
            found[3 + c] = Math.sqrt(Math.max(0, found[3 + c] - found[c] * found[c]));
        }
        return found;
    }
}

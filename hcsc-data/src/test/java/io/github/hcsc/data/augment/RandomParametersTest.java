package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random parameters are distributed as torchvision's: each statistic agrees within five errors of two sets of draws. */
final class RandomParametersTest {
    private static final Golden GOLDEN = new Golden("random-parameters.safetensors");
    private static final int DRAWS = 20_000;
    private static final int BINS = 20;
    private static final double ERRORS = 5 * Math.sqrt(2.0 / DRAWS);

    @ParameterizedTest
    @CsvSource({
        "square-224, 224, 224, 0.2, 1",
        "photo-500x375, 500, 375, 0.2, 1",
        "local-500x375, 500, 375, 0.086, 0.429",
        "panorama-600x100, 600, 100, 0.2, 1"
    })
    void crops(String name, int width, int height, double minScale, double maxScale) {
        RandomStream random = RandomStream.of(1);
        RandomResizedCrop crop = new RandomResizedCrop(minScale, maxScale);
        Box[] boxes = IntStream.range(0, DRAWS)
                .mapToObj(i -> crop.box(width, height, random))
                .toArray(Box[]::new);
        double widest = Math.log(4 / 3.0) + 0.02;

        String prefix = "crop/" + name + "/";
        agree(prefix + "area", of(boxes, b -> (double) b.width() * b.height() / ((double) width * height)), 0, 1);
        agree(prefix + "log_ratio", of(boxes, b -> Math.log((double) b.width() / b.height())), -widest, widest);
        agree(prefix + "top", of(boxes, b -> (double) b.top() / height), 0, 1);
        agree(prefix + "left", of(boxes, b -> (double) b.left() / width), 0, 1);
    }

    @Test
    void colourJitter() {
        RandomStream random = RandomStream.of(2);
        ColorJitter jitter = new ColorJitter(0.4, 0.4, 0.4, 0.1);
        double[][] changes =
                IntStream.range(0, DRAWS).mapToObj(i -> jitter.changes(random)).toArray(double[][]::new);

        agree("jitter/brightness", of(changes, c -> 1 + c[ColorJitter.BRIGHTNESS]), 0.6, 1.4);
        agree("jitter/contrast", of(changes, c -> 1 + c[ColorJitter.CONTRAST]), 0.6, 1.4);
        agree("jitter/saturation", of(changes, c -> 1 + c[ColorJitter.SATURATION]), 0.6, 1.4);
        agree("jitter/hue", of(changes, c -> c[ColorJitter.HUE]), -0.1, 0.1);
    }

    @Test
    void orderOfColourJitter() {
        RandomStream random = RandomStream.of(3);
        double[] shares = new double[16];
        for (int i = 0; i < DRAWS; i++) {
            int[] order = ColorJitter.order(random);
            for (int place = 0; place < 4; place++) {
                shares[4 * order[place] + place] += 1.0 / DRAWS;
            }
        }

        double[] expected = GOLDEN.tensor("jitter/position").doubles();
        for (int i = 0; i < 16; i++) {
            assertThat(shares[i]).isCloseTo(expected[i], within(ERRORS * 0.44));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.5", "1.0", "1.5", "2.0"})
    void blurOfAnImpulse(String sigma) {
        View line = new View(21, 1);
        Arrays.fill(line.rgb(), 30, 33, (byte) 255);

        BoxBlur.ofSigma(Float.parseFloat(sigma)).apply(line);

        byte[] red = new byte[21];
        for (int i = 0; i < red.length; i++) {
            red[i] = line.rgb()[3 * i];
        }
        assertThat(red).isEqualTo(GOLDEN.tensor("impulse/blur/" + sigma).bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0, 16721291, 27962",
        "0.5, 0, 15379114, 699051",
        "1.0, 0, 11184811, 2796202",
        "1.5, 1, 5452595, 209715",
        "2.0, 1, 4473924, 1677722"
    })
    void boxOfAGaussian(float sigma, int radius, int inner, int outer) {
        assertThat(BoxBlur.ofSigma(sigma)).isEqualTo(new BoxBlur(radius, inner, outer));
    }

    private static void agree(String name, double[] values, double low, double high) {
        double[] expected = GOLDEN.tensor(name).doubles();
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(mean).as(name + " mean").isCloseTo(expected[0], within(ERRORS * expected[1]));
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(variance)).as(name + " deviation").isCloseTo(expected[1], within(ERRORS * expected[1]));
        for (int bin = 0; bin < BINS; bin++) {
            double share = share(values, low, high, bin);
            double error = ERRORS * Math.sqrt(expected[4 + bin] * (1 - expected[4 + bin]));
            assertThat(share).as(name + " bin " + bin).isCloseTo(expected[4 + bin], within(error + 5.0 / DRAWS));
        }
    }

    private static double share(double[] values, double low, double high, int bin) {
        long count = Arrays.stream(values)
                .filter(v -> Math.min(BINS - 1, (int) ((v - low) / (high - low) * BINS)) == bin)
                .count();
        return (double) count / values.length;
    }

    private static <T> double[] of(T[] drawn, ToDoubleFunction<T> value) {
        return Arrays.stream(drawn).mapToDouble(value).toArray();
    }
}

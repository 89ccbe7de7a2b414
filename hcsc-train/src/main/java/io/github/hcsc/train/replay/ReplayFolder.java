package io.github.hcsc.train.replay;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.train.page.Jpeg;
import io.github.hcsc.train.run.RunException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A repeated step as files.
 *
 * <pre>
 * replay.txt  replay.json  tensors.safetensors
 * views/003-view0.png    view 0 of image 3 of the batch
 * </pre>
 *
 * @param folder where they go
 */
public record ReplayFolder(Path folder) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int LARGEST = 5;

    /**
     * Checks that nothing is overwritten.
     *
     * @throws RunException if the folder holds anything
     */
    public void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new RunException(folder + " is not empty; remove it or name another folder");
            }
        }
    }

    /**
     * Writes all files.
     *
     * @param how how the step was reached: what stands before all else
     */
    public void write(ReplayedStep step, Map<String, Object> how) throws IOException {
        Path views = Files.createDirectories(folder.resolve("views"));
        for (int i = 0; i < step.images().size(); i++) {
            List<Image> pictures = step.images().get(i).views();
            for (int view = 0; view < pictures.size(); view++) {
                write(pictures.get(view), views.resolve(file(i, view)));
            }
        }
        Safetensors.write(folder.resolve("tensors.safetensors"), new StateDict(step.shown(), Map.of()));
        Map<String, Object> values = new LinkedHashMap<>(how);
        values.putAll(values(step));
        Files.writeString(folder.resolve("replay.json"), MAPPER.writeValueAsString(values) + "\n");
        Files.writeString(folder.resolve("replay.txt"), text(step) + System.lineSeparator() + names(step));
    }

    private static String file(int image, int view) {
        return String.format(Locale.ROOT, "%03d-view%d.png", image, view);
    }

    private static void write(Image image, Path file) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        Jpeg.draw(image, picture, 0, 0);
        if (!ImageIO.write(picture, "png", file.toFile())) {
            throw new IOException(file + ": Java writes no PNG");
        }
    }

    /** Returns a step for programs. */
    public static Map<String, Object> values(ReplayedStep step) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("step", step.step());
        values.put("epoch", step.epoch());
        values.put("batch", step.batch());
        values.put("learningRate", step.learningRate());
        values.put("losses", step.losses());
        values.put("gradientNorm", step.gradientNorm());
        values.put("gradientNorms", step.gradientNorms());
        Map<String, Object> shown = new LinkedHashMap<>();
        step.shown()
                .forEach((name, tensor) -> shown.put(name, Summary.of(tensor).values()));
        values.put("shown", shown);
        List<Object> images = new ArrayList<>();
        for (int i = 0; i < step.images().size(); i++) {
            int image = i;
            ReplayedStep.Sample sample = step.images().get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("index", sample.index());
            one.put("name", sample.name());
            one.put(
                    "views",
                    IntStream.range(0, sample.views().size())
                            .mapToObj(view -> "views/" + file(image, view))
                            .toList());
            images.add(one);
        }
        values.put("images", images);
        return values;
    }

    /** Returns a step for people, without its images. */
    public static String text(ReplayedStep step) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "step %d: batch %d of epoch %d, learning rate %.6g",
                step.step(),
                step.batch(),
                step.epoch(),
                step.learningRate()));
        lines.add("losses: " + numbers(step.losses()));
        Map<String, Double> largest = step.gradientNorms().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LARGEST)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        lines.add(String.format(
                Locale.ROOT, "gradients: norm %.6g, the largest %s", step.gradientNorm(), numbers(largest)));
        step.shown().forEach((name, tensor) -> lines.add(name + ": " + Summary.of(tensor)));
        return String.join(System.lineSeparator(), lines);
    }

    private static String names(ReplayedStep step) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < step.images().size(); i++) {
            ReplayedStep.Sample image = step.images().get(i);
            names.append(
                    String.format(Locale.ROOT, "%03d %s (image %d)%n", i, Printable.of(image.name()), image.index()));
        }
        return names.toString();
    }

    private static String numbers(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(value -> String.format(Locale.ROOT, "%s %.6g", value.getKey(), value.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** What a tensor is like; the mean of a row of a mask is the share that is kept. */
    private record Summary(List<Long> shape, double mean, double least, double most, List<Double> rowMeans) {

        static Summary of(TensorData tensor) {
            float[] values = tensor.toFloats();
            long[] shape = tensor.shape().getShape();
            int rows = shape.length == 0 ? 1 : Math.toIntExact(shape[0]);
            int width = values.length / Math.max(1, rows);
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return new Summary(
                    Arrays.stream(shape).boxed().toList(),
                    mean(values, 0, values.length),
                    least,
                    most,
                    IntStream.range(0, rows)
                            .mapToObj(row -> mean(values, row * width, (row + 1) * width))
                            .toList());
        }

        private static double mean(float[] values, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += values[i];
            }
            return sum / (to - from);
        }

        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("shape", shape);
            values.put("mean", mean);
            values.put("least", least);
            values.put("most", most);
            values.put("rowMeans", rowMeans);
            return values;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, mean %.4g, from %.4g to %.4g", shape, mean, least, most);
        }
    }
}

package io.github.hcsc.train.features;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.BrokenImages;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.TinyEncoders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureSourceTest {
    private static final int IMAGES = 200;

    private final Path folder;
    private final Path kept;
    private final CountedImages images = new CountedImages(new GeneratedShapes(IMAGES, 32, 0));

    FeatureSourceTest(@TempDir Path folder) {
        this.folder = folder;
        kept = folder.resolve("kept");
    }

    @Test
    void computesOnceAndThenReads() throws IOException {
        EncoderWeights weights = weights("a");
        float[] first = features(weights, images, FixedView.BILINEAR);
        int looked = images.decoded.getAndSet(0);

        assertThat(features(weights, images, FixedView.BILINEAR)).containsExactly(first);

        assertThat(looked).isGreaterThanOrEqualTo(IMAGES);
        assertThat(images.decoded.get()).as("the fingerprint's sample alone").isLessThan(IMAGES);
        assertThat(files()).hasSize(1);
    }

    @Test
    void tellsWeightsImagesAndViewsApart() throws IOException {
        EncoderWeights weights = weights("a");
        features(weights, images, FixedView.BILINEAR);
        features(weights, images, FixedView.BICUBIC);
        features(weights("b"), images, FixedView.BILINEAR);
        features(weights.withViews(ViewsConfig.usual(16, 32)), images, FixedView.BILINEAR);
        features(weights, new GeneratedShapes(IMAGES, 32, 1), FixedView.BILINEAR);
        features(weights, new Subset(images, 3, 1, 2), FixedView.BILINEAR);

        assertThat(files()).hasSize(6);
    }

    @Test
    void embeddingsOfRandomViewsAreKeptAsWell() throws IOException {
        EncoderWeights weights = weights("a");
        try (NDManager manager = NDManager.newBaseManager()) {
            FeatureSource source = new FeatureSource(weights, Optional.of(new FeatureCache(kept)), 1);
            float[] first = source.embeddings(images, 0, manager).rows().toFloatArray();
            images.decoded.set(0);

            assertThat(source.embeddings(images, 0, manager).rows().toFloatArray())
                    .containsExactly(first);
            assertThat(images.decoded.get()).isLessThan(IMAGES);
            assertThat(source.embeddings(images, 1, manager).rows().toFloatArray())
                    .isNotEqualTo(first);
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void damagedFilesAreReplaced() throws IOException {
        EncoderWeights weights = weights("a");
        float[] first = features(weights, images, FixedView.BILINEAR);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "half a");

        assertThat(features(weights, images, FixedView.BILINEAR)).containsExactly(first);
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void imagesThatCannotBeReadHaveNoFeaturesTheSecondTimeEither() throws IOException {
        EncoderWeights weights = weights("a");
        int[] sound = IntStream.range(0, IMAGES).filter(i -> i != 5 && i != 199).toArray();
        Set<Integer> broken = new HashSet<>(Set.of(5, 199));
        BrokenImages half = new BrokenImages(images, broken);
        try (NDManager manager = NDManager.newBaseManager()) {
            FeatureSource source = new FeatureSource(weights, Optional.of(new FeatureCache(kept)), 1);
            Features first = source.features(half, FixedView.BILINEAR, manager);
            images.decoded.set(0);
            Features second = source.features(half, FixedView.BILINEAR, manager);

            assertThat(first.images()).containsExactly(sound);
            assertThat(second.images()).containsExactly(sound);
            assertThat(images.decoded.get())
                    .as("the fingerprint's sample alone")
                    .isLessThan(IMAGES);
            float[] all = new FeatureSource(weights, Optional.empty(), 1)
                    .features(images, FixedView.BILINEAR, manager)
                    .only(sound)
                    .rows()
                    .toFloatArray();
            assertThat(first.rows().toFloatArray()).containsExactly(all, Offset.offset(1e-5f));
            assertThat(second.rows().toFloatArray())
                    .containsExactly(first.rows().toFloatArray());

            broken.remove(5);
            assertThat(source.features(half, FixedView.BILINEAR, manager).images())
                    .as("an image that can be read by now")
                    .hasSize(IMAGES - 1)
                    .contains(5);
        }
    }

    @Test
    void whatEarlierVersionsKeptIsComputedAnew() throws IOException {
        EncoderWeights weights = weights("a");
        features(weights, images, FixedView.BILINEAR);
        Path file = files().get(0);
        StateDict current = Safetensors.read(file);
        StateDict.Builder earlier = StateDict.builder();
        current.metadata().forEach((name, value) -> {
            if (!name.equals("left_out")) {
                earlier.metadata(name, value);
            }
        });
        current.tensors().forEach(earlier::put);
        Safetensors.write(file, earlier.build());
        images.decoded.set(0);

        features(weights, images, FixedView.BILINEAR);

        assertThat(images.decoded.get()).isGreaterThanOrEqualTo(IMAGES);
    }

    private EncoderWeights weights(String name) throws IOException {
        return EncoderWeights.open(TinyEncoders.write(folder.resolve(name + ".safetensors")));
    }

    private float[] features(EncoderWeights weights, ImageSource source, FixedView view) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            return new FeatureSource(weights, Optional.of(new FeatureCache(kept)), 1)
                    .features(source, view, manager)
                    .rows()
                    .toFloatArray();
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(kept)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record CountedImages(ImageSource source, AtomicInteger decoded) implements ImageSource {
        CountedImages(ImageSource source) {
            this(source, new AtomicInteger());
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public String name(int index) {
            return source.name(index);
        }

        @Override
        public Image image(int index) throws IOException {
            decoded.incrementAndGet();
            return source.image(index);
        }

        @Override
        public String description() {
            return source.description();
        }
    }
}

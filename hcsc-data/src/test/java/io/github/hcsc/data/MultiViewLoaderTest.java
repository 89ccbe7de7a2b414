package io.github.hcsc.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultiViewLoaderTest {
    private static final List<ViewRecipe> TWO_VIEWS = List.of(ViewRecipes.mocoV2(16), ViewRecipes.mocoV1(12));

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7})
    void deliversTheSameBytesForAnyNumberOfThreads(int threads) {
        ImageSource source = new Noise(50, Set.of());

        assertThat(epoch(source, LoaderConfig.training(8, 5, threads), 3, 0))
                .isEqualTo(epoch(source, LoaderConfig.training(8, 5, 1), 3, 0));
    }

    @Test
    void continuesInTheMiddleOfAnEpochAsIfItHadNeverStopped() {
        ImageSource source = new Noise(50, Set.of());
        LoaderConfig config = LoaderConfig.training(8, 5, 2);

        List<Delivered> whole = epoch(source, config, 3, 0);

        assertThat(epoch(source, config, 3, 4)).isEqualTo(whole.subList(4, 6));
        assertThat(epoch(source, config, 3, 6)).isEmpty();
    }

    @Test
    void shufflesAnewInEachEpochAndLeavesTheRestOut() {
        ImageSource source = new Noise(50, Set.of());
        LoaderConfig config = LoaderConfig.training(8, 5, 2);

        List<Delivered> first = epoch(source, config, 0, 0);
        List<Delivered> second = epoch(source, config, 1, 0);

        assertThat(first).hasSize(6).isNotEqualTo(second);
        assertThat(new HashSet<>(indices(first))).hasSize(48);
        assertThat(indices(first)).isNotEqualTo(indices(second));
    }

    @Test
    void deliversEveryImageInOrderWhenSequential() {
        List<Delivered> batches = epoch(new Noise(50, Set.of()), LoaderConfig.sequential(8, 2), 0, 0);

        assertThat(indices(batches))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> (long) i).toList());
        assertThat(batches.get(6).indices()).hasSize(2);
        assertThat(batches.get(6).pixels().get(0)).hasSize(2 * 16 * 16 * 3);
    }

    @Test
    void makesItsPartOfABatchWithAViewInAnOrderOfItsOwn() {
        ImageSource source = new Noise(50, Set.of());
        LoaderConfig config = LoaderConfig.training(8, 5, 2);
        int[] order = {5, 0, 7, 2, 1, 6, 3, 4};
        List<Delivered> whole = epoch(source, config, 3, 0);

        for (int part = 0; part < 4; part++) {
            int first = 2 * part;
            try (MultiViewLoader loader = new MultiViewLoader(source, TWO_VIEWS, config, new Quarter(first, order))) {
                List<Delivered> parts = drain(loader.epoch(3));
                for (int b = 0; b < 6; b++) {
                    List<List<Byte>> pixels = whole.get(b).pixels();
                    assertThat(parts.get(b).indices()).isEqualTo(whole.get(b).indices());
                    assertThat(parts.get(b).pixels())
                            .containsExactly(
                                    rows(pixels.get(0), 16, first, first + 1),
                                    rows(pixels.get(1), 12, order[first], order[first + 1]));
                }
            }
        }
    }

    /** Two rows of eight; view 1 in another order. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Quarter(int first, int[] order) implements BatchRows {
        @Override
        public int parts() {
            return 4;
        }

        @Override
        public int[] positions(long epoch, int batch, int size, int view) {
            return view == 0 ? new int[] {first, first + 1} : new int[] {order[first], order[first + 1]};
        }
    }

    private static List<Byte> rows(List<Byte> pixels, int side, int first, int second) {
        int row = 3 * side * side;
        List<Byte> both = new ArrayList<>(pixels.subList(first * row, (first + 1) * row));
        both.addAll(pixels.subList(second * row, (second + 1) * row));
        return both;
    }

    @Test
    void aBatchOfTrainingHoldsTheIndexOfTheImageThatStandsInForADamagedOne() {
        LoaderConfig config = LoaderConfig.training(8, 5, 2);
        ImageSource half = new Noise(50, Set.of(3, 20));
        List<Long> planned = indices(epoch(new Noise(50, Set.of()), config, 1, 0));
        List<Delivered> damaged = epoch(half, config, 1, 0);
        List<Long> taken = indices(damaged);

        assertThat(damaged).isEqualTo(epoch(half, config, 1, 0));
        assertThat(planned).containsAnyOf(3L, 20L);
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i) == 3 || planned.get(i) == 20) {
                assertThat(taken.get(i)).isNotIn(3L, 20L);
            } else {
                assertThat(taken.get(i)).isEqualTo(planned.get(i));
            }
        }
    }

    @Test
    void othersStandInForImagesPassedOverAsForDamagedOnes() {
        LoaderConfig config = LoaderConfig.training(8, 5, 2);
        try (MultiViewLoader loader = new MultiViewLoader(new Noise(50, Set.of()), TWO_VIEWS, config)) {
            loader.passOver(3, 20);

            assertThat(drain(loader.epoch(1))).isEqualTo(epoch(new Noise(50, Set.of(3, 20)), config, 1, 0));

            loader.passOver();

            assertThat(drain(loader.epoch(1))).isEqualTo(epoch(new Noise(50, Set.of()), config, 1, 0));
        }
    }

    @Test
    void leavesDamagedImagesOutWhenSequential() {
        LoaderConfig config = LoaderConfig.sequential(8, 2);
        List<Delivered> sound = epoch(new Noise(50, Set.of()), config, 0, 0);
        List<Delivered> damaged = epoch(new Noise(50, Set.of(1, 20, 49)), config, 0, 0);

        assertThat(indices(damaged))
                .isEqualTo(indices(sound).stream()
                        .filter(index -> index != 1 && index != 20 && index != 49)
                        .toList());
        assertThat(damaged.get(1)).isEqualTo(sound.get(1));
        int row = 3 * 16 * 16;
        List<Byte> first = new ArrayList<>(sound.get(0).pixels().get(0));
        first.subList(row, 2 * row).clear();
        assertThat(damaged.get(0).pixels().get(0)).isEqualTo(first);
    }

    @Test
    void aBatchWithoutASoundImageIsNone() {
        Set<Integer> damaged = Set.of(2, 3, 4, 5);

        assertThat(indices(epoch(new Noise(6, damaged), LoaderConfig.sequential(2, 2), 0, 0)))
                .containsExactly(0L, 1L);
    }

    @Test
    void allImagesMayBeDamagedOnlyWhereThatIsTolerated() {
        ImageSource none = new Noise(2, Set.of(0, 1));
        LoaderConfig tolerant = new LoaderConfig(2, LoaderConfig.Order.SEQUENTIAL, 0, 1, 1, 1);

        assertThat(epoch(none, tolerant, 0, 0)).isEmpty();
        assertThatThrownBy(() -> epoch(none, LoaderConfig.sequential(2, 1), 0, 0))
                .hasMessageContaining("damaged images must be at most 1 of 2");
    }

    @Test
    void countsDamagedImagesOnce() {
        try (MultiViewLoader loader =
                new MultiViewLoader(new Noise(50, Set.of(3, 20)), TWO_VIEWS, LoaderConfig.sequential(8, 2))) {
            drain(loader.epoch(0));
            drain(loader.epoch(1));

            assertThat(loader.damagedImages()).isEqualTo(2);
        }
    }

    @Test
    void stopsWithTheFirstNamesWhenTooManyImagesAreDamaged() {
        Set<Integer> damaged = Set.of(1, 3, 5, 7, 9, 11);

        assertThatThrownBy(() -> epoch(new Noise(50, damaged), LoaderConfig.sequential(8, 1), 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged images must be at most 5 of 50")
                .hasMessageContaining("noise-1, noise-3");
    }

    @Test
    void passesOnTheFailureOfAWorker() {
        ImageSource failing = new Noise(50, Set.of()) {
            @Override
            public Image image(int index) {
                throw new UnsupportedOperationException("no such luck");
            }
        };

        assertThatThrownBy(() -> epoch(failing, LoaderConfig.training(8, 0, 2), 0, 0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no such luck");
    }

    @Test
    void canBeLeftEarlyAndEnteredAgain() {
        ImageSource source = new Noise(50, Set.of());
        LoaderConfig config = LoaderConfig.training(8, 5, 2);
        try (MultiViewLoader loader = new MultiViewLoader(source, TWO_VIEWS, config)) {
            ViewBatches left = loader.epoch(0);
            left.next().close();
            left.close();

            assertThat(left.hasNext()).isFalse();
            assertThatThrownBy(left::next).isInstanceOf(NoSuchElementException.class);
            assertThat(drain(loader.epoch(3))).isEqualTo(epoch(source, config, 3, 0));
        }
    }

    @Test
    void lendsMemoryOnlyUntilTheBatchIsClosed() {
        try (MultiViewLoader loader =
                        new MultiViewLoader(new Noise(20, Set.of()), TWO_VIEWS, LoaderConfig.training(8, 5, 1));
                ViewBatches batches = loader.epoch(0)) {
            ViewBatch batch = batches.next();

            assertThat(batch.view(0).isDirect()).isTrue();
            batch.close();
            batch.close();

            assertThatThrownBy(() -> batch.view(0)).hasMessage("batch must be open, but was closed");
        }
    }

    @Test
    void startsNothingOnceClosed() {
        MultiViewLoader loader =
                new MultiViewLoader(new Noise(20, Set.of()), TWO_VIEWS, LoaderConfig.training(8, 5, 1));
        loader.close();

        assertThatThrownBy(() -> loader.epoch(0)).hasMessage("loader must be open, but was closed");
    }

    @Test
    void refusesABatchLargerThanTheData() {
        assertThatThrownBy(() -> epoch(new Noise(7, Set.of()), LoaderConfig.training(8, 0, 1), 0, 0))
                .hasMessage("batch size must be at most the number of images, 7, but was 8");
    }

    private static List<Delivered> epoch(ImageSource source, LoaderConfig config, long epoch, int firstBatch) {
        try (MultiViewLoader loader = new MultiViewLoader(source, TWO_VIEWS, config)) {
            return drain(loader.epoch(epoch, firstBatch));
        }
    }

    private static List<Delivered> drain(ViewBatches batches) {
        List<Delivered> delivered = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                try (ViewBatch batch = batches.next()) {
                    delivered.add(Delivered.of(batch));
                }
            }
        }
        return delivered;
    }

    private static List<Long> indices(List<Delivered> batches) {
        return batches.stream().flatMap(batch -> batch.indices().stream()).toList();
    }

    /** What a batch held when it was delivered. */
    private record Delivered(List<Long> indices, List<List<Byte>> pixels) {
        static Delivered of(ViewBatch batch) {
            List<Long> indices = Arrays.stream(batch.indices()).boxed().toList();
            return new Delivered(
                    indices,
                    IntStream.range(0, batch.views())
                            .mapToObj(v -> bytes(batch.view(v)))
                            .toList());
        }

        private static List<Byte> bytes(ByteBuffer buffer) {
            List<Byte> bytes = new ArrayList<>();
            while (buffer.hasRemaining()) {
                bytes.add(buffer.get());
            }
            return bytes;
        }
    }

    /** Images of noise, some of them damaged. */
    private static class Noise implements ImageSource {
        private final int size;
        private final Set<Integer> damaged;

        Noise(int size, Set<Integer> damaged) {
            this.size = size;
            this.damaged = damaged;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String name(int index) {
            return "noise-" + index;
        }

        @Override
        public Image image(int index) throws IOException {
            if (damaged.contains(index)) {
                throw new IOException("damaged on purpose");
            }
            byte[] rgb = new byte[3 * 20 * 24];
            new Random(index).nextBytes(rgb);
            return new Image(20, 24, rgb);
        }

        @Override
        public String description() {
            return "noise";
        }
    }
}

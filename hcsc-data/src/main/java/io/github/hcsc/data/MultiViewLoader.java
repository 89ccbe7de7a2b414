package io.github.hcsc.data;

import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.source.ImageSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers batches of views, made ahead of time by threads of its own.
 *
 * <p>A batch is a function of the source, the recipes, the seed, the epoch and its number: neither the number of
 * threads nor their timing changes a byte, and an epoch may be entered at any batch.
 *
 * <pre>{@code
 * try (MultiViewLoader loader = new MultiViewLoader(source, recipes, LoaderConfig.training(256, seed, threads));
 *         ViewBatches batches = loader.epoch(3)) {
 *     while (batches.hasNext()) {
 *         try (ViewBatch batch = batches.next()) {
 *             step(batch.indices(), batch.view(0), batch.view(1));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>An image that cannot be read is named in a warning. In a {@linkplain LoaderConfig.Order#SEQUENTIAL sequential} order it
 * is left out; in others another one stands in its place, always the same, and the batch holds the index of that one. When
 * there are more of them than the configuration tolerates, {@link ViewBatches#next} throws {@link IllegalStateException}
 * with the first names.
 */
public final class MultiViewLoader implements AutoCloseable {
    private final int images;
    private final LoaderConfig config;
    private final BatchRows rows;
    private final ReadableImages readable;
    private final ViewRenderer renderer;
    private final BufferPool pool;
    private final ExecutorService workers;

    /**
     * Starts the threads; nothing is read yet.
     *
     * @param source the images; stays open when the loader is closed
     * @param recipes one for each view of a batch
     * @param config batch size, order, seed and threads
     * @throws IllegalArgumentException when there is no recipe, when the images do not fill one batch, or when a batch
     *     is larger than 2 GB
     */
    public MultiViewLoader(ImageSource source, List<ViewRecipe> recipes, LoaderConfig config) {
        this(source, recipes, config, BatchRows.ALL);
    }

    /**
     * Starts the threads of a loader that makes a part of each batch; nothing is read yet.
     *
     * @param source the images; stays open when the loader is closed
     * @param recipes one for each view of a batch
     * @param config size of a whole batch, order, seed and threads
     * @param rows which part of a batch is made here
     * @throws IllegalArgumentException when there is no recipe, when the images do not fill one batch, when a part of a batch
     *     is larger than 2 GB, or when the order is sequential and the part is not the whole
     */
    public MultiViewLoader(ImageSource source, List<ViewRecipe> recipes, LoaderConfig config, BatchRows rows) {
        if (recipes.isEmpty()) {
            throw new IllegalArgumentException("recipes must hold at least one, but were empty");
        }
        if (config.order() == LoaderConfig.Order.SEQUENTIAL && rows != BatchRows.ALL) {
            throw new IllegalArgumentException(
                    "batches in sequential order must be whole, but had " + rows.parts() + " parts");
        }
        images = source.size();
        this.config = config;
        this.rows = rows;
        if (batchesPerEpoch() == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "batch size must be at most the number of images, %d, but was %d",
                    images,
                    config.batchSize()));
        }
        readable = new ReadableImages(source, config);
        renderer = new ViewRenderer(readable, recipes, config.seed());
        pool = new BufferPool(config.batchSize() / rows.parts(), renderer.viewBytes());
        AtomicInteger started = new AtomicInteger();
        workers = Executors.newFixedThreadPool(config.threads(), task -> {
            Thread thread = new Thread(task, "hcsc-loader-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the number of batches in each epoch. */
    public int batchesPerEpoch() {
        return EpochOrder.batches(images, config);
    }

    /** Returns how many different images turned out damaged so far. */
    public int damagedImages() {
        return readable.damaged();
    }

    /**
     * Treats images as damaged in the epochs that start from here on, in place of those of an earlier call.
     *
     * @param indices which images
     * @throws IllegalStateException when too many images are damaged, with the first names
     */
    public void passOver(int... indices) {
        readable.passOver(indices);
    }

    /**
     * Starts an epoch.
     *
     * @param epoch its number, which selects the order and the random numbers
     * @return its batches; to be closed, wherever one stops
     */
    public ViewBatches epoch(long epoch) {
        return epoch(epoch, 0);
    }

    /**
     * Starts an epoch in the middle: the batches are those that the whole epoch has from there on.
     *
     * @param epoch its number, which selects the order and the random numbers
     * @param firstBatch the batch to start with, from 0 to {@link #batchesPerEpoch}
     * @return the remaining batches; to be closed, wherever one stops
     */
    public ViewBatches epoch(long epoch, int firstBatch) {
        if (firstBatch < 0 || firstBatch > batchesPerEpoch()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "first batch must lie in [0, %d], but was %d", batchesPerEpoch(), firstBatch));
        }
        return new ViewBatches(
                renderer, pool, workers, config, epoch, new EpochOrder(images, config, epoch, rows), firstBatch);
    }

    /** Stops the threads once they are done with what they have begun; no further batch can be asked for. */
    @Override
    public void close() {
        workers.shutdown();
    }
}

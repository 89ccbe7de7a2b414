package io.github.hcsc.data;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.augment.View;
import io.github.hcsc.data.augment.ViewRecipe;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Writes the views of one image to their places in a batch; a function of the seed, the epoch and the index. */
final class ViewRenderer {
    /** In place of the index of an image that is left out. */
    static final int NONE = -1;

    private final ReadableImages images;
    private final List<ViewRecipe> recipes;
    private final long seed;
    private final ThreadLocal<List<View>> canvases;

    ViewRenderer(ReadableImages images, List<ViewRecipe> recipes, long seed) {
        this.images = images;
        this.recipes = List.copyOf(recipes);
        this.seed = seed;
        this.canvases = ThreadLocal.withInitial(() -> this.recipes.stream()
                .map(recipe -> new View(recipe.size(), recipe.size()))
                .toList());
    }

    int[] viewSizes() {
        return recipes.stream().mapToInt(ViewRecipe::size).toArray();
    }

    int[] viewBytes() {
        return recipes.stream()
                .mapToInt(recipe -> 3 * recipe.size() * recipe.size())
                .toArray();
    }

    /**
     * Writes each view of an image to its row; {@link RowPlan#ELSEWHERE} leaves a view out.
     *
     * @return the index of the image that was taken, {@link #NONE} if it is damaged and left out
     */
    int render(int index, long epoch, int[] rows, List<ByteBuffer> buffers) {
        Optional<ReadableImages.Sound> sound = images.read(index);
        if (sound.isEmpty()) {
            return NONE;
        }
        Image image = sound.get().image();
        List<View> views = canvases.get();
        for (int v = 0; v < recipes.size(); v++) {
            if (rows[v] == RowPlan.ELSEWHERE) {
                continue;
            }
            View view = views.get(v);
            recipes.get(v).render(image, view, RandomStream.of(seed, epoch, index, v));
            byte[] rgb = view.rgb();
            buffers.get(v).put(rows[v] * rgb.length, rgb);
        }
        return sound.get().index();
    }
}

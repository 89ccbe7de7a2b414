package io.github.hcsc.train.report;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.page.Jpeg;
import io.github.hcsc.train.page.Thumbnails;
import io.github.hcsc.train.view.TrainingViews;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pictures of a report, which stay the same as long as a run trains.
 *
 * @param thumbnails of the images of the sample
 * @param views a few images as the network sees them
 */
public record ReportPictures(Thumbnails thumbnails, List<Views> views) {
    /** No pictures. */
    public static final ReportPictures NONE = new ReportPictures(Thumbnails.NONE, List.of());

    private static final int SIDE = 48;
    private static final long BUDGET = 2_500_000;
    private static final int SHOWN = 6;

    /**
     * The views of one image in the first epoch.
     *
     * @param name what the image is called
     * @param pictures JPEG files: the image itself, query view, key view, local views
     */
    record Views(String name, List<byte[]> pictures) {

        /** Returns what the picture of a number is called. */
        static String kind(int picture) {
            return switch (picture) {
                case 0 -> "image";
                case 1 -> "query view";
                case 2 -> "key view";
                default -> "local view " + (picture - 2);
            };
        }
    }

    /** Copies the views. */
    public ReportPictures {
        views = List.copyOf(views);
    }

    /**
     * Makes the pictures.
     *
     * @param sample the images of the sample, in its order
     */
    public static ReportPictures of(PretrainConfig config, ImageSource sample) {
        int[] all = IntStream.range(0, sample.size()).toArray();
        return new ReportPictures(Thumbnails.of(sample, all, SIDE, BUDGET), views(config, sample));
    }

    private static List<Views> views(PretrainConfig config, ImageSource sample) {
        List<ViewRecipe> recipes = TrainingViews.of(config.views());
        List<Views> views = new ArrayList<>();
        for (int i = 0; i < sample.size() && views.size() < SHOWN; i += Math.max(1, sample.size() / SHOWN)) {
            try {
                views.add(new Views(sample.name(i), pictures(config.run().seed(), sample.image(i), i, recipes)));
            } catch (IOException e) {
                // A damaged image is shown nowhere; training counts it.
            }
        }
        return views;
    }

    private static List<byte[]> pictures(int seed, Image image, int index, List<ViewRecipe> recipes) {
        int size = recipes.get(0).size();
        ViewRecipe whole = ViewRecipes.evaluation(size, size, Interpolation.BILINEAR);
        List<byte[]> pictures = new ArrayList<>();
        pictures.add(Jpeg.encode(whole.apply(image, RandomStream.of())));
        for (int v = 0; v < recipes.size(); v++) {
            pictures.add(Jpeg.encode(recipes.get(v).apply(image, RandomStream.of(seed, 0, index, v))));
        }
        return pictures;
    }
}

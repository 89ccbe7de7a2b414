package io.github.hcsc.train.view;

import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.config.ViewsConfig;
import java.util.ArrayList;
import java.util.List;

/** How the random views of an image are made in training. */
public final class TrainingViews {

    private TrainingViews() {}

    /** Returns the recipes of a configuration: query view, key view, local views. */
    public static List<ViewRecipe> of(ViewsConfig config) {
        List<ViewRecipe> recipes = new ArrayList<>();
        ViewRecipe global = view(config, config.imageSize(), config.minScale(), config.maxScale());
        recipes.addAll(ViewRecipes.repeated(global, 2));
        for (ViewsConfig.LocalCrops crops : config.localCrops()) {
            ViewRecipe local = view(config, crops.size(), crops.minScale(), crops.maxScale());
            recipes.addAll(ViewRecipes.repeated(local, crops.count()));
        }
        return List.copyOf(recipes);
    }

    private static ViewRecipe view(ViewsConfig config, int size, double minScale, double maxScale) {
        return switch (config.recipe()) {
            case V1 -> ViewRecipes.mocoV1(size, minScale, maxScale);
            case V2 -> ViewRecipes.mocoV2(size, minScale, maxScale);
            case V2_SMALL -> ViewRecipes.mocoV2Small(size, minScale, maxScale);
        };
    }
}

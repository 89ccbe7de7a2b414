package io.github.hcsc.train.view;

import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.config.ViewChains;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.config.ViewsConfig.Recipe;
import java.util.ArrayList;
import java.util.List;

/** How the random views of an image are made in training. */
public final class TrainingViews {

    private TrainingViews() {}

    /** Returns the recipes of a configuration: query view, key view, local views. */
    public static List<ViewRecipe> of(ViewsConfig config) {
        List<ViewRecipe> recipes = new ArrayList<>();
        ViewChains chains = config.recipe();
        for (Recipe chain : List.of(chains.first(), chains.second())) {
            recipes.add(view(chain, config.imageSize(), config.minScale(), config.maxScale()));
        }
        for (ViewsConfig.LocalCrops crops : config.localCrops()) {
            ViewRecipe local = view(chains.local(), crops.size(), crops.minScale(), crops.maxScale());
            recipes.addAll(ViewRecipes.repeated(local, crops.count()));
        }
        return List.copyOf(recipes);
    }

    private static ViewRecipe view(Recipe chain, int size, double minScale, double maxScale) {
        return switch (chain) {
            case V1 -> ViewRecipes.mocoV1(size, minScale, maxScale);
            case V2 -> ViewRecipes.mocoV2(size, minScale, maxScale);
            case V2_SMALL -> ViewRecipes.mocoV2Small(size, minScale, maxScale);
            case V3 -> ViewRecipes.mocoV3First(size, minScale, maxScale);
            case V3_SOLARIZE -> ViewRecipes.mocoV3Second(size, minScale, maxScale);
            case V3_SMALL -> ViewRecipes.mocoV3SmallFirst(size, minScale, maxScale);
            case V3_SMALL_SOLARIZE -> ViewRecipes.mocoV3SmallSecond(size, minScale, maxScale);
        };
    }
}

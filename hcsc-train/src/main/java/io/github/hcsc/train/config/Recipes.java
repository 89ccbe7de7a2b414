package io.github.hcsc.train.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The configurations that travel in the jar; the same files as in the folder {@code configs}. */
final class Recipes {
    /** The names of all recipes. */
    static final List<String> NAMES = List.of(
            "hcsc-single-200",
            "hcsc-single-400",
            "hcsc-single-800",
            "hcsc-multi-200",
            "hcsc-multi-400",
            "hcsc-multi-800",
            "cifar10",
            "cifar10-vit",
            "moco-v3-vit-small-300",
            "moco-v3-vit-base-300",
            "hirl-moco-v2-200",
            "hirl-moco-v3-vit-base-400",
            "comparison",
            "smoke");

    private Recipes() {}

    /** The YAML of a recipe, or nothing if there is none of that name. */
    static Optional<String> find(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream stream =
                Recipes.class.getResourceAsStream("/io/github/hcsc/train/recipes/" + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("recipe " + name + " is missing from the jar");
            }
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

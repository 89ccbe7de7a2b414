package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.hcsc.train.config.ViewsConfig.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * The chain of augmentations of each view: one for all, {@code v2}, or a list of those of the first view, the second and
 * perhaps the local ones, {@code [v3, v3-solarize]}.
 *
 * @param first of the first view
 * @param second of the second view
 * @param local of local views; the first view's if a list does not say
 */
public record ViewChains(Recipe first, Recipe second, Recipe local) {

    /** Returns one chain for all views. */
    public static ViewChains all(Recipe recipe) {
        return new ViewChains(recipe, recipe, recipe);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ViewChains of(JsonNode node) {
        if (!node.isArray()) {
            return all(recipe(node));
        }
        List<Recipe> chains = StreamSupport.stream(node.spliterator(), false)
                .map(ViewChains::recipe)
                .toList();
        Require.that(chains.size() == 2 || chains.size() == 3, "", "be one chain, or two or three in a list", node);
        return new ViewChains(chains.get(0), chains.get(1), chains.get(chains.size() == 3 ? 2 : 0));
    }

    private static Recipe recipe(JsonNode node) {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        for (Recipe recipe : Recipe.values()) {
            recipes.put(ConfigMapper.word(recipe), recipe);
        }
        Require.that(recipes.containsKey(node.asText()), "", "be one of " + String.join(", ", recipes.keySet()), node);
        return Objects.requireNonNull(recipes.get(node.asText()));
    }

    @JsonValue
    JsonNode toNode() {
        if (equals(all(first))) {
            return TextNode.valueOf(ConfigMapper.word(first));
        }
        ArrayNode chains = JsonNodeFactory.instance.arrayNode();
        chains.add(ConfigMapper.word(first)).add(ConfigMapper.word(second));
        return local == first ? chains : chains.add(ConfigMapper.word(local));
    }
}

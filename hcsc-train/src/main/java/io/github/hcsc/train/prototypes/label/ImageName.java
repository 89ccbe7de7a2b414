package io.github.hcsc.train.prototypes.label;

import io.github.hcsc.train.prototypes.TreeNode;
import java.util.Optional;

/**
 * The name of an image.
 *
 * @param name its name; none if no level of the tree is sure enough
 * @param confidence share of the prototypes of this name among those that could have the image, in 0..1; without a name
 *     the largest that any name reached
 * @param node the image's own node in the level that gave the name
 */
public record ImageName(Optional<String> name, double confidence, TreeNode node) {}

package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;

/**
 * A set of images that is audited.
 *
 * @param tree its tree
 * @param embeddings those of the tree
 * @param images what they are called
 */
public record Audited(PrototypeTree tree, Embeddings embeddings, ImageTable images) {}

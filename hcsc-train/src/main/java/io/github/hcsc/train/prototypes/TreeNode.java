package io.github.hcsc.train.prototypes;

/**
 * The place of a node in a tree.
 *
 * @param level its level, 0 for the finest
 * @param index its number in the level
 */
public record TreeNode(int level, int index) {

    /** Returns the place as {@code L0-17}: level 0, node 17. */
    @Override
    public String toString() {
        return "L" + level + "-" + index;
    }
}

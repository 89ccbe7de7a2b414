package io.github.hcsc.train.prototypes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a node in a tree.
 *
 * @param level its level, 0 for the finest
 * @param index its number in the level
 */
public record TreeNode(int level, int index) {

    private static final Pattern TEXT = Pattern.compile("L(\\d{1,9})-(\\d{1,9})");

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static TreeNode parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a node must be written as L0-17, but was " + text);
        }
        return new TreeNode(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Returns the place as {@code L0-17}: level 0, node 17. */
    @Override
    public String toString() {
        return "L" + level + "-" + index;
    }
}

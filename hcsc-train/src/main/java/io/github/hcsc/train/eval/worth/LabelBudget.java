package io.github.hcsc.train.eval.worth;

import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.LabelSubset;
import java.math.BigDecimal;

/**
 * How many images one has labels of.
 *
 * @param amount per cent of the images of each class, or images of each class
 * @param perClass whether images are counted
 */
public record LabelBudget(double amount, boolean perClass) {
    private static final double ALL = 100;

    /** Checks the range. */
    public LabelBudget {
        boolean usable = perClass ? amount >= 1 && amount == Math.rint(amount) : amount > 0 && amount <= ALL;
        if (!usable) {
            throw new IllegalArgumentException(
                    "labels must be " + (perClass ? "whole numbers of images from 1 on" : "in (0, 100] per cent")
                            + ", but was " + number(amount));
        }
    }

    /** Returns which images have labels; with all labels there is but one choice. */
    int[] choose(LabelledImages images, long seed) {
        return perClass ? LabelSubset.ofClasses(images, (int) amount, seed) : LabelSubset.ofShare(images, amount, seed);
    }

    private static String number(double value) {
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return perClass ? number(amount) + " a class" : number(amount) + " %";
    }
}

package io.github.hcsc.data.source;

import java.util.List;

/** Labels at several levels, level 0 the finest, each class of a level inside one class of the next. */
public interface LabelHierarchy {

    /** {@return the number of levels} */
    int levels();

    /**
     * {@return the class of an image, an index into {@code classNames(level)}}
     *
     * @param index which image
     * @param level which level, 0 the finest
     */
    int label(int index, int level);

    /**
     * {@return the names of a level's classes}
     *
     * @param level which level, 0 the finest
     */
    List<String> classNames(int level);
}

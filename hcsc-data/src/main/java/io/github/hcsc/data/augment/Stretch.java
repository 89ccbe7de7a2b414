package io.github.hcsc.data.augment;

/**
 * Numbers in an array.
 *
 * @param array shared, not copied
 * @param start where they begin
 */
@SuppressWarnings("ArrayRecordComponent")
record Stretch(int[] array, int start) {}

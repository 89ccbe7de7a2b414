package io.github.hcsc.data.augment;

/** A rectangle of pixels inside an image. */
record Box(int left, int top, int width, int height) {}

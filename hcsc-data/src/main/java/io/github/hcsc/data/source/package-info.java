/**
 * Where images come from: folders, lists, tar files, CIFAR's binary files and generated shapes, all as an {@link
 * io.github.hcsc.data.source.ImageSource}; {@link io.github.hcsc.data.source.ImageSources#open} finds the right one.
 */
@NullMarked
package io.github.hcsc.data.source;

import org.jspecify.annotations.NullMarked;

/**
 * Features of images on disk: kept for the next evaluation by {@link io.github.hcsc.train.features.FeatureCache}, and
 * written for other programs by {@link io.github.hcsc.train.features.FeatureFile}; anybody's features are read by {@link
 * io.github.hcsc.train.features.FeatureTable}.
 */
@NullMarked
package io.github.hcsc.train.features;

import org.jspecify.annotations.NullMarked;

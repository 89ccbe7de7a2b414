package io.github.hcsc.train.cli;

import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.train.features.FeatureCache;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which features are wanted.
 *
 * @param encoder a run directory or a file of weights
 * @param interpolation how images are resized
 * @param cache where features are kept from one evaluation to the next, none to compute them always
 */
public record FeatureRequest(Path encoder, Interpolation interpolation, Optional<FeatureCache> cache) {}

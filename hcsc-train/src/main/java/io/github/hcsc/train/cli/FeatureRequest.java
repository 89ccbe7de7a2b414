package io.github.hcsc.train.cli;

import io.github.hcsc.train.FixedView;
import io.github.hcsc.train.features.FeatureCache;
import java.util.Optional;

/**
 * Which features are wanted.
 *
 * @param encoder whose features
 * @param view how an image is looked at
 * @param cache where features are kept from one evaluation to the next, none to compute them always
 */
public record FeatureRequest(EncoderSource encoder, FixedView view, Optional<FeatureCache> cache) {}

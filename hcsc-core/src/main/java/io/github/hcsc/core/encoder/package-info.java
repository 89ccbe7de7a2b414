/**
 * Encoders: a backbone with a projection head, and the momentum copy that embeds the keys.
 *
 * <p>Everything here is a DJL {@link ai.djl.nn.Block}, so encoders from elsewhere fit in through {@link
 * io.github.hcsc.core.encoder.EncoderFactory}. It depends on {@code core.torch} alone; the stock networks and their
 * designs are in packages of their own, which depend on this one.
 */
@NullMarked
package io.github.hcsc.core.encoder;

import org.jspecify.annotations.NullMarked;

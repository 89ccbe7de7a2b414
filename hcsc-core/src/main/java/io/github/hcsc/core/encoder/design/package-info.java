/**
 * What the stock encoders look like, told by their weights: {@link io.github.hcsc.core.encoder.design.EncoderDesign}.
 *
 * <p>The packages stand on one another: {@code encoder} is the seam that networks are built against, {@code
 * encoder.resnet} a network, and here, above both, is the list of all stock networks. It is a package of its own since
 * the designs of a sealed interface must be its neighbours, and since the seam would depend on its own users otherwise.
 */
@NullMarked
package io.github.hcsc.core.encoder.design;

import org.jspecify.annotations.NullMarked;

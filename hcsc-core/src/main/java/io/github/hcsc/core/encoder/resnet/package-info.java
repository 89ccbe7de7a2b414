/**
 * torchvision's ResNets: {@link io.github.hcsc.core.encoder.resnet.ResNet}.
 *
 * <p>Nothing but {@code core.encoder.design}, the writers of other programs' formats and the class that reads a
 * configuration asks whether an encoder is one of these.
 */
@NullMarked
package io.github.hcsc.core.encoder.resnet;

import org.jspecify.annotations.NullMarked;

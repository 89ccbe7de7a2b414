/**
 * Encoders as programs that run without this library: {@link io.github.hcsc.core.state.torchscript.DjlModel}.
 *
 * <p>The TorchScript text is made here for the network at hand; no Python takes part.
 */
@NullMarked
package io.github.hcsc.core.state.torchscript;

import org.jspecify.annotations.NullMarked;

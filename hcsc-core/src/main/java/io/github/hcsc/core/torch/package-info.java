/**
 * The bridge to PyTorch: what DJL's portable API does not offer, written as TorchScript text or reached in DJL's engine.
 *
 * <p>This is the only package that may name {@code ai.djl.pytorch}. It depends on nothing else of ours.
 */
@NullMarked
package io.github.hcsc.core.torch;

import org.jspecify.annotations.NullMarked;

/**
 * Named tensors outside the engine: the {@link io.github.hcsc.core.state.StateDict} and the files it travels in.
 *
 * <p>A tensor here is a description and a way to get its bytes, one tensor at a time, so that neither writing the
 * parameters of a GPU nor reading a file of many gigabytes needs the memory for all of them at once.
 */
@NullMarked
package io.github.hcsc.core.state;

import org.jspecify.annotations.NullMarked;

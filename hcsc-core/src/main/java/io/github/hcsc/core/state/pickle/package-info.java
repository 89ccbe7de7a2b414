/**
 * Files of weights as Python's {@code torch.save} writes them, read as data: {@link
 * io.github.hcsc.core.state.pickle.Pth}.
 *
 * <p>Such a file is a program for Python's pickle machine and may ask for anything. The machine here knows the few
 * instructions that weights need and a fixed list of names, builds numbers, strings, lists, maps and tensors, and
 * refuses the rest. No class is ever looked up by a name from a file.
 */
@NullMarked
package io.github.hcsc.core.state.pickle;

import org.jspecify.annotations.NullMarked;

/** Self-contained HTML pages: one file, no network, opens from disk. */
@NullMarked
package io.github.hcsc.train.page;

import org.jspecify.annotations.NullMarked;

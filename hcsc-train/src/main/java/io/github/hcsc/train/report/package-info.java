/** The page that shows how a run went: its curves, its embeddings, its views and what it was made of. */
@NullMarked
package io.github.hcsc.train.report;

import org.jspecify.annotations.NullMarked;

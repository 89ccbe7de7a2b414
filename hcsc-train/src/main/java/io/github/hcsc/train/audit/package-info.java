/** What is wrong with a set of images, told by their embeddings: leaks, copies, wrong labels, outliers, gaps. */
@NullMarked
package io.github.hcsc.train.audit;

import org.jspecify.annotations.NullMarked;

/**
 * Linear support vector machines on features of images with several classes each, by the protocol of VOC07:
 * {@link io.github.hcsc.train.eval.svm.SvmEvaluator}.
 */
@NullMarked
package io.github.hcsc.train.eval.svm;

import org.jspecify.annotations.NullMarked;

/**
 * The seam of the methods: a {@link io.github.hcsc.core.method.Method} begins a run as a
 * {@link io.github.hcsc.core.method.Learner}, which owns its {@link io.github.hcsc.core.method.Parts}, learns from a
 * {@link io.github.hcsc.core.method.Batch} and gives a {@link io.github.hcsc.core.method.Lesson}. The stock methods stand
 * beside it, one class each. Only this package knows a queue, a key encoder or the role of a view.
 */
@NullMarked
package io.github.hcsc.core.method;

import org.jspecify.annotations.NullMarked;

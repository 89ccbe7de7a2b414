/** The study of methods behind docs/methods.md: one run after the other, each a line of docs/methods/runs.jsonl. */
@NullMarked
package io.github.hcsc.examples.study;

import org.jspecify.annotations.NullMarked;

package io.github.hcsc.train.report;

/**
 * Something a person should know about a run.
 *
 * @param warning whether something may be wrong
 * @param text in plain words, with what to do about it
 */
public record Remark(boolean warning, String text) {}

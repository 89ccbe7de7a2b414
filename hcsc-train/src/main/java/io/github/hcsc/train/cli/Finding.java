package io.github.hcsc.train.cli;

/**
 * One thing the doctor looked at.
 *
 * @param subject what
 * @param healthy whether it can be used
 * @param detail what was found, or what to do about it
 */
record Finding(String subject, boolean healthy, String detail) {}

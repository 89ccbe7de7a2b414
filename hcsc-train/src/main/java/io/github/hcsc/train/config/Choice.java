package io.github.hcsc.train.config;

/**
 * A value chosen for the user.
 *
 * @param key the configuration key
 * @param value the value chosen
 * @param reason why
 */
public record Choice(String key, String value, String reason) {}

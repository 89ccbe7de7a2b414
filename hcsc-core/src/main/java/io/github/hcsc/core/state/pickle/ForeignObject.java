package io.github.hcsc.core.state.pickle;

/**
 * Stands for an object of a class that is not read, whatever it was made of: nothing of it is kept.
 *
 * @param name its class, or the function that makes it, such as {@code datetime.date}
 */
public record ForeignObject(String name) {}

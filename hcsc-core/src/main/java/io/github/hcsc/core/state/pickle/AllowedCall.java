package io.github.hcsc.core.state.pickle;

/** What a name that a pickle may call does here. */
@FunctionalInterface
interface AllowedCall {
    Object call(Arguments arguments) throws Refusal;
}

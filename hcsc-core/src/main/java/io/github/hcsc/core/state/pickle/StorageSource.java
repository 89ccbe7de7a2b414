package io.github.hcsc.core.state.pickle;

/** Finds the elements a pickle refers to. */
@FunctionalInterface
interface StorageSource {
    Storage find(StorageType type, String key, long count) throws Refusal;
}

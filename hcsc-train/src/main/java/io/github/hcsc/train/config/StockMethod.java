package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** The methods that a configuration can name, and the keys that each does not read. */
public enum StockMethod {
    /** HCSC on MoCo's queue; it reads every key. */
    @JsonProperty("hcsc")
    HCSC(Optional.empty()),
    /** MoCo v2: HCSC without a hierarchy, whose keys it does not read. */
    @JsonProperty("moco-v2")
    MOCO_V2(Optional.of("method-moco-v2.yaml"));

    @SuppressWarnings("ImmutableEnumChecker") // an optional string cannot change
    private final Optional<String> unread;

    StockMethod(Optional<String> unread) {
        this.unread = unread;
    }

    /** Returns the keys that this method does not read, with the values that they have then. */
    YamlTree unread() {
        return unread.map(YamlTree::resource).orElseGet(() -> YamlTree.parse("{}", "no keys"));
    }
}

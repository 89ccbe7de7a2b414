package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The methods that a configuration can name, and the keys that each does not read. */
public enum StockMethod {
    /** HCSC; it reads every key, but on the base of the batch none of a queue. */
    @JsonProperty("hcsc")
    HCSC(),
    /** MoCo v2: HCSC without a hierarchy, whose keys it does not read. */
    @JsonProperty("moco-v2")
    MOCO_V2("no-hierarchy.yaml"),
    /** SimCLR: contrast within the batch, without a hierarchy or a queue, whose keys it does not read. */
    @JsonProperty("simclr")
    SIMCLR("no-hierarchy.yaml", StockMethod.NO_QUEUE);

    private static final String NO_QUEUE = "no-queue.yaml";

    @SuppressWarnings("ImmutableEnumChecker") // a list of strings that cannot change
    private final List<String> unread;

    StockMethod(String... unread) {
        this.unread = List.of(unread);
    }

    /** Returns the keys that this method does not read on a base, with the values that they have then. */
    YamlTree unread(HcscConfig.Base base) {
        YamlTree keys = YamlTree.parse("{}", "no keys");
        unread.forEach(resource -> keys.fillFrom(YamlTree.resource(resource)));
        if (this == HCSC && base == HcscConfig.Base.BATCH) {
            keys.fillFrom(YamlTree.resource(NO_QUEUE));
        }
        return keys;
    }

    /** Returns whether instances are contrasted with the past keys of a queue. */
    boolean hasQueue(HcscConfig hcsc) {
        return this == MOCO_V2 || (this == HCSC && hcsc.base() == HcscConfig.Base.QUEUE);
    }
}

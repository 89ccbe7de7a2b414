package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/** The methods that a configuration can name, and the keys that each does not read. */
public enum StockMethod {
    /** HCSC; on the base of the batch it reads no key of a queue. */
    @JsonProperty("hcsc")
    HCSC,
    /** MoCo v2: HCSC without a hierarchy. */
    @JsonProperty("moco-v2")
    MOCO_V2,
    /** SimCLR: contrast within the batch, without a hierarchy or a queue. */
    @JsonProperty("simclr")
    SIMCLR,
    /** MoCo v3: each view predicts the other's key among those of the batch. */
    @JsonProperty("moco-v3")
    MOCO_V3,
    /** HIRL: another method, and paths through a hierarchy. */
    @JsonProperty("hirl")
    HIRL;

    private static final String NO_SELECTION = "no-selection.yaml";
    private static final String NO_PROTOTYPES = "no-prototypes.yaml";
    private static final String NO_QUEUE = "no-queue.yaml";
    private static final String MOCO_V3_ALONE = "moco-v3.yaml";
    private static final String HIRL_ALONE = "hirl.yaml";

    /**
     * Returns the keys that this method does not read, with the values that they have then.
     *
     * @param base what HCSC contrasts instances with
     * @param image what HIRL is added to
     */
    YamlTree unread(HcscConfig.Base base, StockMethod image) {
        YamlTree keys = YamlTree.parse("{}", "no keys");
        unreadFiles(base, image).forEach(resource -> keys.fillFrom(YamlTree.resource(resource)));
        return keys;
    }

    private List<String> unreadFiles(HcscConfig.Base base, StockMethod image) {
        List<String> files = new ArrayList<>();
        StockMethod instances = instances(image);
        if (this != HCSC) {
            files.add(NO_SELECTION);
        }
        if (!hasHierarchy()) {
            files.add(NO_PROTOTYPES);
        }
        if (!instances.hasQueue(base)) {
            files.add(NO_QUEUE);
        }
        if (instances != MOCO_V3) {
            files.add(MOCO_V3_ALONE);
        }
        if (this != HIRL) {
            files.add(HIRL_ALONE);
        }
        return files;
    }

    /** Returns the method that contrasts instances: this one, or what it is added to. */
    StockMethod instances(StockMethod image) {
        return this == HIRL ? image : this;
    }

    /** Returns whether there can be prototypes. */
    private boolean hasHierarchy() {
        return this == HCSC || this == HIRL;
    }

    /** Returns whether instances are contrasted with the past keys of a queue. */
    boolean hasQueue(HcscConfig.Base base) {
        return this == MOCO_V2 || (this == HCSC && base == HcscConfig.Base.QUEUE);
    }
}

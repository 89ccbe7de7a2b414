package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What HCSC can do beyond the paper and its code; files may leave it out, and then nothing of it takes part.
 *
 * @param base what instances are contrasted with
 * @param prototypeWeight what the losses of the prototypes are multiplied by
 * @param attraction instances of the same prototypes as soft positives
 */
public record HcscConfig(Base base, double prototypeWeight, Attraction attraction) {

    /** The method as published. */
    public static final HcscConfig PUBLISHED = new HcscConfig(Base.QUEUE, 1, new Attraction(0, 1, 0));

    /** Checks every value. */
    public HcscConfig {
        Require.notNegative("prototypeWeight", prototypeWeight);
    }

    /**
     * Instances of the same prototypes as soft positives.
     *
     * @param weight share of the contrast's target that goes to them; 0 attracts nothing
     * @param temperature the lower, the more the most similar of them attract
     * @param outsiders weight of an instance without a common prototype, beside 1 for one that shares all
     */
    public record Attraction(double weight, double temperature, double outsiders) {
        /** Checks every value. */
        public Attraction {
            Require.that(weight >= 0 && weight < 1, "weight", "lie in [0, 1)", weight);
            Require.positive("temperature", temperature);
            Require.notNegative("outsiders", outsiders);
        }
    }

    /** What instances are contrasted with. */
    public enum Base {
        /** The past keys of MoCo's queue, as released. */
        @JsonProperty("queue")
        QUEUE,
        /** Both views of all images of the batch, as in SimCLR; there is no queue and no key encoder. */
        @JsonProperty("batch")
        BATCH
    }
}

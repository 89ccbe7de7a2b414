package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What is minimised.
 *
 * @param temperature temperature of the instance contrast; densities of prototypes have this mean
 * @param fidelity default of every key below and of {@code prototypes} on which released code and description differ
 * @param instanceLevels how the instance losses of the levels are combined
 * @param unselectedLevels how they are combined where queue keys are not selected: all levels have the same loss then, so
 *     that their mean is one loss
 * @param rejectedNegatives what becomes of a candidate that selection rejects
 * @param prototypeNegatives which prototypes are candidates
 * @param positivesExcluded whose prototypes are no candidates of a query
 * @param selection the selection of negatives
 */
public record ObjectiveConfig(
        double temperature,
        Fidelity fidelity,
        Levels instanceLevels,
        Levels unselectedLevels,
        Rejected rejectedNegatives,
        PrototypeNegatives prototypeNegatives,
        Excluded positivesExcluded,
        Selection selection) {

    /** How the losses of the levels are combined. */
    public enum Levels {
        /** Added up, as released: three levels weigh three times one. */
        @JsonProperty("sum")
        SUM,
        /** Averaged. */
        @JsonProperty("mean")
        MEAN
    }

    /** What becomes of a rejected candidate. */
    public enum Rejected {
        /** Stays in the denominator with logit 0, as released. */
        @JsonProperty("zero-logit")
        ZERO_LOGIT,
        /** Leaves the denominator. */
        @JsonProperty("removed")
        REMOVED
    }

    /** Which prototypes can be negatives. */
    public enum PrototypeNegatives {
        /** Those below the largest that any training image is assigned to, as released. */
        @JsonProperty("below-largest")
        BELOW_LARGEST,
        /** All. */
        @JsonProperty("all")
        ALL
    }

    /** Whose prototypes are no negatives of a query. */
    public enum Excluded {
        /** Those of every sample in the query's batch-norm group, as released. */
        @JsonProperty("batch")
        BATCH,
        /** Its own only. */
        @JsonProperty("own")
        OWN
    }

    /** Whether the selection of local views can be switched off as a whole. */
    public enum LocalMasks {
        /** Prototype masks are drawn for local views whatever {@code local} says, as released. */
        @JsonProperty("prototypes-always")
        PROTOTYPES_ALWAYS,
        /** The {@code local} switch governs instance and prototype masks. */
        @JsonProperty("one-switch")
        ONE_SWITCH
    }

    /**
     * The selection of negatives.
     *
     * @param instance whether queue keys are selected
     * @param prototype whether prototypes are selected
     * @param local whether local views use the instance selection of their query
     * @param localMasks what {@code local} governs
     * @param maximumKeep largest probability with which a candidate is kept
     * @param minimumPrototypeKeep smallest probability with which a prototype is kept
     * @param minimumInstanceDensity smallest density that similarities are divided by when queue keys are selected
     */
    public record Selection(
            boolean instance,
            boolean prototype,
            boolean local,
            LocalMasks localMasks,
            double maximumKeep,
            double minimumPrototypeKeep,
            double minimumInstanceDensity) {
        /** Checks every value. */
        public Selection {
            Require.that(maximumKeep > 0 && maximumKeep <= 1, "maximumKeep", "lie in (0, 1]", maximumKeep);
            Require.that(
                    minimumPrototypeKeep >= 0 && minimumPrototypeKeep <= maximumKeep,
                    "minimumPrototypeKeep",
                    "lie between 0 and maximumKeep",
                    minimumPrototypeKeep);
            Require.notNegative("minimumInstanceDensity", minimumInstanceDensity);
        }
    }

    /** Checks every value. */
    public ObjectiveConfig {
        Require.positive("temperature", temperature);
    }

    /** Which semantics the keys that are not given take: those of the released code, or those of the published formulas. */
    public enum Fidelity {
        /** What the released code computes, and so what the published weights were trained with. */
        @JsonProperty("released")
        RELEASED,
        /** What the method's description says. */
        @JsonProperty("paper")
        PAPER
    }
}

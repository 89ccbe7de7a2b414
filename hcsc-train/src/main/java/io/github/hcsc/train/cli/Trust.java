package io.github.hcsc.train.cli;

import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.eval.HealthVerdict.Grade;
import io.github.hcsc.train.prototypes.Embeddings;
import java.util.Map;
import java.util.Optional;

/**
 * What a result made of embeddings is worth: their health, and a sign that the result says nothing.
 *
 * @param health of the embeddings, none of a single one
 * @param worthless why the result says nothing, and what to do
 */
record Trust(Optional<HealthVerdict> health, Optional<String> worthless) {
    private static final String REMEDY = " Train longer or with another learning rate; hcsc eval health measures it.";

    /** @param sign of a result that says nothing, a sentence */
    static Trust of(Embeddings embeddings, Optional<String> sign) {
        return new Trust(embeddings.health(), sign.map(reason -> reason + REMEDY));
    }

    /** Adds both to a result for programs; returns the lines for a person, of what is healthy none. */
    String addTo(Map<String, Object> values) {
        health.ifPresent(verdict -> values.put("health", verdict.toString()));
        worthless.ifPresent(reason -> values.put("worthless", reason));
        return health.filter(verdict -> verdict.grade() != Grade.HEALTHY)
                        .map(verdict -> "\nhealth of the encoder is " + verdict)
                        .orElse("")
                + worthless.map(reason -> "\nworthless: " + reason).orElse("");
    }
}

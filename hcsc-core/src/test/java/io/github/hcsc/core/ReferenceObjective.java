package io.github.hcsc.core;

import com.google.gson.JsonObject;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import io.github.hcsc.core.selection.SemanticSelector;

/** The objective that the reference computed a case with, spelled out argument by argument. */
final class ReferenceObjective {

    private ReferenceObjective() {}

    static HcscObjective of(JsonObject description) {
        LocalSelection local =
                description.get("select_local").getAsBoolean() ? LocalSelection.BOTH : LocalSelection.PROTOTYPES;
        double temperature = description.get("temperature").getAsDouble();
        return switch (description.get("mode").getAsString()) {
            case "released" -> released(temperature, local);
            case "paper" -> paper(temperature, local);
            default -> throw new IllegalArgumentException("unknown mode in " + description);
        };
    }

    static HcscObjective released(double temperature, LocalSelection local) {
        return new HcscObjective(
                temperature,
                new SemanticSelector(0, .999, 1e-3),
                new SemanticSelector(1e-4, .999, 0),
                local,
                new InfoNce(Rejected.ZERO_LOGIT),
                PrototypeCandidates.RELEASED,
                LevelReduction.SUM);
    }

    static HcscObjective paper(double temperature, LocalSelection local) {
        return new HcscObjective(
                temperature,
                new SemanticSelector(0, 1, 0),
                new SemanticSelector(0, 1, 0),
                local,
                new InfoNce(Rejected.REMOVED),
                PrototypeCandidates.ALL_OTHERS,
                LevelReduction.MEAN);
    }
}

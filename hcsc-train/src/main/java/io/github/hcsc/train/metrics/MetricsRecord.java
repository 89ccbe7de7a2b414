package io.github.hcsc.train.metrics;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values measured at one step.
 *
 * @param step steps done since the start of the run
 * @param epoch epoch the step belongs to, counted from 0
 * @param values the values by name, for example {@code loss}; not-a-number and infinity are allowed
 */
@JsonPropertyOrder({"step", "epoch"})
public record MetricsRecord(
        @JsonProperty("step") long step,
        @JsonProperty("epoch") int epoch,
        @JsonAnySetter @JsonAnyGetter Map<String, Double> values) {

    /** Copies the values, sorted by name. */
    public MetricsRecord {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }
}

/**
 * What a pretraining run is told: {@link io.github.hcsc.train.config.PretrainConfig}, its YAML form and its automatic
 * sizing.
 *
 * <p>Values are checked where they are made, so a configuration that exists is one that can run.
 */
@NullMarked
package io.github.hcsc.train.config;

import org.jspecify.annotations.NullMarked;

package io.github.hcsc.train.weights;

import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The network that weights are of. Blocks that it makes are not yet initialised. */
sealed interface EncoderNetwork {

    /** Reads a network of this library off its weights. */
    static EncoderNetwork stock(StateDict weights) {
        return new Stock(EncoderDesign.of(weights.shapes(), weights.metadata()));
    }

    Optional<EncoderDesign> design();

    Block newBackbone();

    Encoder newEncoder();

    StateDict backboneOf(StateDict weights);

    /** Refuses weights with other tensors than the network has. */
    void requireWhole(StateDict weights);

    /** A network of this library. */
    record Stock(EncoderDesign known) implements EncoderNetwork {

        @Override
        public Optional<EncoderDesign> design() {
            return Optional.of(known);
        }

        @Override
        public Block newBackbone() {
            return known.newBackbone();
        }

        @Override
        public Encoder newEncoder() {
            Head head = known.head()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "embeddings need a projection head (fc.*), but these weights are a backbone alone"));
            return new Encoder(known.newBackbone(), head.newBlock(known.featureSize()));
        }

        @Override
        public StateDict backboneOf(StateDict weights) {
            return WeightNames.backbone(weights);
        }

        @Override
        public void requireWhole(StateDict weights) {
            weights.requireShapes(known.shapes());
        }
    }

    /**
     * A network of one's own.
     *
     * @param factory builds it
     * @param dim values of an embedding
     */
    record Own(EncoderFactory factory, int dim) implements EncoderNetwork {

        @Override
        public Optional<EncoderDesign> design() {
            return Optional.empty();
        }

        @Override
        public Block newBackbone() {
            return newEncoder().backbone();
        }

        @Override
        public Encoder newEncoder() {
            return factory.newEncoder(dim);
        }

        @Override
        public StateDict backboneOf(StateDict weights) {
            return weights.filter(Set.copyOf(newBackbone().getParameters().keys())::contains);
        }

        /** Shapes are known only after initialisation, and are checked when the tensors are copied. */
        @Override
        public void requireWhole(StateDict weights) {
            List<String> wanted = newEncoder().getParameters().keys();
            List<String> missing = without(wanted, weights.names());
            List<String> unexpected = without(weights.names(), wanted);
            if (!missing.isEmpty() || !unexpected.isEmpty()) {
                throw new IllegalArgumentException("the weights must be those of an encoder of "
                        + EncoderOrigin.of(factory) + ", but lack " + missing + " and have " + unexpected + " besides");
            }
        }

        private static List<String> without(Collection<String> all, Collection<String> others) {
            List<String> rest = new ArrayList<>(all);
            rest.removeAll(Set.copyOf(others));
            return rest;
        }
    }
}

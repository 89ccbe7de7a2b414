package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts which of its classes were initialised; to ask does not initialise them. */
final class Trap {
    static final AtomicInteger SPRUNG = new AtomicInteger();

    private Trap() {}

    /** What a file may name. */
    public static final class Factory implements EncoderFactory {
        static {
            SPRUNG.incrementAndGet();
        }

        @Override
        public Encoder newEncoder(int dim) {
            throw new UnsupportedOperationException();
        }
    }

    /** What somebody may name by mistake. */
    public static final class NoFactory {
        static {
            SPRUNG.incrementAndGet();
        }
    }
}

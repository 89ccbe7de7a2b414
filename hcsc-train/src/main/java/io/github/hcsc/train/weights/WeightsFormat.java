package io.github.hcsc.train.weights;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.state.weights.DetectronWeights;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import io.github.hcsc.train.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What other programs load an encoder from. */
public enum WeightsFormat {
    /** One file of everything, with what this library needs to use it; timm and many others read it. */
    SAFETENSORS {
        @Override
        public void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException {
            EncoderWeights weights = EncoderWeights.open(source, own);
            if (classes > 0) {
                EncoderOrigin.of(source).requireStock("a classifier of zeros", source);
            }
            Safetensors.write(out, classes == 0 ? weights.described() : inPython(weights, classes));
        }
    },
    /** A file of {@code torch.save} for {@code load_state_dict} of torchvision and timm. */
    TORCHVISION {
        @Override
        public void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException {
            Pth.write(out, inPython(stock(source, own), classes));
        }
    },
    /** The {@code .pkl} of the backbone that a configuration of detectron2 names. */
    DETECTRON2 {
        @Override
        public void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException {
            DetectronWeights.write(out, stock(source, own).state());
        }
    },
    /** A folder that plain DJL and DJL Serving load. */
    DJL {
        @Override
        public void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException {
            stock(source, own).writeFolder(out);
        }
    },
    /** A checkpoint of the authors' code, encoders, queue and optimiser; from a run only. */
    OFFICIAL {
        @Override
        public void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException {
            stock(source, own);
            OfficialExport.write(source, out);
        }
    };

    /**
     * Writes weights.
     *
     * @param source a run, or a file of weights
     * @param own builds the encoder, if it is one of one's own
     * @param classes size of a classifier of zeros beside the backbone, where a program insists on one; 0 for none
     * @param out the file, or for {@link #DJL} the folder
     * @throws IOException if the source cannot be read or the output not written
     * @throws ConfigException if the format is for encoders of this library alone, or the factory does not fit
     */
    public abstract void write(Path source, Optional<EncoderFactory> own, int classes, Path out) throws IOException;

    /**
     * Writes weights of an encoder of this library.
     *
     * @param source a run, or a file of weights
     * @param classes size of a classifier of zeros beside the backbone, where a program insists on one; 0 for none
     * @param out the file, or for {@link #DJL} the folder
     * @throws IOException if the source cannot be read or the output not written
     */
    public void write(Path source, int classes, Path out) throws IOException {
        write(source, Optional.empty(), classes, out);
    }

    EncoderWeights stock(Path source, Optional<EncoderFactory> own) throws IOException {
        EncoderOrigin.of(source).requireStock("the format " + this, source);
        return EncoderWeights.open(source, own);
    }

    private static StateDict inPython(EncoderWeights weights, int classes) {
        return classes == 0
                ? TorchvisionWeights.backbone(weights.state())
                : TorchvisionWeights.withClassifier(weights.state(), classes);
    }

    /** Returns the word of the command line, such as {@code torchvision}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

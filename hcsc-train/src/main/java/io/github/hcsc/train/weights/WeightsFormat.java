package io.github.hcsc.train.weights;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.state.weights.DetectronWeights;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What other programs load an encoder from. */
public enum WeightsFormat {
    /** One file of everything, with what this library needs to use it; timm and many others read it. */
    SAFETENSORS {
        @Override
        public void write(Path source, int classes, Path out) throws IOException {
            EncoderWeights weights = EncoderWeights.open(source);
            Safetensors.write(out, classes == 0 ? weights.described() : inPython(weights, classes));
        }
    },
    /** A file of {@code torch.save} for {@code load_state_dict} of torchvision and timm. */
    TORCHVISION {
        @Override
        public void write(Path source, int classes, Path out) throws IOException {
            Pth.write(out, inPython(EncoderWeights.open(source), classes));
        }
    },
    /** The {@code .pkl} of the backbone that a configuration of detectron2 names. */
    DETECTRON2 {
        @Override
        public void write(Path source, int classes, Path out) throws IOException {
            DetectronWeights.write(out, EncoderWeights.open(source).state());
        }
    },
    /** A folder that plain DJL and DJL Serving load. */
    DJL {
        @Override
        public void write(Path source, int classes, Path out) throws IOException {
            EncoderWeights.open(source).writeFolder(out);
        }
    },
    /** A checkpoint of the authors' code, encoders, queue and optimiser; from a run only. */
    OFFICIAL {
        @Override
        public void write(Path source, int classes, Path out) throws IOException {
            OfficialExport.write(source, out);
        }
    };

    /**
     * Writes weights.
     *
     * @param source a run, or a file of weights
     * @param classes size of a classifier of zeros beside the backbone, where a program insists on one; 0 for none
     * @param out the file, or for {@link #DJL} the folder
     * @throws IOException if the source cannot be read or the output not written
     */
    public abstract void write(Path source, int classes, Path out) throws IOException;

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

package io.github.hcsc.train.weights;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.state.weights.DetectronWeights;
import io.github.hcsc.core.state.weights.OfficialCheckpoint;
import io.github.hcsc.core.state.weights.TimmWeights;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.onnx.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What other programs load an encoder from. */
public enum WeightsFormat {
    /** One file of everything, with what this library needs to use it; timm and many others read it. */
    SAFETENSORS {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            EncoderWeights weights = EncoderWeights.open(request.source(), request.own());
            if (request.classes() > 0) {
                EncoderOrigin.of(request.source()).requireStock("a classifier of zeros", request.source());
            }
            Safetensors.write(
                    out,
                    request.classes() == 0 ? weights.described() : TimmWeights.of(weights.state(), request.classes()));
        }
    },
    /** A file of {@code torch.save} for {@code load_state_dict} of torchvision; of a ResNet for that of timm, too. */
    TORCHVISION {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            Pth.write(out, inPython(request.stock(this), request.classes()));
        }
    },
    /** A file of {@code torch.save} for {@code load_state_dict} of timm. */
    TIMM {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            Pth.write(out, TimmWeights.of(request.stock(this).state(), request.classes()));
        }
    },
    /** The {@code .pkl} of the backbone that a configuration of detectron2 names. */
    DETECTRON2 {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            DetectronWeights.write(out, request.stock(this).state());
        }
    },
    /** A folder that plain DJL and DJL Serving load. */
    DJL {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            request.stock(this).writeFolder(out);
        }
    },
    /** A folder of two models for ONNX Runtime and whatever else reads ONNX: for images, and for pictures of any size. */
    ONNX {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            EncoderWeights weights = request.stock(this);
            new OnnxEncoder(weights.state(), weights.preprocessing(), request.nodes()).write(out);
        }
    },
    /** A folder for a hub of models in timm's layout, which transformers reads too where timm is installed. */
    HUB {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            HubFolder.writeTimm(request, request.stock(this), out);
        }
    },
    /** A folder for a hub of models that transformers reads without timm. */
    TRANSFORMERS {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            HubFolder.writeTransformers(request, request.stock(this), out);
        }
    },
    /** A checkpoint of the authors' code, encoders, queue and optimiser; from a run only. */
    OFFICIAL {
        @Override
        public void write(ExportRequest request, Path out) throws IOException {
            if (!OfficialCheckpoint.takes(request.stock(this).design().orElseThrow())) {
                throw new ConfigException("the authors' code trains ResNets, but the encoder of " + request.source()
                        + " is none; other formats take it");
            }
            OfficialExport.write(request.source(), out);
        }
    };

    /**
     * Writes weights.
     *
     * @param request what to write
     * @param out the file, or for {@link #DJL}, {@link #ONNX}, {@link #HUB} and {@link #TRANSFORMERS} the folder
     * @throws IOException if the source cannot be read or the output not written
     * @throws ConfigException if the format is for other networks, or the factory does not fit
     */
    public abstract void write(ExportRequest request, Path out) throws IOException;

    /**
     * Writes weights of an encoder of this library.
     *
     * @param source a run, or a file of weights
     * @param classes size of a classifier of zeros beside the backbone, where a program insists on one; 0 for none
     * @param out the file or folder
     * @throws IOException if the source cannot be read or the output not written
     */
    public void write(Path source, int classes, Path out) throws IOException {
        write(new ExportRequest(source, Optional.empty(), classes, Optional.empty(), Optional.empty()), out);
    }

    /** Returns whether a classifier of zeros can be added. */
    public boolean takesClasses() {
        return this == TORCHVISION || this == TIMM || this == SAFETENSORS;
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

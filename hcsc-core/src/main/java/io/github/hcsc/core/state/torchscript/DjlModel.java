package io.github.hcsc.core.state.torchscript;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes an encoder as a folder that plain DJL loads, in DJL Serving and elsewhere, with no class of this library:
 *
 * <pre>{@code
 * Criteria<Image, float[]> criteria = Criteria.builder()
 *         .setTypes(Image.class, float[].class)
 *         .optModelPath(Path.of("encoder"))
 *         .optTranslatorFactory(new DeferredTranslatorFactory())
 *         .build();
 * }</pre>
 *
 * <p>The program itself expects normalised images: normalisation is the translator's work, which {@code
 * serving.properties} describes. In DJL 0.25 the feature extractor returns {@code byte[]}, the floats' bytes in native
 * order; ask for that type there.
 */
public final class DjlModel {
    private static final String NAME = "encoder";

    private DjlModel() {}

    /**
     * Writes {@code encoder.pt}, which maps images to the backbone's features, {@code encoder.safetensors} with all
     * tensors, and {@code serving.properties}.
     *
     * @param folder where to, made as needed
     * @param encoder a ResNet's tensors under torchvision's names, with or without a head
     * @param preprocessing what happens to an image first
     * @throws IOException if the files cannot be written
     */
    public static void write(Path folder, StateDict encoder, Preprocessing preprocessing) throws IOException {
        TorchScript.write(folder.resolve(NAME + ".pt"), WeightNames.backbone(encoder));
        Safetensors.write(folder.resolve(NAME + ".safetensors"), encoder);
        String properties = "engine=PyTorch\noption.modelName=" + NAME + "\n"
                + "translatorFactory=ai.djl.modality.cv.translator.ImageFeatureExtractorFactory\n"
                + preprocessing.toProperties();
        AtomicFile.write(folder.resolve("serving.properties"), properties);
    }
}

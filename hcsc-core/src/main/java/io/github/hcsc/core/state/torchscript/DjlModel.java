package io.github.hcsc.core.state.torchscript;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

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
 * <p>The program prepares pictures of any size itself, so that nothing depends on how a version of DJL resizes. In DJL
 * 0.25 the stock feature extractor returns {@code byte[]}; with these two lines for a translator either version answers
 * {@code float[]}:
 *
 * <pre>{@code
 * .optTranslator(new BasicTranslator<Image, float[]>(
 *         (context, image) -> new NDList(image.toNDArray(context.getNDManager())),
 *         (context, features) -> features.singletonOrThrow().toFloatArray(),
 *         null))
 * }</pre>
 */
public final class DjlModel {
    private static final String NAME = "encoder";

    /** The translator hands on each picture as it is. */
    private static final String PROPERTIES = String.format(Locale.ROOT, """
            engine=PyTorch
            option.modelName=%s
            translatorFactory=ai.djl.modality.cv.translator.ImageFeatureExtractorFactory
            toTensor=false
            batchifier=none
            """, NAME);

    private DjlModel() {}

    /**
     * Writes {@code encoder.pt}, which maps images to the backbone's features, {@code encoder.safetensors} with all
     * tensors, and {@code serving.properties}.
     *
     * @param folder where to, made as needed
     * @param encoder tensors as {@link TorchScript#write} takes them, with or without a head
     * @param preprocessing how pictures are prepared
     * @throws IOException if the files cannot be written
     */
    public static void write(Path folder, StateDict encoder, Preprocessing preprocessing) throws IOException {
        TorchScript.write(folder.resolve(NAME + ".pt"), WeightNames.backbone(encoder), preprocessing);
        Safetensors.write(folder.resolve(NAME + ".safetensors"), encoder);
        AtomicFile.write(folder.resolve("serving.properties"), PROPERTIES);
    }
}

package io.github.hcsc.core.state.torchscript;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.TorchArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes encoders as TorchScript programs with their weights. */
public final class TorchScript {
    /** Archive version that PyTorch 1.13 and everything after it reads. */
    private static final String VERSION = "10\n";

    /** The pickle of an empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private TorchScript() {}

    /**
     * Writes the program that maps images to features {@code [N, featureSize]}, or, if the state has a head ({@code
     * fc.*}), to embeddings, not yet of unit length. Images are either normalised, float32 {@code [N, 3, H, W]}, or
     * pictures of any size, uint8 {@code [N, H, W, 3]} or a single one {@code [H, W, 3]}, which the program prepares
     * itself. It is in evaluation mode; it can be trained; its own state dictionary has torchvision's names, or timm's
     * for a Vision Transformer, whose images have the size that the preprocessing makes.
     *
     * @param path the file, replaced as a whole or not at all; it runs on PyTorch 1.13 and later, a Vision Transformer on 2.0
     *     and later
     * @param encoder a ResNet's tensors under torchvision's names, without counters of batches, or a Vision Transformer's
     *     under timm's with its metadata
     * @param preprocessing how pictures are prepared
     * @throws IllegalArgumentException if tensors are missing or unknown
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, StateDict encoder, Preprocessing preprocessing) throws IOException {
        ScriptModule root = VitScript.knows(encoder)
                ? VitScript.of(encoder, preprocessing)
                : ScriptWriter.write(encoder, preprocessing);
        Map<String, String> classes = new LinkedHashMap<>();
        root.declareIn(classes);
        String code = String.join("", classes.values());
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("code/" + ScriptModule.NAMESPACE.replace('.', '/') + ".py", code.getBytes(StandardCharsets.UTF_8));
        entries.put("constants.pkl", NO_CONSTANTS);
        entries.put("version", VERSION.getBytes(StandardCharsets.US_ASCII));
        TorchArchive.write(path, root.toObject(), entries);
    }
}

package io.github.hcsc.train.weights;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.core.state.weights.HubModel;
import io.github.hcsc.train.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An encoder as a folder to upload to a hub of models: {@code config.json}, {@code model.safetensors}, {@code README.md}. */
final class HubFolder {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Pillow's number for bicubic. */
    private static final int BICUBIC = 3;

    /** Pixels that a cell of the last feature map stands for, in each direction. */
    private static final int STRIDE = 32;

    private HubFolder() {}

    /** Writes what timm loads, and transformers where timm is installed. */
    static void writeTimm(ExportRequest request, EncoderWeights weights, Path folder) throws IOException {
        HubModel model = HubModel.timm(known(request, weights), weights.state(), view(weights.preprocessing()));
        write(folder, model, ModelCard.of(request, weights, ModelCard.Library.TIMM));
    }

    /** Writes what transformers loads by itself. */
    static void writeTransformers(ExportRequest request, EncoderWeights weights, Path folder) throws IOException {
        known(request, weights);
        HubModel model = HubModel.transformers(weights.state());
        AtomicFile.write(folder.resolve("preprocessor_config.json"), json(processor(weights.preprocessing())));
        write(folder, model, ModelCard.of(request, weights, ModelCard.Library.TRANSFORMERS));
    }

    private static EncoderDesign known(ExportRequest request, EncoderWeights weights) {
        return weights.design()
                .filter(HubModel::knows)
                .orElseThrow(() -> new ConfigException("timm and transformers have no network like that of "
                        + request.source() + " ("
                        + weights.design().map(EncoderDesign::toString).orElse("of one's own")
                        + "): '" + other(weights) + "' writes it for other programs"));
    }

    private static String other(EncoderWeights weights) {
        boolean convolutional =
                weights.design().filter(EncoderDesign::isConvolutional).isPresent();
        return "hcsc export --format " + (convolutional ? "onnx" : "timm");
    }

    private static void write(Path folder, HubModel model, String card) throws IOException {
        Safetensors.write(folder.resolve("model.safetensors"), model.tensors());
        AtomicFile.write(folder.resolve("config.json"), json(model.config()));
        AtomicFile.write(folder.resolve("README.md"), card);
    }

    private static Map<String, Object> view(Preprocessing view) {
        Map<String, Object> config = new LinkedHashMap<>();
        int cells = Math.max(1, view.crop() / STRIDE);
        config.put("input_size", List.of(Backbone.CHANNELS, view.crop(), view.crop()));
        config.put("fixed_input_size", false);
        config.put("interpolation", "bicubic");
        config.put("crop_pct", (double) view.crop() / view.resize());
        config.put("crop_mode", "center");
        config.put("mean", view.mean());
        config.put("std", view.deviation());
        config.put("pool_size", List.of(cells, cells));
        return config;
    }

    private static Map<String, Object> processor(Preprocessing view) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("image_processor_type", "BitImageProcessor");
        config.put("do_convert_rgb", true);
        config.put("do_resize", true);
        config.put("size", Map.of("shortest_edge", view.resize()));
        config.put("resample", BICUBIC);
        config.put("do_center_crop", true);
        config.put("crop_size", new TreeMap<>(Map.of("height", view.crop(), "width", view.crop())));
        config.put("do_rescale", true);
        config.put("rescale_factor", 1 / 255.0);
        config.put("do_normalize", true);
        config.put("image_mean", view.mean());
        config.put("image_std", view.deviation());
        return config;
    }

    private static String json(Object value) throws IOException {
        return MAPPER.writeValueAsString(value) + "\n";
    }
}

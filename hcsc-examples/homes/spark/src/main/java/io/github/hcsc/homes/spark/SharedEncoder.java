package io.github.hcsc.homes.spark;

import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** The encoder of a process: models cannot be sent to executors, and one serves all tasks of an executor. */
final class SharedEncoder {
    private static final Map<String, ZooModel<Image, float[]>> LOADED = new ConcurrentHashMap<>();

    private SharedEncoder() {}

    static ZooModel<Image, float[]> at(String folder) {
        return LOADED.computeIfAbsent(folder, SharedEncoder::load);
    }

    private static ZooModel<Image, float[]> load(String folder) {
        ImageIO.setUseCache(false);
        try {
            return Criteria.builder()
                    .setTypes(Image.class, float[].class)
                    .optModelPath(Path.of(folder))
                    .optTranslatorFactory(new DeferredTranslatorFactory())
                    .build()
                    .loadModel();
        } catch (Exception e) {
            throw new IllegalStateException(folder + " must hold encoder.pt and serving.properties", e);
        }
    }
}

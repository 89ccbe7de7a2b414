package io.github.hcsc.homes.service;

import ai.djl.MalformedModelException;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A trained encoder as a service: {@code java -jar encoder-service.jar --encoder.folder=RUN/encoder}. */
@SpringBootApplication
public class EncoderService {

    /** Starts it. One thread per picture: the pictures of several callers share the cores. */
    public static void main(String[] args) {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        SpringApplication.run(EncoderService.class, args);
    }

    /** The encoder, loaded once. */
    @Bean(destroyMethod = "close")
    ZooModel<Image, float[]> encoder(@Value("${encoder.folder}") Path folder)
            throws ModelNotFoundException, MalformedModelException, IOException {
        return Criteria.builder()
                .setTypes(Image.class, float[].class)
                .optModelPath(folder)
                .optTranslatorFactory(new DeferredTranslatorFactory())
                .build()
                .loadModel();
    }
}

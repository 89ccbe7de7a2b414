package io.github.hcsc.homes.service;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** One predictor per core. Who finds none idle in time is told to come back later, so that no queue grows without bound. */
@Component
class Predictors {
    private final BlockingQueue<Predictor<Image, float[]>> idle;
    private final Duration patience;

    Predictors(ZooModel<Image, float[]> encoder, @Value("${encoder.wait}") Duration patience) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.idle = new ArrayBlockingQueue<>(cores);
        this.patience = patience;
        for (int i = 0; i < cores; i++) {
            idle.add(encoder.newPredictor());
        }
    }

    float[] features(Image picture) throws InterruptedException, TranslateException {
        Predictor<Image, float[]> predictor = idle.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (predictor == null) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "all cores are busy; try again later");
        }
        try {
            return predictor.predict(picture);
        } finally {
            idle.add(predictor);
        }
    }

    @PreDestroy
    void close() {
        idle.forEach(Predictor::close);
    }
}

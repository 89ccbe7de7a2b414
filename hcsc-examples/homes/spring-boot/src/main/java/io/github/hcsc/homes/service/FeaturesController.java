package io.github.hcsc.homes.service;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /features}: the bytes of a picture in, its features as a JSON array out. */
@RestController
class FeaturesController {
    private final Picture picture;
    private final Predictors predictors;

    FeaturesController(Picture picture, Predictors predictors) {
        this.picture = picture;
        this.predictors = predictors;
    }

    @PostMapping("/features")
    float[] features(InputStream body) throws IOException, InterruptedException, TranslateException {
        return predictors.features(picture.read(body));
    }
}

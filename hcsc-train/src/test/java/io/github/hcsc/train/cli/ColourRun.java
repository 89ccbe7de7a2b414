package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A finished run on images of one colour each, whose embedding is the colour: 20 of red, of green and of blue. */
final class ColourRun {
    static final int EACH = 20;
    private static final List<String> CLASSES = List.of("blue", "green", "red");

    private ColourRun() {}

    /** Makes {@code data} and {@code run} in a folder, with a tree of 9 and 3 nodes. */
    static Path create(Path folder) throws IOException {
        for (int c = 0; c < CLASSES.size(); c++) {
            for (int i = 0; i < EACH; i++) {
                paint(folder.resolve("data/" + CLASSES.get(c) + "/" + i + ".png"), colour(c, i));
            }
        }
        Path run = folder.resolve("run");
        PretrainConfig config =
                PretrainConfig.read(Path.of("smoke")).with("data.path=" + ConfigOptions.quoted(folder.resolve("data")));
        RunDirectory.create(run, config).close();
        try (ImageSource images = ImageSources.open(folder.resolve("data"));
                NDManager manager = NDManager.newBaseManager()) {
            FakeJobs jobs = new FakeJobs();
            NDArray rows = jobs.project(
                    EncoderSource.of(run),
                    jobs.features(
                                    new FeatureRequest(EncoderSource.of(run), FixedView.BILINEAR, Optional.empty()),
                                    images,
                                    manager)
                            .rows());
            Embeddings embeddings = Embeddings.of(config.schedule().epochs(), rows);
            PrototypeTree tree = PrototypeTree.of(
                    HierarchicalKMeans.fast(List.of(9, 3), 0.1f).cluster(rows, PrototypeHierarchy.NONE, 0), embeddings);
            PrototypeStore.of(run).save(tree, embeddings, images);
        }
        return run;
    }

    private static Color colour(int channel, int variant) {
        int[] blueGreenRed = {20 + 2 * variant, 40, 30};
        blueGreenRed[channel] = 220 - variant;
        return new Color(blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]);
    }

    static void paint(Path file, Color colour) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}

package io.github.hcsc.data.source;

import ai.djl.Application;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fetches CIFAR-10 from DJL's repository of data sets into DJL's cache, or takes it from there. Nothing else in this
 * module uses the network.
 */
public final class CifarDownload {
    private CifarDownload() {}

    /**
     * Returns the 50,000 training images.
     *
     * @throws IOException when the download fails
     */
    public static Cifar cifar10Training() throws IOException {
        return fetch("data_batch.bin");
    }

    /**
     * Returns the 10,000 test images.
     *
     * @throws IOException when the download fails
     */
    public static Cifar cifar10Test() throws IOException {
        return fetch("test_batch.bin");
    }

    private static Cifar fetch(String file) throws IOException {
        MRL dataset = BasicDatasets.REPOSITORY.dataset(
                Application.CV.IMAGE_CLASSIFICATION, BasicDatasets.GROUP_ID, "cifar10", "1.0");
        Artifact artifact = dataset.getDefaultArtifact();
        Artifact.Item item = artifact == null ? null : artifact.getFiles().get(file);
        if (item == null) {
            throw new IOException("DJL's repository of data sets has no " + file + " of CIFAR-10");
        }
        dataset.prepare(artifact);
        try (InputStream in = dataset.getRepository().openStream(item, null)) {
            return Cifar.ofCifar10(in.readAllBytes());
        }
    }
}

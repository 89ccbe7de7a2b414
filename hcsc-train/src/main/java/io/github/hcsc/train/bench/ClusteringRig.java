package io.github.hcsc.train.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.Points;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.prototype.SearchKernel;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.core.torch.TorchOps;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The same points clustered over and over from the same start. */
public final class ClusteringRig implements AutoCloseable {

    private static final int MODES = 1000;
    private static final float SPREAD = .7f;
    private static final int SEED = 0;

    private final NDManager manager;
    private final NDArray points; // [n, d]

    private ClusteringRig(NDManager manager, NDArray points) {
        this.manager = manager;
        this.points = points;
    }

    private static NDManager newManager(String device) {
        return Devices.newManager(Devices.usable(device));
    }

    /** Makes unit vectors scattered around a thousand others. */
    public static ClusteringRig ofRandom(String device, int count, int dimension) {
        NDManager manager = newManager(device);
        TorchOps.seed(SEED);
        try (NDManager scope = manager.newSubManager()) {
            NDArray centres = scope.randomNormal(new Shape(MODES, dimension));
            NDArray own = centres.get(scope.randomInteger(0, MODES, new Shape(count), DataType.INT64));
            NDArray points =
                    own.add(scope.randomNormal(own.getShape()).mul(SPREAD)).normalize(2, 1);
            points.attach(manager);
            return new ClusteringRig(manager, points);
        }
    }

    /**
     * Reads points.
     *
     * @param file little-endian floats, point after point
     * @throws IllegalArgumentException if they are not whole points
     */
    public static ClusteringRig ofFile(String device, Path file, int dimension) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long bytesPerPoint = (long) dimension * Float.BYTES;
            if (channel.size() == 0 || channel.size() % bytesPerPoint != 0) {
                throw new IllegalArgumentException(
                        file + " must hold points of " + dimension + " floats, but has " + channel.size() + " bytes");
            }
            NDManager manager = newManager(device);
            Shape shape = new Shape(channel.size() / bytesPerPoint, dimension);
            return new ClusteringRig(
                    manager,
                    manager.create(
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .asFloatBuffer(),
                            shape));
        }
    }

    /** Returns n. */
    public long size() {
        return points.size(0);
    }

    /** Returns d. */
    public long dimension() {
        return points.size(1);
    }

    /** Returns the fastest kernel on the device of the points. */
    public SearchKernel fastestKernel() {
        return SearchKernel.fastestFor(manager);
    }

    /** Finds centroids and returns their objective. */
    public double cluster(FlatClusterer clusterer, int count, SearchKernel kernel) {
        try (Points copy = Points.of(points, kernel)) {
            return clusterer.fit(copy, count, new float[0][], SEED).objective();
        }
    }

    /** Finds a hierarchy of prototypes, to be closed. */
    public PrototypeHierarchy cluster(Clusterer clusterer, PrototypeHierarchy previous) {
        return clusterer.cluster(points, previous, 0);
    }

    /** Returns the sum of the squared distances of the points to their prototypes of the finest level. */
    public double objective(PrototypeHierarchy hierarchy) {
        PrototypeLevel finest = hierarchy.levels().get(0);
        try (NDArray own = finest.centroids().get(finest.assignments());
                NDArray difference = points.sub(own);
                NDArray squares = difference.square();
                NDArray sum = squares.sum()) {
            return sum.getFloat();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

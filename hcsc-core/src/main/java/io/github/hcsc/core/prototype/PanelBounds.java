package io.github.hcsc.core.prototype;

import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The nearest of moving centroids without scoring those that cannot be it.
 *
 * <p>Centroids that are similar in the first call make a panel. For each point and panel a lower bound of the distance to all
 * of the panel's centroids is kept: known when the panel is scored, and smaller by the longest way that one of them goes
 * when they move. A panel is passed over where its bound exceeds the distance to the best centroid found, after a look at
 * the panel of the point's last centroid. The bounds allow for rounding, so that the labels are those of a full search.
 *
 * <p>It holds one float per point and panel.
 *
 * @see <a href="https://proceedings.mlr.press/v37/ding15.html">Yinyang K-means</a>, Ding et al., 2015, which has smaller groups
 */
final class PanelBounds implements MovingSearch {
    private static final int BLOCK = 768;
    private static final int NONE = -1;

    private final float[] values;
    private final int dimension;
    private final int size;
    private final int[] owners; // the panel of each point's nearest centroid
    private final float[][] bounds; // for each block of points: panel by panel, in it point by point
    private int[][] groups = {};
    private int[] panelOf = {};
    private float[][] before = {};

    PanelBounds(float[] values, int dimension) {
        this.values = values;
        this.dimension = dimension;
        size = values.length / dimension;
        owners = new int[size];
        bounds = new float[(size + BLOCK - 1) / BLOCK][];
    }

    @Override
    public int[] nearest(float[][] centroids) {
        if (centroids.length != before.length) {
            begin(centroids);
        }
        Panel[] panels =
                Arrays.stream(groups).map(group -> Panel.of(centroids, group)).toArray(Panel[]::new);
        float[] ways = ways(centroids);
        double longest = Arrays.stream(centroids)
                .mapToDouble(centroid -> Math.sqrt(Geometry.product(centroid, centroid)))
                .max()
                .orElse(0);
        int[] labels = new int[size];
        IntStream.range(0, bounds.length).parallel().forEach(block -> new Block(block, panels, ways, longest)
                .search(labels));
        before = Arrays.stream(centroids).map(float[]::clone).toArray(float[][]::new);
        return labels;
    }

    private void begin(float[][] centroids) {
        groups = new SimilarCentroids(centroids, Panel.WIDTH).groups();
        panelOf = new int[centroids.length];
        for (int p = 0; p < groups.length; p++) {
            for (int member : groups[p]) {
                panelOf[member] = p;
            }
        }
        Arrays.setAll(bounds, block -> new float[Math.min(BLOCK, size - block * BLOCK) * groups.length]);
        Arrays.fill(owners, NONE);
        before = centroids;
    }

    /** Returns the longest way that a centroid of each panel went since the last call, rounded up. */
    private float[] ways(float[][] centroids) {
        float[] ways = new float[groups.length];
        for (int p = 0; p < ways.length; p++) {
            for (int member : groups[p]) {
                float way = Math.nextUp((float) Geometry.distance(centroids[member], before[member]));
                ways[p] = Math.max(ways[p], way);
            }
        }
        return ways;
    }

    /** The search for some points, by one thread. */
    private final class Block {
        private final int from;
        private final int count;
        private final Panel[] panels;
        private final float[] ways;
        private final double longest;
        private final float[] points;
        private final double[] squares; // of the points' lengths
        private final float[] best; // largest scores
        private final float[] reach; // upper bounds of the distances to the best centroids
        private final int[] nearest;
        private final float[] within; // the bounds of these points
        private final int[] rows;
        private final float[] scores = new float[Panel.TILE * Panel.WIDTH];

        Block(int block, Panel[] panels, float[] ways, double longest) {
            this.panels = panels;
            this.ways = ways;
            this.longest = longest;
            from = block * BLOCK;
            count = Math.min(BLOCK, size - from);
            points = Arrays.copyOfRange(values, from * dimension, (from + count) * dimension);
            squares = IntStream.range(0, count).mapToDouble(this::square).toArray();
            best = filled(Float.NEGATIVE_INFINITY);
            reach = filled(Float.POSITIVE_INFINITY);
            nearest = new int[count];
            within = bounds[block];
            rows = new int[count + Panel.TILE];
        }

        private double square(int row) {
            double sum = 0;
            for (int j = row * dimension; j < (row + 1) * dimension; j++) {
                sum += (double) points[j] * points[j];
            }
            return sum;
        }

        private float[] filled(float value) {
            float[] filled = new float[count];
            Arrays.fill(filled, value);
            return filled;
        }

        void search(int[] labels) {
            for (int p = 0; p < panels.length; p++) {
                score(p, listOwnedBy(p));
            }
            for (int p = 0; p < panels.length; p++) {
                score(p, listWithinReachOf(p));
            }
            for (int i = 0; i < count; i++) {
                owners[from + i] = panelOf[nearest[i]];
            }
            System.arraycopy(nearest, 0, labels, from, count);
        }

        private int listOwnedBy(int p) {
            int listed = 0;
            for (int i = 0; i < count; i++) {
                rows[listed] = i;
                listed += owners[from + i] == p ? 1 : 0;
            }
            return listed;
        }

        private int listWithinReachOf(int p) {
            int at = p * count;
            int listed = 0;
            for (int i = 0; i < count; i++) {
                if (owners[from + i] != p) {
                    within[at + i] = Math.nextDown(within[at + i] - ways[p]);
                    rows[listed] = i;
                    listed += within[at + i] <= reach[i] ? 1 : 0;
                }
            }
            return listed;
        }

        private void score(int p, int listed) {
            Arrays.fill(rows, listed, listed + Panel.TILE - 1, rows[Math.max(0, listed - 1)]);
            for (int i = 0; i < listed; i += Panel.TILE) {
                panels[p].score(
                        points,
                        dimension,
                        rows[i] * dimension,
                        rows[i + 1] * dimension,
                        rows[i + 2] * dimension,
                        rows[i + 3] * dimension,
                        scores);
                for (int j = 0; j < Panel.TILE; j++) {
                    keep(p, rows[i + j], j * Panel.WIDTH);
                }
            }
        }

        private void keep(int p, int row, int at) {
            float largest = Panel.largest(scores, at);
            double square = squares[row] - 2.0 * largest;
            double slack = slack(squares[row]);
            within[p * count + row] = Math.nextDown((float) Math.sqrt(Math.max(0, square - slack)));
            if (largest >= best[row]) {
                int member = panels[p].member(scores, at, largest);
                nearest[row] = largest > best[row] ? member : Math.min(member, nearest[row]);
                best[row] = largest;
                reach[row] = Math.nextUp((float) Math.sqrt(Math.max(0, square + slack)));
            }
        }

        /* Twice the most that rounding can change the square of a distance by. */
        private double slack(double square) {
            double sum = Math.sqrt(square) + longest;
            return (dimension + 2) * 0x1p-22 * sum * sum;
        }
    }

    /** Divides centroids into groups of near ones, by cutting in two again and again. */
    record SimilarCentroids(float[][] centroids, int groupSize) {

        /** Returns the members of each group, ascending: in all groups but one as many as fit. */
        int[][] groups() {
            return cut(IntStream.range(0, centroids.length).toArray()).toArray(int[][]::new);
        }

        /* Across the line between two centroids that are far from each other, so that whole groups lie on either side. */
        private Stream<int[]> cut(int[] some) {
            if (some.length <= groupSize) {
                Arrays.sort(some);
                return Stream.of(some);
            }
            float[] one = farthestFrom(centroids[some[0]], some);
            float[] other = farthestFrom(one, some);
            int[] ordered = Arrays.stream(some)
                    .boxed()
                    .sorted(Comparator.comparingDouble(
                            c -> Geometry.product(centroids[c], one) - Geometry.product(centroids[c], other)))
                    .mapToInt(c -> c)
                    .toArray();
            int groups = (some.length + groupSize - 1) / groupSize;
            int half = groups / 2 * groupSize;
            return Stream.concat(
                    cut(Arrays.copyOf(ordered, half)), cut(Arrays.copyOfRange(ordered, half, some.length)));
        }

        private float[] farthestFrom(float[] centroid, int[] some) {
            return Arrays.stream(some)
                    .mapToObj(c -> centroids[c])
                    .max(Comparator.comparingDouble(c -> Geometry.distance(c, centroid)))
                    .orElseThrow();
        }
    }
}

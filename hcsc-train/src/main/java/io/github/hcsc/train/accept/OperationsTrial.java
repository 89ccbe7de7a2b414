package io.github.hcsc.train.accept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.selection.SeededUniforms;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.train.ReferenceNoise;
import io.github.hcsc.train.accept.PlainJava.Images;
import io.github.hcsc.train.accept.PlainJava.Window;
import io.github.hcsc.train.optimizer.Sgd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tensor operations beside their definitions in plain Java, over the largest magnitude of each result. */
record OperationsTrial() implements Trial {

    private static final double BOUND = 1e-5;

    @Override
    public String name() {
        return "operations";
    }

    @Override
    public List<Check> checks(Target target) {
        try (NDManager manager = target.newManager()) {
            Operations operations = new Operations(manager, new ArrayList<>());
            operations.layers();
            operations.rows();
            operations.selection();
            operations.loss();
            operations.descent();
            operations.pictures();
            operations.uniforms();
            return operations.checks;
        }
    }

    private record Operations(NDManager manager, List<Check> checks) {

        private static final Shape IMAGES = new Shape(2, 3, 9, 9);
        private static final int OUT = 5;
        private static final Window WINDOW = new Window(3, 2, 1);
        private static final int D = 8;

        private NDArray tensor(String name, long... shape) {
            return manager.create(values(name, shape), new Shape(shape));
        }

        private static float[] values(String name, long... shape) {
            return ReferenceNoise.signed(name, Math.toIntExact(new Shape(shape).size()));
        }

        private void compare(String name, NDArray actual, double... expected) {
            float[] values = TensorData.of(actual).toFloats();
            double largest = 0;
            double difference = values.length == expected.length ? 0 : Double.NaN;
            for (int i = 0; i < Math.min(values.length, expected.length); i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                difference = Math.max(difference, Math.abs(values[i] - expected[i]));
            }
            checks.add(Check.atMost(name, BOUND, difference / largest));
        }

        void layers() {
            Images images = new Images(values("images", IMAGES.getShape()), 2, 3, 9, 9);
            NDArray x = TorchOps.channelsLast(tensor("images", IMAGES.getShape()));
            NDArray kernels = TorchOps.channelsLast(tensor("kernels", OUT, 3, 3, 3));
            kernels.setRequiresGradient(true);
            NDArray y = Autograd.recording(() -> TorchOps.convolution(x, kernels, 2, 1));
            compare("convolution", y, PlainJava.convolution(images, values("kernels", OUT, 3, 3, 3), OUT, WINDOW));
            NDArray direction = tensor("direction", y.getShape().getShape());
            Autograd.backward(Autograd.recording(() -> y.mul(direction).sum()));
            compare(
                    "gradient of a convolution",
                    kernels.getGradient(),
                    PlainJava.kernelGradient(
                            images, values("direction", y.getShape().getShape()), OUT, WINDOW));
            compare("largest of each window", TorchOps.stemMaxPool(x), PlainJava.maxPool(images));
            compare("mean over places", TorchOps.globalAveragePool(x), PlainJava.globalAverage(images));
            NDArray normal = TorchOps.batchNorm(
                    x,
                    new TorchOps.Statistics(manager.zeros(new Shape(3)), manager.ones(new Shape(3))),
                    new TorchOps.Affine(tensor("gamma", 3), tensor("beta", 3)),
                    true,
                    0.1,
                    1e-5);
            compare("batch normalisation", normal, PlainJava.batchNorm(images, values("gamma", 3), values("beta", 3)));
        }

        void rows() {
            NDArray x = tensor("rows", 6, D);
            NDArray weight = tensor("weight", 4, D);
            double[] products = PlainJava.products(values("rows", 6, D), values("weight", 4, D), D);
            compare("linear layer", TorchOps.linear(x, weight), products);
            compare("product of matrices", x.matMul(weight.transpose()), products);
            double[] sums = PlainJava.logSumExp(products, 4);
            double[] shares = new double[products.length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = products[i] - sums[i / 4];
            }
            compare("log of softmax", TorchOps.linear(x, weight).logSoftmax(1), shares);
            TorchOps.setRowsInPlace(x, manager.create(new long[] {4, 1}), tensor("new", 2, D));
            double[] replaced = doubles(values("rows", 6, D));
            float[] fresh = values("new", 2, D);
            for (int j = 0; j < D; j++) {
                replaced[4 * D + j] = fresh[j];
                replaced[D + j] = fresh[D + j];
            }
            compare("rows overwritten", x, replaced);
        }

        private static double[] doubles(float[] values) {
            double[] doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            return doubles;
        }

        /** The probability of keeping a candidate: 1 less the share of the query's own prototype. */
        void selection() {
            int prototypes = 3;
            long[] anchors = {2, 0, 1, 1};
            NDArray density = manager.create(new float[] {.2f, .5f, 1});
            PrototypeLevel level = new PrototypeLevel(
                    tensor("prototypes", prototypes, D), density, manager.create(new long[] {0, 1, 2}));
            NDArray keep = new SemanticSelector(0, 1, 0)
                    .keepProbabilities(new Candidates(tensor("keys", 5, D)), manager.create(anchors), level);
            double[] logits = PlainJava.products(values("keys", 5, D), values("prototypes", prototypes, D), D);
            for (int i = 0; i < logits.length; i++) {
                logits[i] /= density.getFloat(i % prototypes);
            }
            double[] sums = PlainJava.logSumExp(logits, prototypes);
            double[] expected = new double[anchors.length * 5];
            for (int i = 0; i < expected.length; i++) {
                int key = i % 5;
                expected[i] = 1 - Math.exp(logits[key * prototypes + (int) anchors[i / 5]] - sums[key]);
            }
            compare("probabilities of selection", keep, expected);
        }

        /** The mean over queries of log(e^p + sum of e^n) - p, where what is not kept counts e^0 or nothing. */
        void loss() {
            float[] positive = values("positive", 4);
            float[] candidates = values("candidates", 4, 6);
            float[] kept = new float[4 * 6];
            double zero = 0;
            double removed = 0;
            for (int n = 0; n < 4; n++) {
                double among = Math.exp(positive[n]);
                int rejected = 0;
                for (int j = 0; j < 6; j++) {
                    kept[6 * n + j] = (n + j) % 3 == 0 ? 0 : 1;
                    among += kept[6 * n + j] * Math.exp(candidates[6 * n + j]);
                    rejected += kept[6 * n + j] == 0 ? 1 : 0;
                }
                removed += (Math.log(among) - positive[n]) / 4;
                zero += (Math.log(among + rejected) - positive[n]) / 4;
            }
            ContrastiveLogits logits = new ContrastiveLogits(
                    tensor("positive", 4),
                    tensor("candidates", 4, 6),
                    Optional.empty(),
                    List.of(manager.create(kept, new Shape(4, 6))));
            compare("InfoNCE without what is rejected", evaluated(logits, InfoNce.Rejected.REMOVED), removed);
            compare("InfoNCE with zeros for it", evaluated(logits, InfoNce.Rejected.ZERO_LOGIT), zero);
        }

        private static NDArray evaluated(ContrastiveLogits logits, InfoNce.Rejected rejected) {
            return new InfoNce(rejected).evaluate(logits);
        }

        /** Two steps of g += decay p; v = momentum v + g; p -= rate v, where g is a constant. */
        void descent() {
            NDArray weight = tensor("weight", 3, D);
            NDArray gradient = tensor("gradient", 3, D);
            weight.setRequiresGradient(true);
            Sgd sgd = new Sgd(List.of(weight), 0.9, 0.01);
            double[] expected = doubles(values("weight", 3, D));
            double[] slope = doubles(values("gradient", 3, D));
            double[] velocity = new double[expected.length];
            for (int step = 0; step < 2; step++) {
                Autograd.backward(Autograd.recording(() -> weight.mul(gradient).sum()));
                sgd.step(0.1);
                for (int i = 0; i < expected.length; i++) {
                    velocity[i] = 0.9 * velocity[i] + slope[i] + 0.01 * expected[i];
                    expected[i] -= 0.1 * velocity[i];
                }
            }
            compare("gradient descent", weight, expected);
        }

        void pictures() {
            ByteBuffer bytes = ByteBuffer.allocateDirect(2 * 2 * 3);
            double[] expected = new double[12];
            for (int i = 0; i < 12; i++) {
                bytes.put(i, (byte) (200 + i));
                expected[i % 3 * 4 + i / 3] = (200 + i) * (1.0 + i % 3) - i % 3;
            }
            NDArray images = TorchOps.toImages(
                    manager.create(bytes, new Shape(1, 2, 2, 3), DataType.UINT8),
                    manager.create(new float[] {1, 2, 3}, new Shape(3, 1, 1)),
                    manager.create(new float[] {0, -1, -2}, new Shape(3, 1, 1)));
            compare("bytes to images", images, expected);
        }

        /** The mean of many numbers of [0, 1) has a deviation of 1 over the root of 12 times their number. */
        void uniforms() {
            int count = 100_000;
            float[] first =
                    new SeededUniforms(7).draw(manager, new Shape(count)).toFloatArray();
            float[] second =
                    new SeededUniforms(7).draw(manager, new Shape(count)).toFloatArray();
            double sum = 0;
            int different = 0;
            int outside = 0;
            for (int i = 0; i < count; i++) {
                sum += first[i];
                different += first[i] == second[i] ? 0 : 1;
                outside += first[i] >= 0 && first[i] < 1 ? 0 : 1;
            }
            checks.add(Check.atMost("random numbers that a seed does not repeat", 0, different));
            checks.add(Check.atMost("random numbers outside of [0, 1)", 0, outside));
            checks.add(Check.atMost(
                    "mean of random numbers, off by", 5 / Math.sqrt(12.0 * count), Math.abs(sum / count - 0.5)));
        }
    }
}

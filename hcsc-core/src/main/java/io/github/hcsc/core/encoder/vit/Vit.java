package io.github.hcsc.core.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.util.PairList;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Parameters;
import io.github.hcsc.core.encoder.Pass;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Vision Transformer without its classifier: images {@code [N, 3, H, W]} to features {@code [N, featureSize()]}.
 *
 * <p>Pre-norm, with a class token; names and order of the parameters are timm's, initial weights are drawn as in MoCo v3.
 * Images may have any size that the patch divides: positions are interpolated. Each intermediate tensor is closed as soon
 * as its consumer has run.
 *
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al., An Image is Worth 16x16 Words</a>
 */
public final class Vit extends AbstractBlock implements Backbone {

    private static final Script OPS = new Script(Vit.class, "vit.torchscript");
    private static final float TINY = 1e-6f;
    private static final float LEARNED_DEVIATION = 0.02f;

    private final VitArchitecture architecture;
    private final VitOptions options;
    private final List<Parameter> tokens = new ArrayList<>();
    private final Parameter positions;
    private final List<Parameter> projection;
    private final List<VitBlock> blocks = new ArrayList<>();
    private final List<Parameter> norm;

    /** Describes a network. */
    public Vit(VitArchitecture architecture, VitOptions options) {
        this.architecture = architecture;
        this.options = options;
        Parameters names = new Parameters("", this::addParameter);
        int width = architecture.width();
        Initializer nearlyZero = new NormalInitializer(TINY);
        tokens.add(names.add("cls_token", Parameter.Type.WEIGHT, new Shape(1, 1, width), nearlyZero));
        if (architecture.registers() > 0) {
            Shape registers = new Shape(1, architecture.registers(), width);
            tokens.add(names.add("reg_token", Parameter.Type.WEIGHT, registers, nearlyZero));
        }
        positions = positions(names);
        projection = projection(names.in("patch_embed").in("proj"));
        for (int i = 0; i < architecture.depth(); i++) {
            blocks.add(new VitBlock(names.in("blocks").in("" + i), width, architecture.layerScale()));
        }
        norm = norm(names.in("norm"), width);
    }

    private Parameter positions(Parameters names) {
        Shape shape = new Shape(1, architecture.positions(), architecture.width());
        return switch (options.positions()) {
            case FIXED -> names.addFixed("pos_embed", shape, new SinCosPositions(architecture));
            case LEARNED ->
                names.add("pos_embed", Parameter.Type.WEIGHT, shape, new NormalInitializer(LEARNED_DEVIATION));
        };
    }

    private List<Parameter> projection(Parameters names) {
        int width = architecture.width();
        int patch = architecture.patch();
        int values = CHANNELS * patch * patch;
        Initializer uniform = new UniformInitializer((float) Math.sqrt(6.0 / (values + width)));
        Shape kernels = new Shape(width, CHANNELS, patch, patch);
        Shape bias = new Shape(width);
        return switch (options.patches()) {
            case FROZEN ->
                List.of(names.addFixed("weight", kernels, uniform), names.addFixed("bias", bias, Initializer.ZEROS));
            case LEARNED ->
                List.of(
                        names.add("weight", Parameter.Type.WEIGHT, kernels, uniform),
                        names.add("bias", Parameter.Type.BIAS, bias, Initializer.ZEROS));
        };
    }

    static List<Parameter> norm(Parameters names, int width) {
        Shape shape = new Shape(width);
        return List.of(
                names.add("weight", Parameter.Type.GAMMA, shape, Initializer.ONES),
                names.add("bias", Parameter.Type.BETA, shape, Initializer.ZEROS));
    }

    /** Returns the sizes. */
    public VitArchitecture architecture() {
        return architecture;
    }

    /** Returns what shapes do not tell. */
    public VitOptions options() {
        return options;
    }

    @Override
    public int featureSize() {
        return options.features().size(architecture.width());
    }

    /** Returns false: its norms are those of each token. */
    @Override
    public boolean crossesImages() {
        return false;
    }

    /** Drop-path asks for the {@link PassRows} of a training pass; a network that follows another leaves nothing out. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray images = inputs.singletonOrThrow();
        Pass pass = new Pass(store, images.getDevice(), training);
        int rows = VitArchitecture.patches(images.size(2), architecture.patch());
        int columns = VitArchitecture.patches(images.size(3), architecture.patch());
        Precision precision = training ? options.precision().on(images.getDevice()) : Precision.FP32;
        DropPath dropPath = dropPath(training, Optional.ofNullable(parameters).flatMap(PassRows::of));
        VitNumbers numbers = VitNumbers.of(OPS, architecture.heads(), precision, rows * columns);
        NDArray x = embed(images, rows, columns, numbers, pass);
        for (int i = 0; i < blocks.size(); i++) {
            try (NDArray consumed = x;
                    NDArray keep = dropPath.factors(x.getManager(), i, (int) x.size(0))) {
                x = blocks.get(i).forward(OPS, consumed, keep, numbers, pass);
            }
        }
        try (NDArray last = x) {
            return new NDList(features(last, numbers, pass));
        }
    }

    private DropPath dropPath(boolean training, Optional<PassRows> rows) {
        boolean drops = training && options.dropPath() > 0 && norm.get(0).requiresGradient();
        if (drops && rows.isEmpty()) {
            throw new IllegalArgumentException("drop-path must be told which rows of which step pass, but was not");
        }
        return new DropPath(options.dropPath(), blocks.size(), drops ? rows : Optional.empty());
    }

    private NDArray embed(NDArray images, int rows, int columns, VitNumbers numbers, Pass pass) {
        try (NDList borrowed = new NDList()) {
            NDArray places = pass.value(positions);
            if (rows != architecture.grid() || columns != architecture.grid()) {
                places = resized(places, rows, columns, images.getManager());
                borrowed.add(places);
            }
            return OPS.call(
                            "embed",
                            Argument.tensor(images),
                            Argument.list("projection", values(projection, pass)),
                            Argument.list("tokens", values(tokens, pass)),
                            Argument.tensor(places),
                            numbers.type())
                    .singletonOrThrow();
        }
    }

    private NDArray resized(NDArray places, int rows, int columns, NDManager manager) {
        int grid = architecture.grid();
        PositionInterpolation way = options.interpolation();
        try (NDArray down = TorchOps.constant(manager, way.weights(grid, rows), new Shape(rows, grid));
                NDArray across = TorchOps.constant(manager, way.weights(grid, columns), new Shape(columns, grid))) {
            return OPS.call("resize", Argument.tensor(places), Argument.tensor(down), Argument.tensor(across))
                    .singletonOrThrow();
        }
    }

    private NDArray features(NDArray x, VitNumbers numbers, Pass pass) {
        String method =
                switch (options.features()) {
                    case CLASS -> "class_token";
                    case MEAN -> "patch_mean";
                    case CLASS_AND_MEAN -> "class_and_mean";
                    case NORM_OF_MEAN -> "norm_of_mean";
                };
        return OPS.call(method, Argument.tensor(x), Argument.list("norm", values(norm, pass)), numbers.patches())
                .singletonOrThrow();
    }

    private static List<NDArray> values(List<Parameter> parameters, Pass pass) {
        return parameters.stream().map(pass::value).toList();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), featureSize())};
    }
}

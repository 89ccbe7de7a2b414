package io.github.hcsc.core.encoder.vit;

/**
 * The sizes of a Vision Transformer.
 *
 * @param width values of a token
 * @param depth blocks
 * @param heads attention heads of a block; shapes of weights do not tell them
 * @param patch side of a patch in pixels
 * @param grid patches along a side of the images that the positions are for
 * @param registers further tokens that belong to no patch (Darcet et al., Vision Transformers Need Registers)
 * @param classPosition whether the class token has a position of its own; not with registers
 * @param layerScale whether each branch has a learned gain per value (Touvron et al., Going deeper with Image Transformers)
 */
public record VitArchitecture(
        int width,
        int depth,
        int heads,
        int patch,
        int grid,
        int registers,
        boolean classPosition,
        boolean layerScale) {

    private static final int MOST = 1 << 16;

    /** @throws IllegalArgumentException if a size is none, or the width is no multiple of the heads */
    public VitArchitecture {
        within("width", width, 1);
        within("depth", depth, 1);
        within("heads", heads, 1);
        within("patch", patch, 1);
        within("grid", grid, 1);
        within("registers", registers, 0);
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "heads must divide the width of the network, " + width + ", but were " + heads);
        }
        if (classPosition && registers > 0) {
            throw new IllegalArgumentException("the class token must have no position where there are registers");
        }
    }

    private static void within(String name, int value, int least) {
        if (value < least || value > MOST) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + MOST + ", but was " + value);
        }
    }

    /**
     * Returns how many patches an image has along a side.
     *
     * @throws IllegalArgumentException if the side is no multiple of the patch, naming the nearest that are
     */
    public static int patches(long side, int patch) {
        if (side % patch != 0 || side < patch) {
            long below = side / patch * patch;
            throw new IllegalArgumentException("images must have sides of a multiple of the patch, " + patch
                    + " pixels, such as " + (below > 0 ? below + " or " : "") + (below + patch) + ", but had " + side);
        }
        return Math.toIntExact(side / patch);
    }

    /** Returns whether so many patches are a square. */
    public static boolean isSquare(long patches) {
        long side = side(patches);
        return side * side == patches;
    }

    /** Returns the side of the square that is nearest to so many patches. */
    public static long side(long patches) {
        return Math.round(Math.sqrt((double) patches));
    }

    /** Returns the side in pixels of the images that the positions are for. */
    public int imageSize() {
        return grid * patch;
    }

    /** Returns how many positions there are. */
    int positions() {
        return grid * grid + (classPosition ? 1 : 0);
    }
}

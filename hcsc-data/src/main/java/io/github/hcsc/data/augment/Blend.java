package io.github.hcsc.data.augment;

/** The colour operations that mix a pixel with a duller one. */
final class Blend {
    private Blend() {}

    /** Mixes with black. */
    static void brightness(View view, float factor) {
        mixAll(view, 0, factor);
    }

    /** Mixes with the mean grey of the whole view, rounded half up. */
    static void contrast(View view, float factor) {
        Planes planes = view.planes();
        double mean = (double) view.math().luma(planes) / planes.pixels();
        mixAll(view, (int) (mean + 0.5), factor);
    }

    /** Mixes each pixel with its own grey. */
    static void saturation(View view, float factor) {
        view.math().saturate(view.planes(), factor);
    }

    private static void mixAll(View view, int dull, float factor) {
        Planes planes = view.planes();
        view.math().mix(planes.red(), planes.pixels(), dull, factor);
        view.math().mix(planes.green(), planes.pixels(), dull, factor);
        view.math().mix(planes.blue(), planes.pixels(), dull, factor);
    }
}

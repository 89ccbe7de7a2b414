package io.github.hcsc.core.prototype;

/** Which prototype a point gets once the centroids are found. */
public enum AssignmentRule {
    /** The one whose centroid is nearest, as in the released code; after scaling to unit length another may be closer. */
    NEAREST_CENTROID {
        @Override
        float[][] targets(float[][] centroids) {
            return centroids;
        }
    },

    /** The one that is most similar by cosine. */
    MOST_SIMILAR_PROTOTYPE {
        @Override
        float[][] targets(float[][] centroids) {
            return UnitRows.of(centroids);
        }
    };

    /** Returns what distances are measured to: the centroids or the same at unit length. */
    abstract float[][] targets(float[][] centroids);
}

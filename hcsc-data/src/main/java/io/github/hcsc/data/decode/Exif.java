package io.github.hcsc.data.decode;

/** What becomes of the orientation that a camera noted in its picture. */
public enum Exif {
    /** The picture is turned upright, as people see it. */
    APPLY,
    /** The pixels stay as they are stored, as in Pillow and torchvision. */
    IGNORE
}

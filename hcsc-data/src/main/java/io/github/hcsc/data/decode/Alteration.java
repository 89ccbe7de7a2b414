package io.github.hcsc.data.decode;

/** Something that decoding does to a picture beyond reading it. */
public enum Alteration {
    /** An alpha channel or a transparent colour is dropped, without mixing. */
    TRANSPARENCY_DROPPED("transparency dropped"),
    /** Samples of more than 8 bits lose their lower bits. */
    DEPTH_REDUCED("16 bits reduced to 8"),
    /** Four inks are mixed to three colours. */
    INKS_MIXED("CMYK mixed to RGB"),
    /** The file holds an animation or pages, of which the first is taken. */
    FIRST_TAKEN("first of several pictures taken"),
    /** The picture is turned as its camera noted. */
    TURNED("turned by EXIF"),
    /** The camera noted that the picture lies on its side or head, and it stays so. */
    NOT_TURNED("left on their side or head, against EXIF (data.exif)");

    private final String text;

    Alteration(String text) {
        this.text = text;
    }

    /** Returns what is done, to follow a number of images. */
    @Override
    public String toString() {
        return text;
    }
}

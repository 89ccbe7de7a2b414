package io.github.hcsc.data.source;

import io.github.hcsc.data.decode.Exif;

/** What everything that helps to open one source works with: what to leave out, where that is counted, how to decode. */
record Opening(Exclusions exclusions, Tally tally, Exif exif) {

    static Opening with(SourceOptions options) {
        return new Opening(new Exclusions(options.exclude()), new Tally(), options.exif());
    }

    static Opening plain() {
        return with(SourceOptions.DEFAULT);
    }
}

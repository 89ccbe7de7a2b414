/**
 * From the bytes of an image file to pixels: its header is read first, and only the formats offered are decoded, as Pillow
 * does; {@link io.github.hcsc.data.decode.ImageDecoder} is the way in.
 */
@NullMarked
package io.github.hcsc.data.decode;

import org.jspecify.annotations.NullMarked;

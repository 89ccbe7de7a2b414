/** Vision Transformers: {@link io.github.hcsc.core.encoder.vit.Vit}. */
@NullMarked
package io.github.hcsc.core.encoder.vit;

import org.jspecify.annotations.NullMarked;

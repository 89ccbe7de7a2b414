/**
 * Encoders as ONNX files: {@link io.github.hcsc.train.onnx.OnnxEncoder}.
 *
 * <p>The files are written field by field in the wire format of protocol buffers. The numbers of the fields are those of
 * ONNX's {@code onnx.proto}.
 *
 * @see <a href="https://onnx.ai/onnx/intro/concepts.html">ONNX concepts</a>
 */
@NullMarked
package io.github.hcsc.train.onnx;

import org.jspecify.annotations.NullMarked;

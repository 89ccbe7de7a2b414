package io.github.hcsc.core.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript text into the archive that {@code torch.jit.load} reads: a class without tensors, four small entries.
 */
final class ScriptArchive {

    /** Archive version read by PyTorch 1.13 and everything after it. */
    private static final String VERSION = "10\n";

    /** The pickle of an empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private ScriptArchive() {}

    /** Returns the archive of one class {@code name} whose methods are given as serialised TorchScript. */
    static byte[] of(String name, String code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "archive/data.pkl", instanceOf(name));
            store(zip, "archive/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "archive/constants.pkl", NO_CONSTANTS);
            store(zip, "archive/version", VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /* Protocol 2: push the class, an empty tuple, create the object, set its state {training, _is_full_backward_hook}. */
    private static byte[] instanceOf(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        out.writeBytes(("c__torch__\n" + name + "\n)").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {(byte) 0x81, '}', '('});
        writeString(out, "training");
        out.write(0x88);
        writeString(out, "_is_full_backward_hook");
        out.writeBytes("Nub.".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static void writeString(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(new byte[] {'X', (byte) utf8.length, 0, 0, 0});
        out.writeBytes(utf8);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0L);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}

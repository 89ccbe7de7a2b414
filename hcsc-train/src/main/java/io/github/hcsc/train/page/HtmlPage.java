package io.github.hcsc.train.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * One HTML file with everything in it: styles, content, data and scripts, in the order they are added.
 *
 * <p>Data lies in script elements that no browser runs. Compressed data is unpacked by the browser's own gzip.
 */
public final class HtmlPage {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String title;
    private final List<String> styles = new ArrayList<>();
    private final List<String> body = new ArrayList<>();

    /** Starts a page. */
    public HtmlPage(String title) {
        this.title = title;
    }

    /** Reads a text file beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " must lie in the jar beside " + beside.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a text as it must stand in HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Adds a style sheet. */
    public HtmlPage style(String css) {
        styles.add(css);
        return this;
    }

    /** Adds content. */
    public HtmlPage html(String html) {
        body.add(html);
        return this;
    }

    /** Adds an object as plain JSON. */
    public HtmlPage data(String id, Object value) {
        body.add("<script type=\"application/json\" id=\"" + id + "\">"
                + json(value).replace("<", "\\u003c") + "</script>");
        return this;
    }

    /** Adds an object as compressed JSON. */
    public HtmlPage compressed(String id, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json(value).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes(id, bytes.toByteArray());
    }

    /** Adds bytes, such as those of a picture. */
    public HtmlPage bytes(String id, byte[] bytes) {
        body.add("<script type=\"text/plain\" id=\"" + id + "\">"
                + Base64.getEncoder().encodeToString(bytes) + "</script>");
        return this;
    }

    /** Adds a program. */
    public HtmlPage script(String code) {
        body.add("<script>\n" + code + "</script>");
        return this;
    }

    /**
     * Writes the page, replacing the file as a whole.
     *
     * @return its size in bytes
     */
    public long write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer writer = Files.newBufferedWriter(part)) {
            writer.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                    + escape(title) + "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n");
            for (String css : styles) {
                writer.write(css);
            }
            writer.write("</style>\n</head>\n<body>\n");
            for (String element : body) {
                writer.write(element);
                writer.write('\n');
            }
            writer.write("</body>\n</html>\n");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Files.size(file);
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

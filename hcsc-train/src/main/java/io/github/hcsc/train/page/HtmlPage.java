package io.github.hcsc.train.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * One HTML file with everything in it: styles, content, data and scripts, in the order they are added.
 *
 * <p>Data lies in script elements that no browser runs. Compressed data is unpacked by the browser's own gzip.
 */
public final class HtmlPage {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

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

    /**
     * Puts texts in the places of a template, such as {@code {{title}}}.
     *
     * @param parts the HTML of each place, by its name
     */
    public static String fill(String template, Map<String, String> parts) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(
                        Objects.requireNonNull(parts.get(place.group(1)), () -> "nothing for " + place.group())));
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
        AtomicFile.write(file, channel -> {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            writeTo(writer);
            writer.flush();
        });
        return Files.size(file);
    }

    private void writeTo(Writer writer) throws IOException {
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

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

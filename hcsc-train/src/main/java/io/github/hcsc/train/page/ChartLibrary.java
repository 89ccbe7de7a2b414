package io.github.hcsc.train.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** uPlot, which draws curves in pages; its licence stays with it. */
public final class ChartLibrary {
    private static final String JAR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String FILES = "/META-INF/resources/webjars/uplot/";

    private ChartLibrary() {}

    /** Adds the library to a page. */
    public static void addTo(HtmlPage page) {
        String files = FILES + version() + "/";
        page.style(HtmlPage.resource(ChartLibrary.class, files + "dist/uPlot.min.css") + "\n");
        page.script("/*\n" + HtmlPage.resource(ChartLibrary.class, files + "LICENSE") + "*/\n"
                + HtmlPage.resource(ChartLibrary.class, files + "dist/uPlot.iife.min.js"));
    }

    private static String version() {
        try (InputStream stream = ChartLibrary.class.getResourceAsStream(JAR)) {
            if (stream == null) {
                throw new IllegalStateException("uPlot must be on the class path: org.webjars.npm:uplot");
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.hcsc.train.prototypes;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.page.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures the page of 100,000 images in 3,000, 2,000 and 1,000 nodes: seconds to write it, its size, seconds until a
 * browser shows it and its parts. Arguments: the file to write and megabytes of pictures.
 */
final class LargeTreePage {

    private static final int IMAGES = 100_000;

    private LargeTreePage() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        GeneratedShapes shapes = new GeneratedShapes(IMAGES, 48, 0);
        PrototypeTree tree = RandomTree.of(IMAGES, 16, 1, 3000, 2000, 1000).tree();
        List<String> names = IntStream.range(0, IMAGES)
                .mapToObj(i -> String.format(Locale.ROOT, "n%08d/ILSVRC2012_%08d.JPEG", i / 100 * 7919 % 100_003, i))
                .toList();
        List<String> classes = names.stream().map(name -> name.substring(0, 9)).toList();
        TreePage page = new TreePage("large", tree, new ImageTable(names, classes), Optional.empty(), Optional.empty());
        long start = System.nanoTime();
        long bytes = page.write(
                file, Optional.of(new Renamed(shapes, names)), (long) (1_000_000 * Double.parseDouble(args[1])));
        double written = (System.nanoTime() - start) / 1e9;
        try (Browser browser = Browser.orSkip()) {
            long opened = System.nanoTime();
            browser.open(file, 1280, 900);
            double shown = (System.nanoTime() - opened) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%.1f MB, written in %.1f s, shown in %.2f s, heap of the page %.0f MB%n",
                    bytes / 1e6,
                    written,
                    shown,
                    ((Number) browser.script("return performance.memory.usedJSHeapSize")).doubleValue() / 1e6);
            for (String view : List.of("#/node/2/0", "#/node/0/17", "#/search/00031", "#/search/jpeg", "#/outliers")) {
                System.out.printf(Locale.ROOT, "%s in %.0f ms%n", view, milliseconds(browser, view));
            }
        }
    }

    private static double milliseconds(Browser browser, String view) {
        Object time = browser.script("const start = performance.now(); history.replaceState(null, '', '" + view
                + "'); dispatchEvent(new HashChangeEvent('hashchange')); document.body.offsetHeight;"
                + "return performance.now() - start");
        return ((Number) time).doubleValue();
    }

    private record Renamed(GeneratedShapes shapes, List<String> names) implements ImageSource {
        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }

        @Override
        public Image image(int index) throws IOException {
            return shapes.image(index);
        }

        @Override
        public String description() {
            return "shapes";
        }
    }
}

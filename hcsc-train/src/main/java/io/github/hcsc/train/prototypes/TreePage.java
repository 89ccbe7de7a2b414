package io.github.hcsc.train.prototypes;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.page.HtmlPage;
import io.github.hcsc.train.page.Thumbnails;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tree as one HTML page to look through, from the coarsest level down to single images.
 *
 * @param title what the page is about, such as the name of the run
 * @param tree the tree
 * @param images what its images are called
 * @param folder where the image files lie, for links to them; none if the images are no files
 * @param health of the embeddings that the tree is made of, none if it is not known
 */
public record TreePage(
        String title, PrototypeTree tree, ImageTable images, Optional<Path> folder, Optional<HealthVerdict> health) {

    /** Images that a page lists by name at most; beyond, only those that it shows. */
    private static final int LISTED = 200_000;

    static final int NEAREST = 8;
    static final int FARTHEST = 4;
    private static final int OUTLIERS = 96;
    private static final int PIXELS = 48;

    /** Checks that there is a name for every image. */
    public TreePage {
        if (tree.images() != images.size()) {
            throw new IllegalArgumentException(
                    "names must be given for " + tree.images() + " images, but was " + images.size());
        }
    }

    /**
     * Writes the page.
     *
     * @param file the file to write
     * @param source the images to show; those it lacks are shown by name
     * @param budget bytes of thumbnails at most
     * @return the size of the file in bytes
     */
    public long write(Path file, Optional<ImageSource> source, long budget) throws IOException {
        int[] outliers = outliers();
        int[] wanted = wanted(outliers);
        Thumbnails thumbnails = source.isPresent()
                ? Thumbnails.of(new RunImages(images, source.get()), wanted, PIXELS, budget)
                : Thumbnails.NONE;
        HtmlPage page = new HtmlPage("Prototypes of " + title)
                .style(HtmlPage.resource(HtmlPage.class, "page.css"))
                .style(HtmlPage.resource(TreePage.class, "tree.css"))
                .html(HtmlPage.fill(
                        HtmlPage.resource(TreePage.class, "tree.html"), Map.of("title", HtmlPage.escape(title))));
        thumbnails.addTo(page);
        int[] listed = images.size() <= LISTED
                ? IntStream.range(0, images.size()).toArray()
                : Arrays.stream(wanted).distinct().sorted().toArray();
        return page.compressed("tree", TreePageData.of(this, listed, outliers, thumbnails.unreadable()))
                .script(HtmlPage.resource(HtmlPage.class, "page.js"))
                .script(HtmlPage.resource(TreePage.class, "tree.js"))
                .write(file);
    }

    /** The images least like the prototype they have at the finest level. */
    private int[] outliers() {
        TreeLevel finest = tree.levels().get(0);
        return IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparingDouble(finest::similarity))
                .limit(OUTLIERS)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** One picture of every node before a second of any, the coarsest nodes first. */
    private int[] wanted(int[] outliers) {
        IntStream wanted = IntStream.of(outliers);
        for (int rank = 0; rank < NEAREST; rank++) {
            wanted = IntStream.concat(wanted, ranked(rank, false));
            if (rank < FARTHEST) {
                wanted = IntStream.concat(wanted, ranked(rank, true));
            }
        }
        return wanted.toArray();
    }

    private IntStream ranked(int rank, boolean fromTheEnd) {
        return IntStream.iterate(tree.levels().size() - 1, l -> l >= 0, l -> l - 1)
                .mapToObj(tree.levels()::get)
                .flatMapToInt(level -> IntStream.range(0, level.size())
                        .filter(node -> level.size(node) > rank)
                        .map(node ->
                                (fromTheEnd ? level.farthest(node, rank + 1) : level.nearest(node, rank + 1))[rank]));
    }
}

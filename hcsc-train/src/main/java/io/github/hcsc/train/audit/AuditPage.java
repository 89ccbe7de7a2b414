package io.github.hcsc.train.audit;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.audit.AuditSummary.Finding;
import io.github.hcsc.train.audit.CopyGroups.Group;
import io.github.hcsc.train.audit.LabelErrors.Doubt;
import io.github.hcsc.train.page.HtmlPage;
import io.github.hcsc.train.page.Thumbnails;
import io.github.hcsc.train.prototypes.ImageTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The findings of an audit as one page on which a person decides: pictures side by side, each kept or left out, and the decisions as a
 * list.
 *
 * @param title what was audited
 * @param result what was found
 * @param summary the same in words
 * @param folder where the image files lie, for the list of what is kept; none if the images are no files
 */
public record AuditPage(String title, AuditResult result, AuditSummary summary, Optional<Path> folder) {
    private static final int CARDS = 2000;
    private static final int LIKE = 4;
    private static final int PIXELS = 72;

    /**
     * Some images to decide on.
     *
     * @param note what was found
     * @param images positions in the set
     * @param out those of them that should be left out
     * @param like others to compare them with
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Card(String note, int[] images, int[] out, int[] like) {}

    /** A kind of finding; {@code found} counts all, also those without a card. */
    record Kind(String key, String title, String about, int found, List<Card> cards) {}

    /**
     * Writes the page.
     *
     * @param file the file to write
     * @param source the images to show; those it lacks are shown by name
     * @param budget bytes of thumbnails at most
     * @return the size of the file in bytes
     */
    public long write(Path file, Optional<ImageSource> source, long budget) throws IOException {
        List<Kind> kinds = kinds();
        int[] wanted = kinds.stream()
                .flatMap(kind -> kind.cards.stream())
                .flatMapToInt(card -> IntStream.concat(IntStream.of(card.images), IntStream.of(card.like)))
                .toArray();
        Thumbnails thumbnails = source.isPresent() && wanted.length > 0
                ? Thumbnails.of(source.get(), wanted, PIXELS, budget)
                : Thumbnails.NONE;
        HtmlPage page = new HtmlPage("Audit of " + title)
                .style(HtmlPage.resource(HtmlPage.class, "page.css"))
                .style(HtmlPage.resource(AuditPage.class, "audit.css"))
                .html(HtmlPage.fill(
                        HtmlPage.resource(AuditPage.class, "audit.html"), Map.of("title", HtmlPage.escape(title))));
        thumbnails.addTo(page);
        return page.compressed("audit", data(kinds))
                .script(HtmlPage.resource(HtmlPage.class, "page.js"))
                .script(HtmlPage.resource(AuditPage.class, "audit.js"))
                .write(file);
    }

    private Map<String, Object> data(List<Kind> kinds) {
        ImageTable images = result.set().images();
        return Map.of(
                "title",
                title,
                "names",
                images.names(),
                "classes",
                images.classes(),
                "folder",
                folder.map(path -> path.toAbsolutePath().normalize() + "/").orElse(""),
                "findings",
                summary.findings().stream().map(AuditPage::words).toList(),
                "kinds",
                kinds);
    }

    private static List<String> words(Finding finding) {
        return List.of(finding.name(), finding.found(), finding.next());
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        result.leaks().ifPresent(leaks -> kinds.add(leaks(leaks)));
        kinds.add(copies());
        result.labels().ifPresent(labels -> kinds.add(labels(labels.errors())));
        kinds.add(outliers());
        return kinds;
    }

    private Kind leaks(Leaks leaks) {
        ImageTable test = leaks.test().images();
        List<Card> cards = leaks.found().stream()
                .limit(CARDS)
                .map(leak -> {
                    int[] train = {leak.train()};
                    String note = String.format(
                            Locale.ROOT,
                            "copy of the test image %s, cosine %.4f",
                            test.names().get(leak.test()),
                            Math.cos(leak.angle()));
                    return new Card(note, train, train, new int[0]);
                })
                .toList();
        return new Kind(
                "leaks",
                "Copies of test images",
                "A test that training images answer measures memory. The training copies are left out.",
                leaks.found().size(),
                cards);
    }

    private Kind copies() {
        List<Group> groups = result.copies().groups();
        List<Card> cards = groups.stream().limit(CARDS).map(AuditPage::copies).toList();
        return new Kind(
                "duplicates",
                "Near-copies",
                "Images that the encoder hardly tells apart. One of each group is kept.",
                groups.size(),
                cards);
    }

    private static Card copies(Group group) {
        String note = String.format(
                Locale.ROOT,
                "%d images, the two least alike at %.1f degrees",
                group.images().length,
                Math.toDegrees(group.diameter()));
        int[] others = IntStream.of(group.images())
                .filter(image -> image != group.kept())
                .toArray();
        int[] keptFirst = IntStream.concat(IntStream.of(group.kept()), IntStream.of(others))
                .toArray();
        return new Card(note, keptFirst, others, new int[0]);
    }

    private Kind labels(LabelErrors errors) {
        List<Card> cards =
                errors.listed().stream().limit(CARDS).map(this::doubt).toList();
        return new Kind(
                "labels",
                "Doubtful classes",
                errors.meansWrong()
                        ? "Images whose neighbours and a classifier that has not seen them speak for another class. All are kept until you"
                                + " decide."
                        : "These features do not tell the classes apart well, so most of these images are hard rather than wrong.",
                errors.listed().size(),
                cards);
    }

    private Card doubt(Doubt doubt) {
        String note = String.format(
                Locale.ROOT,
                "called %s, more like %s: %.0f\u00a0%% against %.0f\u00a0%%",
                doubt.given(),
                doubt.suggested(),
                100 * doubt.ownProbability(),
                100 * doubt.otherProbability());
        return new Card(note, new int[] {doubt.image()}, new int[0], like(doubt.image()));
    }

    private int[] like(int image) {
        return IntStream.range(0, Math.min(LIKE, result.neighbours().count()))
                .map(place -> result.neighbours().image(image, place))
                .toArray();
    }

    private Kind outliers() {
        List<Card> cards = result.outliers().found().stream()
                .limit(CARDS)
                .map(outlier -> new Card(
                        String.format(
                                Locale.ROOT,
                                "%.0f degrees from its neighbours in the mean",
                                Math.toDegrees(outlier.angle())),
                        new int[] {outlier.image()},
                        new int[0],
                        like(outlier.image())))
                .toList();
        return new Kind(
                "outliers",
                "Outliers",
                "Images far from all others. A rare class looks like them, so all are kept until you decide.",
                result.outliers().found().size(),
                cards);
    }
}

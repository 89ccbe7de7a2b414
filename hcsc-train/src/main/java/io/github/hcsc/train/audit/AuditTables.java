package io.github.hcsc.train.audit;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.train.audit.AuditResult.LabelFindings;
import io.github.hcsc.train.audit.CopyGroups.Group;
import io.github.hcsc.train.audit.LabelErrors.Doubt;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.text.TsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of an audit: tab-separated, with a heading, names as in {@code images.tsv}. */
public final class AuditTables {

    private final AuditResult result;
    private final ImageTable images;
    private final int[] groups; // [n], -1 for none

    private AuditTables(AuditResult result) {
        this.result = result;
        images = result.set().images();
        groups = result.copies().groupOf(images.size());
    }

    /** Writes all tables and {@code neighbours.safetensors} into a folder, which is made if it is not there. */
    public static void write(AuditResult result, Path folder) throws IOException {
        AuditTables tables = new AuditTables(result);
        Files.createDirectories(folder);
        result.neighbours().write(folder.resolve("neighbours.safetensors"));
        table(folder, "duplicates", "group name keep cosine p class diameter chain", tables.duplicates());
        table(folder, "outliers", "name angle z cosine leaf class alone", tables.outliers());
        table(folder, "coverage", "of measure value", tables.coverage());
        if (result.leaks().isPresent()) {
            table(
                    folder,
                    "leaks",
                    "test train cosine p test_class train_class group",
                    tables.leaks(result.leaks().get()));
        }
        if (result.labels().isPresent()) {
            table(
                    folder,
                    "labels",
                    "name given suggested vote p_given p_suggested confident rank group",
                    tables.labels(result.labels().get()));
        }
    }

    private static void table(Path folder, String name, String heading, Stream<String> lines) throws IOException {
        List<String> all =
                Stream.concat(Stream.of(heading.replace(' ', '\t')), lines).toList();
        AtomicFile.write(folder.resolve(name + ".tsv"), String.join("\n", all) + "\n");
    }

    private Stream<String> duplicates() {
        List<Group> found = result.copies().groups();
        return IntStream.range(0, found.size()).boxed().flatMap(number -> duplicates(number, found.get(number)));
    }

    private Stream<String> duplicates(int number, Group group) {
        Embeddings embeddings = result.set().embeddings();
        float[] kept = embeddings.row(group.kept());
        return Arrays.stream(group.images()).mapToObj(image -> {
            double angle = result.neighbours().angle(image, 0);
            return row(
                    number,
                    images.names().get(image),
                    image == group.kept() ? 1 : 0,
                    cosine(Angles.between(kept, embeddings.row(image))),
                    number(result.alarms().probability(image, angle)),
                    images.classOf(image).orElse(""),
                    number(group.diameter()),
                    group.chain());
        });
    }

    private Stream<String> leaks(Leaks leaks) {
        ImageTable test = leaks.test().images();
        return leaks.found().stream()
                .map(leak -> row(
                        test.names().get(leak.test()),
                        images.names().get(leak.train()),
                        cosine(leak.angle()),
                        number(leaks.alarms().probability(leak.test(), leak.angle())),
                        test.classOf(leak.test()).orElse(""),
                        images.classOf(leak.train()).orElse(""),
                        group(leak.train())));
    }

    /** As many as are estimated to be wrong, and all copies of one another that have different classes. */
    private Stream<String> labels(LabelFindings labels) {
        List<Doubt> ranked = labels.errors().ranked();
        int listed = labels.errors().listed().size();
        boolean[] disagree = disagreeing();
        return IntStream.range(0, ranked.size())
                .filter(place -> place < listed || disagree[ranked.get(place).image()])
                .mapToObj(place -> {
                    Doubt doubt = ranked.get(place);
                    return row(
                            images.names().get(doubt.image()),
                            doubt.given(),
                            doubt.suggested(),
                            number(doubt.vote()),
                            number(doubt.ownProbability()),
                            number(doubt.otherProbability()),
                            doubt.confident() ? 1 : 0,
                            place + 1,
                            disagree[doubt.image()] ? group(doubt.image()) : "");
                });
    }

    private boolean[] disagreeing() {
        boolean[] disagree = new boolean[images.size()];
        for (Group group : result.copies().disagreeing(images)) {
            Arrays.stream(group.images()).forEach(image -> disagree[image] = true);
        }
        return disagree;
    }

    private Stream<String> outliers() {
        TreeLevel leaves = result.set().tree().levels().get(0);
        return result.outliers().found().stream()
                .map(outlier -> row(
                        images.names().get(outlier.image()),
                        number(outlier.angle()),
                        number(outlier.z()),
                        number(leaves.similarity(outlier.image())),
                        "L0-" + leaves.nodeOf(outlier.image()),
                        images.classOf(outlier.image()).orElse(""),
                        outlier.alone() ? 1 : 0));
    }

    private Stream<String> coverage() {
        return result.coverage().figures().stream()
                .map(figure -> row(figure.of(), figure.measure(), number(figure.value())));
    }

    private String group(int image) {
        return groups[image] < 0 ? "" : Integer.toString(groups[image]);
    }

    private static String row(Object... fields) {
        return String.join(
                "\t",
                Arrays.stream(fields)
                        .map(field -> TsvText.escape(field.toString()))
                        .toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    private static String cosine(double angle) {
        return String.format(Locale.ROOT, "%.7f", Math.cos(angle));
    }
}

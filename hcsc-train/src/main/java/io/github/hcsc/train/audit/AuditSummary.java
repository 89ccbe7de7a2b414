package io.github.hcsc.train.audit;

import io.github.hcsc.train.audit.AuditResult.LabelFindings;
import io.github.hcsc.train.audit.Coverage.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an audit found, in sentences that say what to do next.
 *
 * @param findings in the order in which one should act
 * @param values the same for programs
 */
public record AuditSummary(List<Finding> findings, Map<String, Object> values) {

    /** Copies both. */
    public AuditSummary {
        findings = List.copyOf(findings);
        values = new LinkedHashMap<>(values);
    }

    /**
     * One of the questions of an audit.
     *
     * @param name what was looked for
     * @param found what was found
     * @param next what to do, empty for nothing
     */
    public record Finding(String name, String found, String next) {}

    /**
     * Sums up.
     *
     * @param place where the images' tree lies, as commands call it
     * @param folder where the tables lie
     */
    public static AuditSummary of(AuditResult result, Path place, Path folder) {
        Sums sums = new Sums(result, place, folder);
        List<Finding> findings = new ArrayList<>();
        findings.add(sums.neighbours());
        result.leaks().ifPresent(leaks -> findings.add(sums.leaks(leaks)));
        findings.add(sums.duplicates());
        result.labels().ifPresent(labels -> findings.add(sums.labels(labels)));
        findings.add(sums.outliers());
        findings.add(sums.coverage());
        return new AuditSummary(findings, sums.values);
    }

    private static final class Sums {
        private final AuditResult result;
        private final int images;
        private final String curate;
        private final Path folder;
        private final Map<String, Object> values = new LinkedHashMap<>();

        Sums(AuditResult result, Path place, Path folder) {
            this.result = result;
            this.folder = folder;
            images = result.set().images().size();
            curate = "hcsc curate --run " + place + " --out kept.txt --without ";
        }

        Finding neighbours() {
            Neighbours neighbours = result.neighbours();
            values.put("images", images);
            values.put("neighbours", neighbours.count());
            values.put("compared", neighbours.compared());
            values.put("dimension", result.alarms().dimension());
            return new Finding(
                    "neighbours",
                    say(
                            "%d images, %d neighbours of each; %.1f %% of the pairs were compared; around an image the"
                                    + " others fill %.1f dimensions",
                            images,
                            neighbours.count(),
                            100 * neighbours.compared(),
                            result.alarms().dimension()),
                    neighbours.compared() > 0.5 && images > 100_000
                            ? "The tree leaves out little in so many dimensions; --beam 64 is faster and may miss some."
                            : "");
        }

        Finding leaks(Leaks leaks) {
            Leaks.Summary summary = leaks.summary();
            double expected = leaks.alarms().expected(leaks.angle());
            values.put("leaked", summary.leaked());
            values.put("leakedShare", summary.share());
            values.put("leakedByClass", summary.byClass());
            values.put("leakExpectedByChance", expected);
            values.put("leakCosine", Math.cos(leaks.angle()));
            if (!Double.isNaN(summary.accuracy())) {
                values.put("nearestNeighbourAccuracy", summary.accuracy());
                values.put("nearestNeighbourAccuracyWithoutLeaks", summary.accuracyWithout());
            }
            values.put("reach", leaks.reach());
            String accuracy = Double.isNaN(summary.accuracyWithout())
                    ? ""
                    : say(
                            "; the nearest neighbour finds the class of %.2f %% of the test images, without leaks of"
                                    + " %.2f %%",
                            summary.accuracy(), summary.accuracyWithout());
            return leaks.angle() == 0
                    ? new Finding("leaks", "no threshold tells copies of test images from what is alike" + accuracy, "")
                    : new Finding(
                            "leaks",
                            say(
                                            "%d of %d test images (%.2f %%) have a copy among these, cosine %.5f or more; %.1f"
                                                    + " expected by chance",
                                            summary.leaked(),
                                            leaks.test().images().size(),
                                            100 * summary.share(),
                                            Math.cos(leaks.angle()),
                                            expected)
                                    + accuracy,
                            summary.leaked() == 0 ? "" : "Train without the copies: " + curate + table("leaks"));
        }

        Finding duplicates() {
            CopyGroups copies = result.copies();
            int superfluous = copies.superfluous().length;
            int flagged = copies.groups().stream()
                    .mapToInt(group -> group.images().length)
                    .sum();
            double expected = copies.angle() == 0 ? 0 : result.alarms().expected(copies.angle());
            values.put("groups", copies.groups().size());
            values.put("copies", flagged);
            values.put("superfluous", superfluous);
            values.put("copiesExpectedByChance", expected);
            if (copies.angle() == 0) {
                return new Finding(
                        "duplicates",
                        "no threshold tells near-copies from images that are merely alike",
                        "Look for them with a threshold of your own: --threshold 0.99");
            }
            values.put("copyCosine", Math.cos(copies.angle()));
            return new Finding(
                    "duplicates",
                    say(
                            "%d images in %d groups of near-copies, cosine %.5f or more; %.1f images expected by chance",
                            flagged, copies.groups().size(), Math.cos(copies.angle()), expected),
                    superfluous == 0
                            ? ""
                            : "Keep one of each group, " + superfluous + " images fewer: " + curate
                                    + table("duplicates"));
        }

        Finding labels(LabelFindings labels) {
            LabelErrors errors = labels.errors();
            int disagreeing = result.copies().disagreeing(result.set().images()).size();
            values.put("wrongLabels", errors.estimated());
            values.put("classesTold", errors.agreement());
            values.put("groupsOfSeveralClasses", disagreeing);
            String rehearsed = labels.rehearsal()
                    .map(found -> {
                        values.put("rehearsal", found);
                        return say(
                                "; of %d planted errors such a list of %d has %.0f %%, and %.0f %% of it are right",
                                found.planted(), found.listed(), 100 * found.recall(), 100 * found.precision());
                    })
                    .orElse("");
            return new Finding(
                    "labels",
                    inWords(errors)
                            + (disagreeing == 0 ? "" : say("; %d groups of copies have several", disagreeing))
                            + rehearsed,
                    errors.listed().isEmpty()
                            ? ""
                            : "Look at them first: " + table("labels")
                                    + (rehearsed.isEmpty() ? "; --rehearse says how many are found" : ""));
        }

        private String inWords(LabelErrors errors) {
            if (errors.meansWrong()) {
                return say(
                        "about %.0f images (%.1f %%) have a wrong class",
                        errors.estimated(), 100 * errors.estimated() / images);
            }
            return say(
                    "these features tell only %.0f %% of the classes, so the %.0f doubtful images are hard ones rather than"
                            + " wrong ones; features of a better encoder are needed",
                    100 * errors.agreement(), errors.estimated());
        }

        Finding outliers() {
            int found = result.outliers().found().size();
            values.put("outliers", found);
            values.put("outliersExpectedByChance", result.outliers().expected());
            return new Finding(
                    "outliers",
                    say(
                            "%d images far from all others; %.1f expected by chance",
                            found, result.outliers().expected()),
                    found == 0 ? "" : "Look before you leave any out, rare classes look alike: " + table("outliers"));
        }

        Finding coverage() {
            Map<String, Double> leaves = result.coverage().figures().stream()
                    .filter(figure -> figure.of().equals("level 0"))
                    .collect(Collectors.toMap(Figure::measure, Figure::value));
            Map<String, Integer> rare = result.coverage().rareClasses();
            values.put("leaves", leaves);
            values.put("rareClasses", rare);
            return new Finding(
                    "coverage",
                    say(
                                    "%.0f leaves, as even in size as %.0f equal ones; the largest 1 %% of them have %.1f %% of"
                                            + " the images",
                                    leaves.getOrDefault("nodes", 0.0),
                                    leaves.getOrDefault("effective nodes", 0.0),
                                    100 * leaves.getOrDefault("share in the largest 1 %", 0.0))
                            + (rare.isEmpty() ? "" : "; fewer than 1 % of the images: " + rare),
                    rare.isEmpty() ? "" : "Collect more of the rare classes, or balance: hcsc curate --count N");
        }

        private Path table(String name) {
            return folder.resolve(name + ".tsv");
        }

        private static String say(String text, Object... values) {
            return String.format(Locale.ROOT, text, values);
        }
    }

    /** The findings as lines, what to do below what was found. */
    @Override
    public String toString() {
        return findings.stream()
                .map(finding -> String.format("%-11s %s", finding.name, finding.found)
                        + (finding.next.isEmpty() ? "" : String.format("%n%-11s %s", "", finding.next)))
                .collect(Collectors.joining("\n"));
    }
}

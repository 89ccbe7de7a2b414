package io.github.hcsc.train.cli;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.curate.BalancedSample;
import io.github.hcsc.train.prototypes.curate.ClassBalance;
import io.github.hcsc.train.prototypes.curate.Duplicates;
import io.github.hcsc.train.prototypes.curate.Outliers;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Chooses images by the tree. */
@Command(
        name = "curate",
        description = {
            "Chooses images of a run by its tree of prototypes: a balanced subset, near-duplicates, outliers.",
            "--count picks a subset balanced over the tree, --duplicates groups images that the encoder hardly tells apart,"
                    + " --outliers lists those that no prototype is like.",
            "--out writes the images to a file: of --count a list that 'hcsc pretrain --data' takes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc curate --run run1 --count 5000 --out balanced.txt",
            "  hcsc curate --run run1 --duplicates 0.99 --out duplicates.txt",
            "  hcsc curate --run run1 --outliers 100"
        })
final class CurateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TreeOption run = new TreeOption();

    @Option(names = "--count", paramLabel = "N", description = "Images to pick.")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = "--duplicates",
            paramLabel = "C",
            description = "Least cosine of near-duplicates, such as 0.99: raise it if unlike images are grouped.")
    private Optional<Float> duplicates = Optional.empty();

    @Option(names = "--outliers", paramLabel = "N", description = "Outliers to list.")
    private Optional<Integer> outliers = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "File to write. Default: standard output.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides among the images of a leaf. Default: 0.")
    private long seed;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        if (Stream.of(count, duplicates, outliers).filter(Optional::isPresent).count() != 1) {
            throw wrong("exactly one of --count N, --duplicates C and --outliers N must be given");
        }
        PrototypeTree tree = run.tree(Optional.empty());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("images", tree.images());
        String text;
        if (count.isPresent()) {
            text = pick(tree, count.get(), values);
        } else if (duplicates.isPresent()) {
            text = duplicates(tree, duplicates.get(), values);
        } else {
            text = outliers(tree, outliers.orElseThrow(), values);
        }
        output.print(new Report(text, values));
        return 0;
    }

    private String pick(PrototypeTree tree, int count, Map<String, Object> values) throws IOException {
        requireWithin("--count", count, tree.images());
        ImageTable images = run.images(tree);
        int[] picked = BalancedSample.of(tree, count, seed);
        values.put("picked", count);
        String balance = images.classes().isEmpty() ? "" : "\n" + balance(tree, images, picked, values);
        Optional<Path> folder = run.data()
                .map(Path::toAbsolutePath)
                .map(data -> Files.isDirectory(data) ? data : data.resolveSibling(""));
        List<String> lines = IntStream.of(picked)
                .mapToObj(images.names()::get)
                .map(name -> folder.map(path -> path.resolve(name))
                        .filter(Files::exists)
                        .map(Path::toString)
                        .orElse(name))
                .toList();
        return write(lines, values, count + " images balanced over the tree") + balance;
    }

    private String balance(PrototypeTree tree, ImageTable images, int[] picked, Map<String, Object> values)
            throws IOException {
        int[] random = new SplittableRandom(seed)
                .ints(0, images.size())
                .distinct()
                .limit(picked.length)
                .toArray();
        ClassBalance ours = ClassBalance.of(images, picked);
        ClassBalance theirs = ClassBalance.of(images, random);
        ClassBalance all =
                ClassBalance.of(images, IntStream.range(0, images.size()).toArray());
        values.put("balance", ours);
        values.put("balanceOfRandom", theirs);
        values.put("balanceOfAll", all);
        Optional<String> sign = ours.entropy() < theirs.entropy()
                ? Optional.of("the classes of the pick are less balanced than those of as many images at random, so the"
                        + " tree does not follow the classes. Take images at random.")
                : Optional.empty();
        return "classes: " + ours + "\nas many at random: " + theirs + "\nall: " + all
                + Trust.of(run.embeddings(tree), sign).addTo(values);
    }

    private String duplicates(PrototypeTree tree, float least, Map<String, Object> values) throws IOException {
        if (!(least > 0 && least <= 1)) {
            throw wrong("--duplicates must lie in (0, 1], but was " + least);
        }
        ImageTable images = run.images(tree);
        Embeddings embeddings = run.embeddings(tree);
        List<List<Integer>> groups = Duplicates.find(PrototypeIndex.of(tree, embeddings), embeddings, least);
        int superfluous = groups.stream().mapToInt(group -> group.size() - 1).sum();
        values.put("groups", groups.size());
        values.put("superfluous", superfluous);
        List<String> lines = groups.stream()
                .map(group -> group.stream().map(images.names()::get).collect(Collectors.joining("\t")))
                .toList();
        int largest = groups.isEmpty() ? 0 : groups.get(0).size();
        Optional<String> sign = 2 * largest > images.size()
                ? Optional.of("one group joins " + largest + " of " + images.size() + " images, so --duplicates "
                        + least + " is too low or the encoder does not tell images apart. Raise --duplicates.")
                : Optional.empty();
        String worth = Trust.of(embeddings, sign).addTo(values);
        return write(
                lines,
                values,
                groups.size() + " groups of near-duplicates; " + superfluous
                        + " images are left out if one of each is kept" + worth);
    }

    private String outliers(PrototypeTree tree, int most, Map<String, Object> values) throws IOException {
        requireWithin("--outliers", most, tree.images());
        ImageTable images = run.images(tree);
        List<Match> found = Outliers.find(tree, most);
        List<String> lines = found.stream()
                .map(match -> String.format(
                        Locale.ROOT,
                        "%.4f\t%s",
                        match.similarity(),
                        images.names().get(match.image())))
                .toList();
        return write(lines, values, "the " + most + " images least like their prototype, with their cosine");
    }

    private void requireWithin(String option, int number, int images) {
        if (number < 1 || number > images) {
            throw wrong(option + " must lie in 1.." + images + ", but was " + number);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private String write(List<String> lines, Map<String, Object> values, String summary) throws IOException {
        if (out.isEmpty()) {
            values.put("lines", lines);
            return String.join("\n", lines) + "\n" + summary;
        }
        AtomicFile.write(out.get(), String.join("\n", lines) + "\n");
        values.put("file", out.get().toString());
        return summary + ", in " + out.get();
    }
}

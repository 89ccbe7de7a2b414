package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.train.audit.LeftOut;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.curate.BalancedSample;
import io.github.hcsc.train.prototypes.curate.ClassBalance;
import io.github.hcsc.train.prototypes.curate.CurationTree;
import io.github.hcsc.train.prototypes.curate.Duplicates;
import io.github.hcsc.train.prototypes.curate.LeafPick;
import io.github.hcsc.train.prototypes.curate.Outliers;
import io.github.hcsc.train.prototypes.curate.SpreadSample;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            "--count picks a subset balanced over the tree, --near takes what is like given vectors, --duplicates groups"
                    + " images that the encoder hardly tells apart, --outliers lists those that no prototype is like.",
            "--out writes the images to a file: of --count, --near and --without a list that 'hcsc pretrain --data' takes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc curate --run run1 --count 5000 --out balanced.txt",
            "  hcsc curate --run run1 --count 200 --pick spread --out to-be-labelled.txt",
            "  hcsc curate --run run1 --near wanted.npy --each 4 --out like-wanted.txt",
            "  hcsc curate --run run1 --without run1/audit/duplicates.tsv run1/audit/leaks.tsv --out kept.txt",
            "  hcsc curate --run run1 --duplicates 0.99 --out duplicates.txt",
            "  hcsc curate --run run1 --outliers 100"
        })
final class CurateCommand implements Callable<Integer> {
    /** Which images are picked. */
    enum Pick {
        RANDOM("balanced over the tree"),
        NEAREST("balanced over the tree, nearest to their prototypes"),
        FARTHEST("balanced over the tree, farthest from their prototypes"),
        SPREAD("spread over the tree");

        private final String done;

        Pick(String done) {
            this.done = done;
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TreeOption run = new TreeOption();

    @Option(names = "--count", paramLabel = "N", description = "Images to pick.")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = "--pick",
            paramLabel = "HOW",
            defaultValue = "random",
            description =
                    "Of --count: random, nearest or farthest images of each leaf by their prototype; or spread, over"
                            + " the whole tree, so that no image is far from all picked ones. Default: random.")
    private Pick pick = Pick.RANDOM;

    @Option(
            names = "--repeat",
            paramLabel = "Q",
            defaultValue = "1",
            converter = Ranges.Count.class,
            description = "Of --count: an image may be picked so often, where a node has too few. Default: 1.")
    private int repeats;

    @Option(
            names = "--subset",
            paramLabel = "FILE",
            description = "Of --count: only images that the file names, one a line, as a list of --out does.")
    private Optional<Path> subset = Optional.empty();

    @Option(
            names = "--own-tree",
            description =
                    "Of --count: balance over the tree of the run's objective, not over one that is made to balance"
                            + " and kept as RUN/prototypes/curation.safetensors; below 2048 images there is no other.")
    private boolean ownTree;

    @Option(
            names = "--near",
            paramLabel = "FILE",
            description = "Features as 'hcsc cluster' takes them: the images nearest to each row.")
    private Optional<Path> near = Optional.empty();

    @Option(
            names = "--each",
            paramLabel = "K",
            defaultValue = "4",
            converter = Ranges.Count.class,
            description = "Images for each row of --near. Default: 4.")
    private int each;

    @Option(
            names = "--duplicates",
            paramLabel = "C",
            description = "Least cosine of near-duplicates, such as 0.99: raise it if unlike images are grouped.")
    private Optional<Float> duplicates = Optional.empty();

    @Option(names = "--outliers", paramLabel = "N", description = "Outliers to list.")
    private Optional<Integer> outliers = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Leave out what these say: tables of 'hcsc audit', or lists of names. With --count, or alone:"
                    + " all other images.")
    private List<Path> without = List.of();

    @Option(
            names = "--empty-classes",
            description = "Allow --without to leave out all images of a class, as it may of a rare one.")
    private boolean emptyClasses;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write. Default: standard output.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides among the images of a leaf. Default: 0.")
    private long seed;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        long wanted = Stream.of(count, near, duplicates, outliers)
                .filter(Optional::isPresent)
                .count();
        if (wanted > 1 || (wanted == 0 && without.isEmpty())) {
            throw wrong("exactly one of --count N, --near FILE, --duplicates C and --outliers N must be given, or"
                    + " --without FILE");
        }
        if (!without.isEmpty() && wanted == 1 && count.isEmpty()) {
            throw wrong("--without goes with --count N or alone");
        }
        PrototypeTree tree = run.tree(Optional.empty());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("images", tree.images());
        String text;
        if (count.isPresent() || !without.isEmpty()) {
            text = pick(tree, values);
        } else if (near.isPresent()) {
            text = near(tree, near.get(), values);
        } else if (duplicates.isPresent()) {
            text = duplicates(tree, duplicates.get(), values);
        } else {
            text = outliers(tree, outliers.orElseThrow(), values);
        }
        output.print(new Report(text, values));
        return 0;
    }

    private String pick(PrototypeTree tree, Map<String, Object> values) throws IOException {
        ImageTable images = run.images(tree);
        BitSet allowed = allowed(images);
        BitSet out = leftOut(images, values);
        allowed.andNot(out);
        String left = out.isEmpty() ? "" : ", " + out.cardinality() + " left out";
        if (count.isEmpty()) {
            int[] kept = allowed.stream().toArray();
            values.put("picked", kept.length);
            return write(places(images, kept), values, kept.length + " images" + left);
        }
        int wanted = count.orElseThrow();
        requireWithin("--count", wanted, repeats * allowed.cardinality());
        int[] picked = pick == Pick.SPREAD ? spread(tree, wanted, allowed, values) : balanced(tree, wanted, allowed);
        values.put("picked", wanted);
        String balance = images.classes().isEmpty() ? "" : "\n" + balance(tree, images, picked, values);
        return write(places(images, picked), values, wanted + " images " + pick.done + left) + balance;
    }

    private int[] balanced(PrototypeTree tree, int count, BitSet allowed) throws IOException {
        LeafPick leafPick = LeafPick.valueOf(pick.name());
        return BalancedSample.of(curationTree(tree), new BalancedSample.Rule(count, leafPick, repeats, allowed, seed));
    }

    private PrototypeTree curationTree(PrototypeTree tree) throws IOException {
        if (ownTree || run.isTree() || tree.images() < CurationTree.FEWEST_IMAGES) {
            return tree;
        }
        try (NDManager manager = device.newManager()) {
            return CurationTree.kept(run.run(), run.embeddings(tree), manager);
        }
    }

    private int[] spread(PrototypeTree tree, int count, BitSet allowed, Map<String, Object> values) throws IOException {
        if (repeats > 1) {
            throw wrong("--repeat does not go with --pick spread, which picks an image once");
        }
        SpreadSample.Spread spread = SpreadSample.of(tree, run.embeddings(tree), count, allowed);
        values.put("farthest", Math.toDegrees(spread.farthest()));
        output.note(String.format(
                Locale.ROOT,
                "no image is farther than %.1f degrees from a picked one; %.1f %% of the angles were computed",
                Math.toDegrees(spread.farthest()),
                100.0 * spread.compared() / count / allowed.cardinality()));
        return spread.images();
    }

    /** The images that may be picked. */
    private BitSet allowed(ImageTable images) throws IOException {
        BitSet allowed = new BitSet(images.size());
        if (subset.isEmpty()) {
            allowed.set(0, images.size());
            return allowed;
        }
        Set<String> wanted = new HashSet<>(Files.readAllLines(subset.get()));
        List<String> places = places(images, IntStream.range(0, images.size()).toArray());
        for (int image = 0; image < images.size(); image++) {
            allowed.set(image, wanted.contains(images.names().get(image)) || wanted.contains(places.get(image)));
        }
        if (allowed.isEmpty()) {
            throw wrong("--subset " + subset.get() + " must name images of " + run.run() + ", but names none of them");
        }
        return allowed;
    }

    /** The files of images, or their names where there is no file. */
    private List<String> places(ImageTable images, int... some) {
        Optional<Path> folder = run.data()
                .map(Path::toAbsolutePath)
                .map(data -> Files.isDirectory(data) ? data : data.resolveSibling(""));
        return IntStream.of(some)
                .mapToObj(images.names()::get)
                .map(name -> folder.map(path -> path.resolve(name))
                        .filter(Files::exists)
                        .map(Path::toString)
                        .orElse(name))
                .toList();
    }

    private String near(PrototypeTree tree, Path file, Map<String, Object> values) throws IOException {
        PrototypeIndex index = PrototypeIndex.of(tree, run.embeddings(tree));
        JoinedRows rows = new JoinedRows(FeatureTable.open(file, false));
        BitSet found = new BitSet();
        float[] vector = new float[rows.dimension()];
        for (int row = 0; row < rows.count(); row++) {
            rows.read(row, 1, vector, 0);
            index.exact(vector, each).matches().forEach(match -> found.set(match.image()));
        }
        values.put("picked", found.cardinality());
        return write(
                places(run.images(tree), found.stream().toArray()),
                values,
                found.cardinality() + " images nearest to " + rows.count() + " rows");
    }

    private BitSet leftOut(ImageTable images, Map<String, Object> values) throws IOException {
        BitSet out = LeftOut.read(without, images);
        Set<String> emptied = LeftOut.emptied(out, images);
        if (!emptied.isEmpty() && !emptyClasses) {
            throw new IOException("--without would leave no image of " + String.join(", ", emptied)
                    + "; take some of them out of the files, or say --empty-classes");
        }
        values.put("leftOut", out.cardinality());
        return out;
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

package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Chooses images balanced over a tree: the number is divided as equally as possible among the nodes of the coarsest level,
 * each share among the children of its node, and so on.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">hierarchical sampling: Vo et al., Automatic Data Curation for
 *     Self-Supervised Learning</a>
 */
public final class BalancedSample {

    private final PrototypeTree tree;
    private final Rule rule;
    private final int[][] able; // by level and node, how many of its images may be chosen
    private final Random random;
    private final List<Integer> chosen = new ArrayList<>();

    private BalancedSample(PrototypeTree tree, Rule rule) {
        this.tree = tree;
        this.rule = rule;
        random = new Random(rule.seed);
        able = tree.levels().stream()
                .map(level -> {
                    int[] able = new int[level.size()];
                    rule.allowed.stream().forEach(image -> able[level.nodeOf(image)]++);
                    return able;
                })
                .toArray(int[][]::new);
    }

    /**
     * What to choose.
     *
     * @param count how many images
     * @param pick which images of a leaf
     * @param repeats how often an image may be chosen
     * @param allowed the images that may be chosen
     * @param seed decides what is random
     */
    public record Rule(int count, LeafPick pick, int repeats, BitSet allowed, long seed) {
        /** Copies the set and checks the numbers. */
        public Rule {
            allowed = (BitSet) allowed.clone();
            long most = (long) repeats * allowed.cardinality();
            if (count < 1 || repeats < 1 || count > most) {
                throw new IllegalArgumentException(
                        "the number of images must lie in 1.." + most + ", but was " + count);
            }
        }

        /** Returns the rule that all images may be chosen once, at random within a leaf. */
        public static Rule of(PrototypeTree tree, int count, long seed) {
            BitSet all = new BitSet();
            all.set(0, tree.images());
            return new Rule(count, LeafPick.RANDOM, 1, all, seed);
        }
    }

    /**
     * Chooses images.
     *
     * @return their positions in the tree, in order; one as often as it was chosen
     */
    public static int[] of(PrototypeTree tree, Rule rule) {
        int top = tree.levels().size() - 1;
        List<TreeNode> roots = IntStream.range(0, tree.top().size())
                .mapToObj(node -> new TreeNode(top, node))
                .toList();
        BalancedSample sample = new BalancedSample(tree, rule);
        sample.choose(roots, rule.count);
        return sample.chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** Nodes are shuffled so that what cannot be divided goes to random ones. */
    private void choose(List<TreeNode> nodes, int count) {
        List<TreeNode> order = new ArrayList<>(nodes);
        Collections.shuffle(order, random);
        int[] shares = FairShares.of(
                count,
                order.stream()
                        .mapToInt(node -> rule.repeats * able[node.level()][node.index()])
                        .toArray());
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                choose(order.get(i), shares[i]);
            }
        }
    }

    private void choose(TreeNode node, int count) {
        if (node.level() > 0) {
            choose(tree.children(node), count);
            return;
        }
        List<Integer> members = IntStream.of(tree.level(node).members(node.index()))
                .filter(rule.allowed::get)
                .boxed()
                .toList();
        for (int whole = 0; whole < count / members.size(); whole++) {
            chosen.addAll(members);
        }
        chosen.addAll(rule.pick.order(members, random).subList(0, count % members.size()));
    }

    /** Max-min fair division: shares are as equal as what each can give allows. */
    static final class FairShares {

        private FairShares() {}

        /**
         * Divides a number.
         *
         * @param total what to divide, at most the sum of the capacities
         * @param capacities the most that each can give
         * @return shares of that sum; of two that could both give more, the larger share is one more at most, and the earlier
         *     has it
         */
        static int[] of(int total, int... capacities) {
            int[] order = IntStream.range(0, capacities.length)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(capacities[a], capacities[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] shares = new int[capacities.length];
            int left = total;
            int next = 0;
            for (; next < order.length && capacities[order[next]] <= left / (order.length - next); next++) {
                shares[order[next]] = capacities[order[next]];
                left -= capacities[order[next]];
            }
            int[] rest = Arrays.stream(order, next, order.length).sorted().toArray();
            for (int i = 0; i < rest.length; i++) {
                shares[rest[i]] = left / rest.length + (i < left % rest.length ? 1 : 0);
            }
            return shares;
        }
    }
}

package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Chooses images balanced over a tree: the number is divided as equally as possible among the nodes of the coarsest level,
 * each share among the children of its node, and so on; within a leaf images are drawn at random.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">hierarchical sampling: Vo et al., Automatic Data Curation for
 *     Self-Supervised Learning</a>
 */
public final class BalancedSample {

    private final PrototypeTree tree;
    private final Random random;
    private final List<Integer> chosen = new ArrayList<>();

    private BalancedSample(PrototypeTree tree, long seed) {
        this.tree = tree;
        this.random = new Random(seed);
    }

    /**
     * Chooses images.
     *
     * @param count how many
     * @param seed the choice is a function of it
     * @return their positions in the tree, in order
     * @throws IllegalArgumentException unless the number lies in 1..images
     */
    public static int[] of(PrototypeTree tree, int count, long seed) {
        if (count < 1 || count > tree.images()) {
            throw new IllegalArgumentException(
                    "the number of images must lie in 1.." + tree.images() + ", but was " + count);
        }
        int top = tree.levels().size() - 1;
        List<TreeNode> roots = IntStream.range(0, tree.top().size())
                .mapToObj(node -> new TreeNode(top, node))
                .toList();
        BalancedSample sample = new BalancedSample(tree, seed);
        sample.choose(roots, count);
        return sample.chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** Nodes are shuffled so that what cannot be divided goes to random ones. */
    private void choose(List<TreeNode> nodes, int count) {
        List<TreeNode> order = new ArrayList<>(nodes);
        Collections.shuffle(order, random);
        int[] shares = FairShares.of(count, order.stream().mapToInt(tree::size).toArray());
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
                .boxed()
                .collect(ArrayList::new, List::add, List::addAll);
        Collections.shuffle(members, random);
        chosen.addAll(members.subList(0, count));
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

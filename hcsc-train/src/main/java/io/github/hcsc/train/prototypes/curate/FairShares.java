package io.github.hcsc.train.prototypes.curate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Max-min fair division: shares are as equal as what each can give allows. */
final class FairShares {

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

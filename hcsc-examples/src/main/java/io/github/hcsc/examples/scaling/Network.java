package io.github.hcsc.examples.scaling;

/**
 * What connects processes: a fast link within a node, and a slower network between nodes that the node's processes share.
 *
 * @param name what the tables call it
 * @param perNode processes behind one connection to the network
 * @param linkBytes bytes per second and direction that each GPU moves within its node
 * @param hostBytes bytes per second and direction that each process moves through its node's memory
 * @param networkBytes bytes per second and direction between a node and all others
 * @param latency seconds that a message takes at least
 */
record Network(String name, int perNode, double linkBytes, double hostBytes, double networkBytes, double latency) {

    /** Returns the seconds of summing {@code bytes} of the processes' tensors. */
    double tensorSumSeconds(int processes, double bytes) {
        return sumSeconds(processes, bytes, linkBytes);
    }

    /** Returns the seconds of summing {@code bytes} that lie in the hosts' memory. */
    double hostSumSeconds(int processes, double bytes) {
        return sumSeconds(processes, bytes, hostBytes);
    }

    /** Within each node, between nodes, and back, each at the bandwidth bound of a ring and the latency bound of a tree. */
    private double sumSeconds(int processes, double bytes, double insideBytes) {
        int inside = Math.min(processes, perNode);
        double nodes = Math.ceil((double) processes / perNode);
        return 2 * (inside - 1.0) / inside * bytes / insideBytes
                + 2 * (nodes - 1) / nodes * bytes / networkBytes
                + 2 * latency * Math.ceil(Math.log(processes) / Math.log(2));
    }
}

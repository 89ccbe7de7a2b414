package io.github.hcsc.examples.scaling;

/**
 * What connects GPUs: a fast link within a node, and a slower network between nodes that the node's GPUs share.
 *
 * @param name what the tables call it
 * @param gpusPerNode GPUs behind one connection to the network
 * @param linkBytes bytes per second and direction that each GPU moves within its node
 * @param networkBytes bytes per second and direction between a node and all others
 * @param latency seconds that a message takes at least
 */
record Network(String name, int gpusPerNode, double linkBytes, double networkBytes, double latency) {

    /**
     * Returns the seconds of summing {@code bytes} over GPUs: within each node, between nodes, and back, each at the
     * bandwidth bound of a ring and the latency bound of a tree.
     */
    double allReduceSeconds(int gpus, double bytes) {
        int inNode = Math.min(gpus, gpusPerNode);
        double nodes = Math.ceil((double) gpus / gpusPerNode);
        return 2 * (inNode - 1.0) / inNode * bytes / linkBytes
                + 2 * (nodes - 1) / nodes * bytes / networkBytes
                + 2 * latency * Math.ceil(Math.log(gpus) / Math.log(2));
    }
}

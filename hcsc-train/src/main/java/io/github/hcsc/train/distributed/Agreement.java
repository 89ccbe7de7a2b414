package io.github.hcsc.train.distributed;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.train.run.RunException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What all processes of a job must have in common before they begin. */
public final class Agreement {

    private static final String SEPARATOR = "\t";

    private Agreement() {}

    /**
     * Compares facts over all processes.
     *
     * @param facts values by name, of one line each
     * @throws RunException in every process, naming the first difference, if not all are equal
     */
    public static void require(Map<String, String> facts, Collectives group) {
        byte[][] all = group.allGather(text(facts).getBytes(StandardCharsets.UTF_8));
        SortedMap<String, String> first = parsed(all[0]);
        for (int process = 1; process < all.length; process++) {
            requireEqual(first, parsed(all[process]), process);
        }
    }

    private static void requireEqual(SortedMap<String, String> first, SortedMap<String, String> other, int process) {
        SortedMap<String, String> names = new TreeMap<>(first);
        names.putAll(other);
        for (String name : names.keySet()) {
            String expected = first.getOrDefault(name, "missing");
            String found = other.getOrDefault(name, "missing");
            if (!expected.equals(found)) {
                throw new RunException("all processes must be started alike, but " + name + " is " + expected
                        + " in process 0 and " + found + " in process " + process);
            }
        }
    }

    private static String text(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + SEPARATOR + fact.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static SortedMap<String, String> parsed(byte[] text) {
        SortedMap<String, String> facts = new TreeMap<>();
        new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(SEPARATOR, 2))
                .forEach(fact -> facts.put(fact[0], fact[1]));
        return facts;
    }
}

package io.github.hcsc.examples;

import io.github.hcsc.train.cli.Hcsc;

/** The program: a command and its options, or the demo without any. */
public final class Main {
    private Main() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        String[] command = args.length == 0 ? new String[] {"demo"} : args;
        VectorModule.load();
        System.exit(Hcsc.run(command));
    }
}

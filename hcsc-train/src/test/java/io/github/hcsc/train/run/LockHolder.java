package io.github.hcsc.train.run;

import java.nio.file.Path;

/** A process that opens a run and never closes it. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws InterruptedException {
        try (RunDirectory run = RunDirectory.open(Path.of(args[0]))) {
            System.out.println("held");
            Thread.sleep(60_000);
            throw new IllegalStateException(run.root() + " should have been taken from a killed process");
        }
    }
}

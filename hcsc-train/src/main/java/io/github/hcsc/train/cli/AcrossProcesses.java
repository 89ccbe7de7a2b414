package io.github.hcsc.train.cli;

/** Marks a command that may be started by {@code mpirun} or {@code srun} in several processes, which then work together. */
interface AcrossProcesses {}

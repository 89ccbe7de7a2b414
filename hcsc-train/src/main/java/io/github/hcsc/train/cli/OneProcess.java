package io.github.hcsc.train.cli;

import io.github.hcsc.core.distributed.Launch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a command, unless a launcher has started it several times and the processes would get in one another's way. */
record OneProcess(Launch launch) implements CommandLine.IExecutionStrategy {

    @Override
    public int execute(CommandLine.ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        boolean helps = last.isUsageHelpRequested() || last.isVersionHelpRequested();
        if (launch.size() > 1 && !helps && last.getCommand() instanceof Callable<?> work) {
            requireAcrossProcesses(work, last);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private void requireAcrossProcesses(Callable<?> work, CommandLine command) {
        if (!(work instanceof AcrossProcesses)) {
            throw new CommandLine.ParameterException(
                    command,
                    command.getCommandName() + " runs in one process, but " + launch.size() + " were started ("
                            + launch.reason() + "); start it without mpirun or srun");
        }
    }

    /** Marks a command that may be started by {@code mpirun} or {@code srun} in several processes, which then work together. */
    interface AcrossProcesses {}
}

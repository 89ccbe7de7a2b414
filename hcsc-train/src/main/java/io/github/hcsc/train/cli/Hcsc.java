package io.github.hcsc.train.cli;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.torch.NativeFolders;
import io.github.hcsc.core.torch.NativeMemory;
import io.github.hcsc.core.torch.UsageTracking;
import io.github.hcsc.core.torch.WaitingThreads;
import io.github.hcsc.train.cli.CommandGroup.BenchCommand;
import io.github.hcsc.train.cli.CommandGroup.EvalCommand;
import io.github.hcsc.train.run.Version;
import java.io.UncheckedIOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code hcsc}. */
@Command(
        name = "hcsc",
        description = "Pretrains image encoders on unlabelled images, and puts them to use.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Hcsc.VersionProvider.class,
        footer = {
            "",
            "Examples:",
            "  hcsc demo                                    learn generated shapes in minutes",
            "  hcsc pretrain --data photos --out run1       train on a folder of images",
            "  hcsc resume run1                             go on where run1 stopped",
            "  hcsc eval health --run run1 --data photos    look for collapse, without labels",
            "  hcsc replay run1 --step 120                  look into one step of run1",
            "  hcsc report --run run1                       look at how run1 goes, also while it trains",
            "  hcsc tree --run run1                         look at the prototypes",
            "  hcsc COMMAND --help                          all options of a command"
        })
public final class Hcsc {
    /** Wide enough for every example, so that it can be copied. */
    private static final int HELP_WIDTH = 112;

    private Hcsc() {}

    /**
     * Runs a command.
     *
     * @param args the command and its options
     * @return 0 if the command is done, 1 if it failed, 2 if options or configuration are wrong, 128 and its number if a
     *     signal ended it
     */
    public static int run(String... args) {
        try {
            prepareProcess(Arrays.asList(args).contains(Output.VERBOSE));
        } catch (IllegalStateException | UncheckedIOException e) {
            System.err.println(Printable.lines("hcsc: " + e.getMessage()));
            return 1;
        }
        return StopOnSignal.during(() -> commandLine(new TrainingJobs()).execute(args));
    }

    static <J extends Jobs & EncoderJobs> CommandLine commandLine(J jobs) {
        CommandLine root = new CommandLine(CommandSpec.forAnnotatedObject(new Hcsc()));
        root.addSubcommand(new DemoCommand(jobs));
        root.addSubcommand(new PretrainCommand(jobs));
        root.addSubcommand(new ResumeCommand(jobs));
        root.addSubcommand(new ReplayCommand());
        root.addSubcommand(new CompareCommand(jobs));
        root.addSubcommand(new CommandLine(new EvalCommand())
                .addSubcommand(new KnnCommand(jobs))
                .addSubcommand(new LinearCommand(jobs))
                .addSubcommand(new FineTuneCommand(jobs))
                .addSubcommand(new SvmCommand(jobs))
                .addSubcommand(new ClustersCommand(jobs))
                .addSubcommand(new HealthCommand(jobs))
                .addSubcommand(new PredictCommand(jobs))
                .addSubcommand(new WorthCommand(jobs)));
        root.addSubcommand(new EmbedCommand(jobs));
        root.addSubcommand(new ReportCommand());
        root.addSubcommand(new ClusterCommand());
        root.addSubcommand(new IndexCommand(jobs));
        root.addSubcommand(new TreeCommand());
        root.addSubcommand(new LabelCommand());
        root.addSubcommand(new SearchCommand(jobs));
        root.addSubcommand(new CurateCommand());
        root.addSubcommand(new AuditCommand());
        root.addSubcommand(new ImportCommand());
        root.addSubcommand(new ExportCommand());
        root.addSubcommand(new DoctorCommand());
        root.addSubcommand(new AcceptCommand());
        root.addSubcommand(benches());
        Failures failures = new Failures();
        root.setUsageHelpWidth(HELP_WIDTH);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExecutionStrategy(new OneProcess(Launch.current()));
        return root.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
    }

    private static CommandLine benches() {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new StepBenchCommand())
                .addSubcommand(new LoaderBenchCommand())
                .addSubcommand(new ObjectiveBenchCommand())
                .addSubcommand(new EnqueueBenchCommand())
                .addSubcommand(new KMeansBenchCommand())
                .addSubcommand(new AllReduceBenchCommand());
    }

    /** What must be said before the tensor engine and the logger start; what the user has set stays. */
    private static void prepareProcess(boolean verbose) {
        UsageTracking.switchOff();
        WaitingThreads.sleep();
        NativeFolders.secure();
        setUnlessGiven("ai.djl.offline", "true");
        setUnlessGiven("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "debug" : "warn");
        NativeMemory.keepFreedMemory();
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hcsc " + Version.hcsc()};
        }
    }
}

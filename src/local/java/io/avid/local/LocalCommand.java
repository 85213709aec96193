package io.avid.local;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `./avid` that run the local system; all others are the product's own command line.
@Command(name = "avid", description = "Runs Avid and its stand-ins on this machine.",
        subcommands = {LocalCommand.Up.class, LocalCommand.Down.class, LocalCommand.Status.class, LocalCommand.Logs.class, LocalCommand.Reset.class})
public final class LocalCommand {

    /// Exits 2 for wrong usage, 1 for a failure.
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new LocalCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println(failure.getMessage() == null || failure.getMessage().isBlank() ? failure.toString() : failure.getMessage());
            if (System.getenv("AVID_DEBUG") != null) {
                failure.printStackTrace();
            }
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    /// Which copy.
    static final class Copy {

        @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "Which copy, by Avid's port (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
        private boolean help;

        @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
        private CommandLine.Model.CommandSpec command;

        LocalSystem system() {
            if (port < 1 || port > 65_535) {
                throw new CommandLine.ParameterException(command.commandLine(), "--port must be between 1 and 65535, but is " + port + ".");
            }
            return LocalSystem.at(ProjectFolder.find(), port);
        }
    }

    /// What every command is: something done to one copy.
    abstract static class OnCopy implements Callable<Integer> {

        @Mixin
        private Copy copy;

        @Override
        public final Integer call() throws Exception {
            return on(copy.system());
        }

        /// Does it and answers the exit status.
        abstract int on(LocalSystem system) throws Exception;

        /// What changes a copy takes a while, and shows how far it is.
        static int changing(Change change) throws Exception {
            try (Progress progress = new Progress(System.out)) {
                change.make(progress);
            }
            return 0;
        }
    }

    private interface Change {

        void make(Progress progress) throws Exception;
    }

    @Command(name = "up", sortOptions = false, description = "Build what is missing, start or heal every process, and show addresses and logins.",
            footer = {"", "Example:  ./avid up --port 9090 --empty"})
    static final class Up extends OnCopy {

        @Option(names = "--empty", description = "Do not bring the demo business into the third organisation.")
        private boolean empty;

        @Override
        int on(LocalSystem system) throws Exception {
            return changing(progress -> {
                new BringUp(system, progress).run(!empty);
                progress.line(String.format(java.util.Locale.ROOT, "Everything is up and well (%.1f s).", progress.secondsSinceStart()));
                progress.line("");
                system.welcome().forEach(progress::line);
            });
        }
    }

    @Command(name = "down", sortOptions = false, description = "End every process of a copy; its data stays.", footer = {"", "Example:  ./avid down --port 9090"})
    static final class Down extends OnCopy {

        @Override
        int on(LocalSystem system) throws Exception {
            return changing(progress ->
                    progress.line(new TakeDown(system).run(progress) == 0 ? "Nothing was running." : "Everything is down; the data is kept."));
        }
    }

    @Command(name = "status", sortOptions = false, description = "Show what runs of a copy and how well. Exits 0 if all is well, else 1.",
            footer = {"", "Example:  ./avid status --json"})
    static final class Status extends OnCopy {

        @Option(names = "--json", description = "For scripts.")
        private boolean json;

        @Override
        int on(LocalSystem system) throws Exception {
            return new ShowStatus(system).run(System.out, json) ? 0 : 1;
        }
    }

    @Command(name = "logs", sortOptions = false, description = "Show the end of the processes' logs.", footer = {"", "Example:  ./avid logs avid -f"})
    static final class Logs extends OnCopy {

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "avid, mongodb, elasticsearch, azurite, issuer, stripe or demo; all of them if missing.")
        private String name;

        @Option(names = {"-f", "--follow"}, description = "Go on showing what is written.")
        private boolean follow;

        @Option(names = {"-n", "--lines"}, paramLabel = "N", defaultValue = "40", description = "How many lines (default: ${DEFAULT-VALUE}).")
        private int lines;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec command;

        @Override
        int on(LocalSystem system) throws Exception {
            if (name != null && !TakeDown.names().contains(name)) {
                throw new CommandLine.ParameterException(command.commandLine(),
                        "There is no process '" + name + "'; the processes are " + String.join(", ", TakeDown.names()) + ".");
            }
            Map<String, Path> files = new LinkedHashMap<>();
            for (String known : name == null ? TakeDown.names() : List.of(name)) {
                files.put(known, system.state().log(known));
            }
            for (Map.Entry<String, Path> file : files.entrySet()) {
                System.out.println(files.size() > 1 ? "== " + file.getKey() + " (" + file.getValue() + ")" : file.getValue().toString());
                System.out.println(LogFile.lastLines(file.getValue(), lines));
            }
            if (follow) {
                LogFile.follow(files, System.out);
            }
            return 0;
        }
    }

    @Command(name = "reset", sortOptions = false, description = "End every process of a copy and delete all its data.",
            footer = {"", "Example:  ./avid reset --port 9090 --yes"})
    static final class Reset extends OnCopy {

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        @Override
        int on(LocalSystem system) throws Exception {
            if (!system.state().exists()) {
                System.out.println("There is no copy at port " + system.state().port() + ".");
                return 0;
            }
            if (!yes && !isConfirmed(system)) {
                System.err.println("Nothing was deleted.");
                return 1;
            }
            return changing(progress -> {
                new ResetData(system).run(progress);
                progress.line("Deleted " + system.state().root() + ".");
            });
        }

        private static boolean isConfirmed(LocalSystem system) throws IOException {
            Console console = System.console();
            if (console == null || !console.isTerminal()) {
                throw new IOException("This deletes all data in " + system.state().root() + ". Without a terminal to ask at, say --yes.");
            }
            return "yes".equals(console.readLine("This deletes all data in %s. Type yes to go on: ", system.state().root()));
        }
    }
}

package io.avid.cli;

import io.avid.cli.connection.FailedCall;
import io.avid.cli.connection.ServerAddress;
import io.avid.cli.connection.ServerOptions;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.Surroundings;
import io.avid.cli.terminal.ThisProcess;
import io.avid.cli.terminal.WrongUsage;
import io.grpc.StatusRuntimeException;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry: finds the command, and says in plain words what went wrong. */
@Command(
        name = "./avid",
        header = {"Avid keeps customer accounts: what does this customer owe, why, and has the money arrived?", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands that ask Avid:%n",
        footer = {
            "",
            "Commands that run it (see ./avid COMMAND --help):",
            "  up, down, status, logs, reset, bench, test",
            "",
            "./avid help COMMAND tells more of one of them.",
            "",
            "Example:",
            "  ./avid up && ./avid login --demo finance && ./avid import receivables invoices.csv",
            "  ./avid ageing --as-of 2012-12-31"
        })
public final class AvidCommand implements Callable<Integer> {
    static final int FAILURE = 1;
    static final int WRONG_USAGE = 2;

    // The service alone can read a filter; what it cannot read was given wrongly here.
    private static final String FILTER_UNREADABLE = "FILTER_INVALID";

    // In the order of the help. Only the one that was named is made: each costs time at every start.
    private static final Map<String, Function<AvidCommand, Object>> COMMANDS = commands();

    // Kept, or the level would be forgotten with the logger.
    private static final Logger LIBRARIES = Logger.getLogger("io");

    private static final int HELP_COLUMNS = 100;

    private final Surroundings surroundings;

    @Option(names = "--port", paramLabel = "N", scope = ScopeType.INHERIT,
            description = "Which local copy of Avid; 8080 without it.")
    private Integer port;

    @Option(names = "--address", paramLabel = "HOST:PORT", scope = ScopeType.INHERIT,
            description = "An Avid elsewhere; https://HOST[:PORT] for TLS.")
    private String address;

    @Option(names = "--verbose", scope = ScopeType.INHERIT,
            description = "Also print the details of an error.")
    private boolean verbose;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    AvidCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        // What fails is said once, by the command, in its own words.
        LIBRARIES.setLevel(Level.OFF);
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        // Netty's own sockets would be unpacked to a temporary file and loaded by every command.
        System.setProperty("io.netty.transport.noNative", "true");
        var surroundings = new ThisProcess();
        int status = run(surroundings, arguments);
        surroundings.out().flush();
        System.exit(status);
    }

    /** Runs a command and answers its exit status: 0, 1 for a failure, 2 for wrong usage. */
    static int run(Surroundings surroundings, String... given) {
        String[] arguments = given.length > 0 && given[0].equals("help") ? helpOn(given) : given;
        int status = line(surroundings, arguments).execute(arguments);
        surroundings.out().flush();
        return status;
    }

    /** What reads a command's arguments. */
    static CommandLine line(Surroundings surroundings, String... arguments) {
        var avid = new AvidCommand(surroundings);
        var line = new CommandLine(avid);
        Function<AvidCommand, Object> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (named == null) {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.apply(avid)));
        } else {
            line.addSubcommand(arguments[0], named.apply(avid));
        }
        inOrderOfDeclaration(line);
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setOut(new PrintWriter(surroundings.out(), true));
        line.setErr(new PrintWriter(surroundings.error(), true));
        line.registerConverter(LocalDate.class, AvidCommand::date);
        line.setParameterExceptionHandler((problem, all) -> avid.wrongUsage(problem));
        line.setExecutionExceptionHandler((failure, command, result) -> avid.failed(failure, command));
        line.setExecutionStrategy(AvidCommand::helpOnWhatThereIs);
        return line;
    }

    // Whoever asks for help is helped whatever else is wrong, but not on a command that there is not.
    private static int helpOnWhatThereIs(ParseResult parsed) {
        ParseResult named = parsed;
        while (named.hasSubcommand()) {
            named = named.subcommand();
        }
        CommandLine command = named.commandSpec().commandLine();
        Optional<String> unknown = named.unmatched().stream().filter(word -> !word.startsWith("-")).findFirst();
        if (named.isUsageHelpRequested() && unknown.isPresent() && !command.getSubcommands().isEmpty()) {
            command.getErr().println("There is no command " + command.getCommandSpec().qualifiedName() + " " + unknown.get() + ".");
            command.usage(command.getErr());
            return WRONG_USAGE;
        }
        return new RunLast().execute(parsed);
    }

    private static Map<String, Function<AvidCommand, Object>> commands() {
        var commands = new LinkedHashMap<String, Function<AvidCommand, Object>>();
        commands.put("login", LogIn::new);
        commands.put("token", PrintToken::new);
        commands.put("logout", LogOut::new);
        commands.put("import", ImportCommands::of);
        commands.put("ageing", PrintAgeing::new);
        commands.put("customer", CustomerCommands::of);
        commands.put("account", AccountCommands::of);
        commands.put("transactions", ListTransactions::new);
        commands.put("overview", ShowOverview::new);
        commands.put("invoice", InvoiceCommands::of);
        commands.put("method", MethodCommands::of);
        commands.put("payment", PaymentCommands::of);
        commands.put("statement", StatementCommands::of);
        commands.put("process", ProcessCommands::of);
        commands.put("document", DocumentCommands::of);
        commands.put("verify", VerifyJournal::new);
        commands.put("rebuild-index", RebuildIndex::new);
        return commands;
    }

    // "help process list" is "process list --help", so that there is one way to make a help.
    private static String[] helpOn(String[] given) {
        var arguments = new ArrayList<>(List.of(given).subList(1, given.length));
        arguments.add("--help");
        return arguments.toArray(String[]::new);
    }

    private static void inOrderOfDeclaration(CommandLine line) {
        line.getCommandSpec().usageMessage().sortOptions(false);
        line.getSubcommands().values().forEach(AvidCommand::inOrderOfDeclaration);
    }

    @Override
    public Integer call() {
        throw new WrongUsage("Which command? ./avid help lists them.");
    }

    Surroundings surroundings() {
        return surroundings;
    }

    ServerAddress address() {
        return new ServerOptions(Optional.ofNullable(port), Optional.ofNullable(address)).address(surroundings);
    }

    private int wrongUsage(ParameterException problem) {
        PrintWriter error = problem.getCommandLine().getErr();
        error.println(problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, error);
        error.println("See " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
        return WRONG_USAGE;
    }

    private int failed(Exception failure, CommandLine command) throws Exception {
        PrintWriter error = command.getErr();
        switch (failure) {
            case WrongUsage wrong -> {
                error.println(wrong.getMessage());
                error.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
                return WRONG_USAGE;
            }
            case CommandFailure known -> error.println(known.getMessage());
            case StatusRuntimeException refused -> {
                FailedCall call = FailedCall.of(refused);
                error.println(call.message(address()));
                if (verbose) {
                    error.println(call.details());
                }
                return call.isFor(FILTER_UNREADABLE) ? WRONG_USAGE : FAILURE;
            }
            default -> {
                error.println("The command line failed by a defect of its own: " + failure
                        + ". Repeat it with --verbose and report what it prints.");
            }
        }
        if (verbose) {
            failure.printStackTrace(error);
        }
        return FAILURE;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no date; expected one such as 2012-12-31 (YYYY-MM-DD)");
        }
    }
}

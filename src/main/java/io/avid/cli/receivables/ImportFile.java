package io.avid.cli.receivables;

import io.avid.cli.connection.Attempt;
import io.avid.cli.connection.Connection;
import io.avid.cli.connection.Patience;
import io.avid.cli.connection.ServerAddress;
import io.avid.cli.connection.Sha256;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.ProgressLine;
import io.avid.cli.terminal.Surroundings;
import io.avid.cli.terminal.Surroundings.Interruption;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.onboarding.v1.ImportReceivablesRequest;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.onboarding.v1.ReadReceivablesRequest;
import io.avid.onboarding.v1.ReceivablesMapping;
import io.avid.onboarding.v1.ReceivablesReading;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Imports a file from beginning to end: upload, reading, import, and the rows that were rejected.
 *
 * <p>Every step is safe to repeat, so the whole is: when Avid is away for a moment it waits, and when
 * the command itself is ended, the same command takes up what it had begun.
 */
public final class ImportFile {
    private static final String REJECTS = "rejects";

    private final Surroundings surroundings;
    private final ServerAddress address;
    private final StateFolder state;
    private final Connection connection;
    private final boolean json;

    /**
     * What became of the import.
     *
     * @param process as it ended; empty where the file left questions open
     */
    public record Imported(Optional<Process> process) {
        /** Whether it took every row, or has it from before: a script that goes on must not miss some. */
        public boolean isWhole() {
            return process.filter(ended -> ended.getState() == ProcessState.SUCCEEDED)
                    .filter(ended -> ImportCounters.rejected(ended) == 0 && ImportCounters.tookAnything(ended)).isPresent();
        }
    }

    private record Prepared(Attempt attempt, Document document, ReceivablesReading reading) {}

    public ImportFile(Surroundings surroundings, ServerAddress address, StateFolder state, Connection connection, boolean json) {
        this.surroundings = surroundings;
        this.address = address;
        this.state = state;
        this.connection = connection;
        this.json = json;
    }

    /** Does it. */
    public Imported run(Path file, ReceivablesMapping given, String currency, boolean dryRun) {
        long sizeBytes;
        String sha256;
        try {
            if (Files.isDirectory(file)) {
                throw new CommandFailure(file + " is a folder; expected a CSV file.");
            }
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure("There is no file " + file + ".");
            }
            sizeBytes = Files.size(file);
            sha256 = Sha256.of(file);
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
        if (sizeBytes == 0) {
            throw new CommandFailure(file + " is empty; expected a CSV file with a header line.");
        }
        try (var progress = new ProgressLine(surroundings)) {
            var patience = new Patience(surroundings, address, connection, progress::say);
            Prepared prepared = prepare(file, sizeBytes, sha256, given, currency, patience, progress);
            progress.close();
            var printed = new PrintReading(surroundings, prepared.reading());
            if (prepared.reading().getQuestionsCount() > 0) {
                printed.questions(file, json);
                return new Imported(Optional.empty());
            }
            if (!json) {
                printed.guess(file);
            }
            Process ended = follow(start(prepared, currency, dryRun, patience), patience, progress);
            prepared.attempt().forget();
            progress.close();
            report(file, prepared, ended, dryRun, patience);
            if (dryRun && !json) {
                printed.map();
            }
            printed.warnings();
            return new Imported(Optional.of(ended));
        }
    }

    private Prepared prepare(Path file, long sizeBytes, String sha256, ReceivablesMapping given, String currency,
            Patience patience, ProgressLine progress) {
        var attempt = Attempt.of(state, "import",
                List.of(connection.login().token().organisation(), file.getFileName().toString(), sha256), surroundings.time().instant());
        try {
            Document document = new UploadFile(connection.channel(), patience, progress).upload(file, sizeBytes, sha256, attempt.id());
            var reading = patience.ask(() -> OnboardingServiceGrpc.newBlockingStub(connection.channel())
                    .readReceivables(ReadReceivablesRequest.newBuilder()
                            .setDocument(document.getName()).setMapping(given).setCurrencyCode(currency).build()));
            return new Prepared(attempt, document, reading);
        } catch (StatusRuntimeException e) {
            // An upload that was begun long ago is thrown away by now: begin anew.
            if (attempt.isResumed() && e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                attempt.forget();
                return prepare(file, sizeBytes, sha256, given, currency, patience, progress);
            }
            throw e;
        }
    }

    private Process start(Prepared prepared, String currency, boolean dryRun, Patience patience) {
        // What was shown is what is applied. The same file with another map is another request.
        ReceivablesMapping mapping = prepared.reading().getMapping();
        var request = ImportReceivablesRequest.newBuilder()
                .setDocument(prepared.document().getName()).setMapping(mapping).setCurrencyCode(currency).setDryRun(dryRun);
        request.setRequestId(prepared.attempt().id() + "/import/" + Sha256.of(request.build().toByteArray()).substring(0, 32));
        Process started = patience.ask(() -> OnboardingServiceGrpc.newBlockingStub(connection.channel()).importReceivables(request.build()));
        if (prepared.attempt().isResumed()) {
            surroundings.error().println("Taking up " + started.getName() + ", which an earlier command began.");
        }
        return started;
    }

    private Process follow(Process started, Patience patience, ProgressLine progress) {
        String ifEnded = System.lineSeparator() + "The import goes on in Avid: ./avid process show " + started.getName()
                + " tells where it stands, and this same command takes it up.";
        try (Interruption ended = surroundings.onInterruption(() -> surroundings.error().println(ifEnded))) {
            return new FollowProcess(surroundings, connection.channel(), patience, progress).toItsEnd(started);
        }
    }

    private void report(Path file, Prepared prepared, Process ended, boolean dryRun, Patience patience) {
        Optional<Path> rejectedRows = rejectedRows(file, ended, patience);
        long rejected = ImportCounters.rejected(ended);
        if (json) {
            surroundings.out().println(JsonText.object(document -> {
                document.name("process").value(ended.getName());
                document.name("state").value(ended.getState().name());
                document.name("message").value(ended.getMessage());
                document.name("document").value(prepared.document().getName());
                document.name("dry_run").value(dryRun);
                document.name("counters").beginObject();
                for (var counter : ImportCounters.inOrder(ended).entrySet()) {
                    document.name(counter.getKey()).value(counter.getValue());
                }
                document.endObject();
                document.name("warnings").beginArray();
                for (String warning : prepared.reading().getWarningsList()) {
                    document.value(warning);
                }
                document.endArray();
                document.name("rejected").value(rejected);
                document.name("rejected_file").value(rejectedRows.map(Path::toString).orElse(""));
            }));
        } else {
            new PrintImport(surroundings).summary(file, ended, dryRun);
        }
        if (ended.getState() != ProcessState.SUCCEEDED) {
            surroundings.error().println("The import " + (ended.getState() == ProcessState.CANCELLED ? "was cancelled" : "failed")
                    + (ended.getMessage().isEmpty() ? "." : ": " + ended.getMessage())
                    + " What was imported stays. See ./avid process show " + ended.getName() + ".");
        }
        if (rejected > 0) {
            surroundings.error().println(Amounts.count(rejected) + (rejected == 1 ? " row was" : " rows were") + " rejected"
                    + rejectedRows.map(path -> "; with line and reason in " + path + ". Correct them there and import that file.").orElse("."));
        }
        Path earlier = rejectedFile(file);
        if (rejected == 0 && Files.exists(earlier)) {
            surroundings.error().println(earlier + " is of an earlier import; this one rejected nothing.");
        }
    }

    private Optional<Path> rejectedRows(Path file, Process ended, Patience patience) {
        String name = ended.getReferencesMap().getOrDefault(REJECTS, "");
        if (name.isEmpty() || ImportCounters.rejected(ended) == 0) {
            return Optional.empty();
        }
        Document document = patience.ask(() -> DocumentServiceGrpc.newBlockingStub(connection.channel())
                .getDocument(GetDocumentRequest.newBuilder().setName(name).build()));
        Path target = freeFor(document, rejectedFile(file));
        new DocumentContent(connection.channel(), document).writeTo(target);
        return Optional.of(target);
    }

    /** The file itself, or the next number's: somebody may be correcting the one that is there. */
    private static Path freeFor(Document document, Path file) {
        Path target = file;
        for (int number = 2; !isFreeFor(document, target); number++) {
            target = withSuffix(file, "-" + number);
        }
        return target;
    }

    private static boolean isFreeFor(Document document, Path target) {
        try {
            return !Files.exists(target) || Sha256.of(target).equals(document.getSha256());
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + target + " (" + e.getMessage() + "), to see whether it holds corrections. Get the rejected"
                    + " rows elsewhere by ./avid document get " + document.getName() + " --output FILE.", e);
        }
    }

    /** invoices.csv: invoices.rejected.csv. */
    static Path rejectedFile(Path file) {
        return file.getFileName().toString().lastIndexOf('.') > 0 ? withSuffix(file, ".rejected")
                : file.resolveSibling(file.getFileName() + ".rejected.csv");
    }

    /** Before what the name ends with. */
    private static Path withSuffix(Path file, String suffix) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + suffix + name.substring(dot));
    }
}

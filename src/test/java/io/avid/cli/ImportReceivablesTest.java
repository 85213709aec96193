package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.avid.cli.connection.Tokens;
import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.document.v1.BeginUploadRequest;
import io.avid.document.v1.CompleteUploadRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc.DocumentServiceImplBase;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.document.v1.Upload;
import io.avid.document.v1.UploadPartRequest;
import io.avid.onboarding.v1.ColumnMapping;
import io.avid.onboarding.v1.ColumnReading;
import io.avid.onboarding.v1.ImportReceivablesRequest;
import io.avid.onboarding.v1.OnboardingServiceGrpc.OnboardingServiceImplBase;
import io.avid.onboarding.v1.ReadReceivablesRequest;
import io.avid.onboarding.v1.ReceivablesMapping;
import io.avid.onboarding.v1.ReceivablesReading;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReceivablesTest {
    private static final String FILE = "number,date,amount,customer\nA-1,2012-01-03,50.39,Ada\nA-2,2012-01-03,x,Ada\n";
    private static final String REJECTS = "avid_line,avid_reason,number\n3,BAD_AMOUNT: x is no amount,A-2\n";

    @TempDir
    private Path folder;

    private final Documents documents = new Documents();
    private final Onboarding onboarding = new Onboarding();
    private ServedModules served;
    private RecordedSurroundings surroundings;
    private Path file;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedModules(documents, onboarding);
        file = Files.writeString(folder.resolve("invoices.csv"), FILE);
        surroundings = surroundings();
    }

    @AfterEach
    void stop() throws InterruptedException {
        served.close();
    }

    private RecordedSurroundings surroundings() {
        return new RecordedSurroundings(folder)
                .with("AVID_TOKEN", Tokens.endingAt(Instant.parse("2026-02-15T00:00:00Z")))
                .with("AVID_PORT", Integer.toString(served.port()));
    }

    @Test
    void theFileArrivesWholeThoughItIsSentInParts() {
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(documents.content()).isEqualTo(FILE);
        assertThat(documents.partSizes()).containsExactly(10, 10, 10, 10, 10, 10, 10, FILE.length() - 70);
    }

    @Test
    void theGuessIsShownAndTheSummaryCounts() {
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(surroundings.output()).isEqualTo("""
                invoices.csv: 2 rows, read as (decimal separator .)
                field         column  format      for example  why
                invoice_date  date    yyyy-MM-dd  2012-01-03   all rows are so
                (not used)    note

                Of invoices.csv (processes/onboarding-1):
                  rows                    2
                  customers created       1
                  customers existing      0
                  charges added       1,001
                  charges unchanged       0
                  payments added          0
                  payments unchanged      0
                  marks changed           0
                  disputed                0
                  rejected                0
                """);
        assertThat(onboarding.imports.getLast().getMapping()).isEqualTo(Onboarding.READ);
        assertThat(onboarding.imports.getLast().getCurrencyCode()).isEqualTo("USD");
    }

    @Test
    void rejectedRowsThatSomebodyCorrectsAreNotWrittenOver() throws IOException {
        onboarding.counters = Map.of("rows", 2L, "rejected", 1L);
        Path corrected = Files.writeString(folder.resolve("invoices.rejected.csv"), "corrected by hand");
        Path next = folder.resolve("invoices.rejected-2.csv");
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(corrected).hasContent("corrected by hand");
        assertThat(next).hasContent(REJECTS);
        assertThat(surroundings.errors()).contains("with line and reason in " + next);
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(folder.resolve("invoices.rejected-3.csv")).as("the same rows once more are there already").doesNotExist();
    }

    @Test
    void rejectedRowsAreWrittenBesideTheFileAndSaidAndAScriptSeesThem() throws IOException {
        onboarding.counters = Map.of("rows", 2L, "customers_created", 1L, "charges_added", 1001L, "rejected", 1L);
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(surroundings.output()).contains("charges added       1,001", "rejected                1");
        Path rejected = folder.resolve("invoices.rejected.csv");
        assertThat(rejected).hasContent(REJECTS);
        assertThat(surroundings.errors()).contains("1 row was rejected; with line and reason in " + rejected);
        onboarding.counters = Map.of("rows", 1L, "charges_unchanged", 1L);
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(surroundings.errors()).contains(rejected + " is of an earlier import; this one rejected nothing.");
    }

    @Test
    void anImportThatTookNothingFails() {
        onboarding.counters = Map.of("rows", 2L, "rejected", 2L);
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        onboarding.counters = Map.of("rows", 2L, "charges_added", 2L);
        onboarding.end = ProcessState.FAILED;
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("The import failed: the store is full. What was imported stays.");
    }

    @Test
    void aFolderIsNamedAsOne() throws IOException {
        Files.createDirectory(folder.resolve("march"));
        assertThat(run("import", "receivables", "march")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("march is a folder; expected a CSV file.");
        assertThat(run("import", "receivables", "invoices.csv", "--map", "march")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("march is a folder; expected a YAML file");
    }

    @Test
    void whatMayHaveBeenOverlookedIsSaidLastAndADryRunGivesTheMapToChange() {
        onboarding.warnings = List.of("The column 'Flag' looks like yes or no and is not used.");
        assertThat(run("import", "receivables", "invoices.csv", "--dry-run")).isZero();
        assertThat(surroundings.errors()).endsWith("Warning: The column 'Flag' looks like yes or no and is not used.\n");
        assertThat(surroundings.output()).contains("As a map, for --map:\n  customer_id:");
        assertThat(run("import", "receivables", "invoices.csv", "--json")).isZero();
        assertThat(surroundings.output()).contains("\"warnings\":[\"The column 'Flag'");
    }

    @Test
    void jsonIsOneObject() {
        onboarding.counters = Map.of("rows", 2L, "customers_created", 1L, "charges_added", 1001L, "rejected", 1L);
        assertThat(run("import", "receivables", "invoices.csv", "--dry-run", "--json")).isEqualTo(1);
        assertThat(surroundings.output()).isEqualTo("{\"process\":\"processes/onboarding-1\",\"state\":\"SUCCEEDED\",\"message\":\"\","
                + "\"document\":\"documents/1\",\"dry_run\":true,\"counters\":{\"rows\":2,\"customers_created\":1,\"customers_existing\":0,\"charges_added\":1001,"
                + "\"charges_unchanged\":0,\"payments_added\":0,\"payments_unchanged\":0,\"marks_changed\":0,\"disputed\":0,\"rejected\":1},\"warnings\":[],\"rejected\":1,\"rejected_file\":\"" + folder.resolve("invoices.rejected.csv") + "\"}\n");
        assertThat(onboarding.imports.getLast().getDryRun()).isTrue();
    }

    @Test
    void questionsAreAskedAndNothingIsImported() throws IOException {
        onboarding.questions = List.of("date: is 03/01/2012 the 3rd of January or the 1st of March?");
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(onboarding.imports).isEmpty();
        assertThat(surroundings.output()).isEmpty();
        String errors = surroundings.errors();
        assertThat(errors).contains("Nothing was imported").contains("is 03/01/2012 the 3rd").contains("--map map.yaml");
        assertThat(errors).endsWith("""
                customer_id:   # one of: date, note
                invoice_number:   # one of: date, note
                amount:   # one of: date, note
                invoice_date: {column: date, format: yyyy-MM-dd}
                decimal_separator: "."
                """);
        onboarding.questions = List.of();
        Files.writeString(folder.resolve("map.yaml"), "invoice_date: {column: date, format: dd/MM/yyyy}\n");
        assertThat(run("import", "receivables", "invoices.csv", "--map", "map.yaml")).isZero();
        assertThat(documents.begun).as("the file is there already").hasSize(1);
        assertThat(onboarding.readings.getLast().getMapping().getColumns(0).getFormat()).isEqualTo("dd/MM/yyyy");
    }

    @Test
    void anImportSurvivesThatAvidIsAway() {
        onboarding.pollsUntilEnd = 5;
        var pauses = new ArrayList<String>();
        surroundings.duringPause(() -> {
            pauses.add("");
            try {
                if (pauses.size() == 2) {
                    served.goAway();
                } else if (pauses.size() == 6) {
                    served.comeBack();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(surroundings.errors()).contains("Waiting up to 5 minutes: Avid does not answer on localhost:" + served.port())
                .contains("Avid answers again.");
        assertThat(onboarding.processes()).hasSize(1);
    }

    @Test
    void whereAvidStaysAwayTheCommandEndsInTime() {
        onboarding.pollsUntilEnd = Integer.MAX_VALUE;
        surroundings.duringPause(() -> {
            try {
                served.goAway();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        Instant begun = surroundings.time().instant();
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(surroundings.time().instant()).isBetween(begun.plusSeconds(300), begun.plusSeconds(310));
        assertThat(surroundings.errors()).endsWith("start it with ./avid up --port " + served.port() + ".\n");
    }

    @Test
    void theSameCommandTakesUpWhatItBeganAndALaterOneImportsAnew() throws Exception {
        onboarding.pollsUntilEnd = Integer.MAX_VALUE;
        surroundings.duringPause(() -> {
            throw new IllegalStateException("the command is killed");
        });
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        assertThat(onboarding.processes()).hasSize(1);

        onboarding.pollsUntilEnd = 1;
        surroundings = surroundings();
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(onboarding.processes()).as("the same request, so the same process").hasSize(1);
        assertThat(documents.begun).hasSize(1);
        assertThat(surroundings.errors()).contains("Taking up processes/onboarding-1, which an earlier command began.");

        surroundings.move(java.time.Duration.ofSeconds(1));
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(onboarding.processes()).as("a new request").hasSize(2);
    }

    @Test
    void anUploadThatWasThrownAwayIsBegunAnew() {
        onboarding.questions = List.of("which?");
        assertThat(run("import", "receivables", "invoices.csv")).isEqualTo(1);
        documents.forgotten.addAll(documents.begun);
        onboarding.questions = List.of();
        surroundings.move(java.time.Duration.ofDays(2));
        assertThat(run("import", "receivables", "invoices.csv")).isZero();
        assertThat(documents.begun).hasSize(2);
    }

    @Test
    void whatCannotBeImportedIsSaidBeforeAnythingIsSent() throws IOException {
        assertThat(run("import", "receivables", "nowhere.csv")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("There is no file " + folder.resolve("nowhere.csv"));
        Files.writeString(folder.resolve("empty.csv"), "");
        assertThat(run("import", "receivables", "empty.csv")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("is empty; expected a CSV file");
        assertThat(run("import", "receivables", "invoices.csv", "--currency", "dollars")).isEqualTo(2);
        assertThat(run("import", "receivables")).isEqualTo(2);
        assertThat(run("import", "receivables", "invoices.csv", "--map", "nowhere.yaml")).isEqualTo(2);
        assertThat(documents.begun).isEmpty();
        assertThat(file).exists();
    }

    private int run(String... arguments) {
        return AvidCommand.run(surroundings, arguments);
    }

    private static final class Documents extends DocumentServiceImplBase {
        private static final int PART_SIZE = 10;

        private final Set<String> begun = new LinkedHashSet<>();
        private final Set<String> forgotten = new LinkedHashSet<>();
        private final Map<Integer, ByteString> parts = new TreeMap<>();

        String content() {
            return parts.values().stream().reduce(ByteString.EMPTY, ByteString::concat).toStringUtf8();
        }

        List<Integer> partSizes() {
            return parts.values().stream().map(ByteString::size).toList();
        }

        @Override
        public void beginUpload(BeginUploadRequest request, StreamObserver<Upload> answer) {
            if (forgotten.contains(request.getRequestId())) {
                answer.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            begun.add(request.getRequestId());
            answer.onNext(Upload.newBuilder().setName("uploads/1").setPartSizeBytes(PART_SIZE).build());
            answer.onCompleted();
        }

        @Override
        public void uploadPart(UploadPartRequest request, StreamObserver<Upload> answer) {
            parts.put(request.getPart(), request.getContent());
            answer.onNext(Upload.newBuilder().setName("uploads/1").setPartSizeBytes(PART_SIZE).build());
            answer.onCompleted();
        }

        @Override
        public void completeUpload(CompleteUploadRequest request, StreamObserver<Document> answer) {
            answer.onNext(Document.newBuilder().setName("documents/1").build());
            answer.onCompleted();
        }

        @Override
        public void getDocument(GetDocumentRequest request, StreamObserver<Document> answer) {
            answer.onNext(Document.newBuilder().setName(request.getName()).setSha256(sha256(REJECTS)).build());
            answer.onCompleted();
        }

        @Override
        public void readDocument(ReadDocumentRequest request, StreamObserver<ReadDocumentResponse> answer) {
            answer.onNext(ReadDocumentResponse.newBuilder().setContent(ByteString.copyFromUtf8(REJECTS.substring(0, 9))).build());
            answer.onNext(ReadDocumentResponse.newBuilder().setContent(ByteString.copyFromUtf8(REJECTS.substring(9))).build());
            answer.onCompleted();
        }

        private static String sha256(String text) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Onboarding extends OnboardingServiceImplBase {
        private static final ReceivablesMapping READ = ReceivablesMapping.newBuilder().setDecimalSeparator(".")
                .addColumns(ColumnMapping.newBuilder().setField("invoice_date").setColumn("date").setFormat("yyyy-MM-dd")).build();

        private final List<ReadReceivablesRequest> readings = new ArrayList<>();
        private final List<ImportReceivablesRequest> imports = new ArrayList<>();
        private List<String> questions = List.of();
        private List<String> warnings = List.of();
        private Map<String, Long> counters = Map.of("rows", 2L, "customers_created", 1L, "charges_added", 1001L);
        private ProcessState end = ProcessState.SUCCEEDED;
        private int pollsUntilEnd = 1;

        List<String> processes() {
            return imports.stream().map(ImportReceivablesRequest::getRequestId).distinct().toList();
        }

        @Override
        public void readReceivables(ReadReceivablesRequest request, StreamObserver<ReceivablesReading> answer) {
            readings.add(request);
            answer.onNext(ReceivablesReading.newBuilder().setMapping(READ).setRows(2)
                    .addColumns(ColumnReading.newBuilder().setField("invoice_date").setColumn("date").setFormat("yyyy-MM-dd")
                            .setReason("all rows are so").addExamples("2012-01-03"))
                    .addColumns(ColumnReading.newBuilder().setColumn("note"))
                    .addAllQuestions(questions).addAllWarnings(warnings).build());
            answer.onCompleted();
        }

        @Override
        public void importReceivables(ImportReceivablesRequest request, StreamObserver<Process> answer) {
            imports.add(request);
            answer.onNext(running("processes/onboarding-" + processes().size()));
            answer.onCompleted();
        }

        @Override
        public void getProcess(GetProcessRequest request, StreamObserver<Process> answer) {
            pollsUntilEnd--;
            Process running = running(request.getName());
            answer.onNext(pollsUntilEnd > 0 ? running : running.toBuilder().setState(end).putAllCounters(counters)
                    .setMessage(end == ProcessState.FAILED ? "the store is full." : "")
                    .putReferences("rejects", "documents/2").build());
            answer.onCompleted();
        }

        private static Process running(String name) {
            return Process.newBuilder().setName(name).setType("import-receivables").setState(ProcessState.RUNNING).build();
        }
    }
}

package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.sun.net.httpserver.HttpServer;
import io.avid.cli.connection.Tokens;
import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.transaction.v1.JournalDifference;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.ListTransactionsResponse;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceImplBase;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvidCommandTest {
    @TempDir
    private Path folder;

    private RecordedSurroundings surroundings;

    @BeforeEach
    void surround() {
        surroundings = new RecordedSurroundings(folder);
    }

    static Stream<String> commands() {
        return Stream.of("login", "token", "logout", "import receivables", "ageing", "customer find", "customer list", "customer show",
                "account show", "transactions", "process list", "process show", "process retry", "process cancel", "document list",
                "document get", "verify", "rebuild-index", "invoice raise", "invoice issue", "invoice show", "invoice list", "invoice collect",
                "invoice void", "invoice link", "payment list", "payment show", "payment refund", "method add", "method list", "method prefer",
                "method detach", "statement issue", "overview");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExampleAndSpeaksToScripts(String command) {
        String[] arguments = (command + " --help").split(" ");
        assertThat(AvidCommand.run(surroundings, arguments)).isZero();
        String help = surroundings.output();
        assertThat(help.substring(help.indexOf("Example"))).contains("./avid " + command.split(" ")[0]);
        assertThat(help).contains("--port=N").contains("--json");
        assertThat(AvidCommand.run(surroundings, ("help " + command).split(" "))).isZero();
        assertThat(surroundings.output()).isEqualTo(help);
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(AvidCommand.run(surroundings, "help")).isZero();
        String help = surroundings.output();
        commands().forEach(command -> assertThat(help).contains("\n  " + command.split(" ")[0] + " "));
        assertThat(help).contains("up, down, status, logs, reset, bench, test");
    }

    @Test
    void aTypingErrorIsWrongUsageAndTheRightWordIsNamed() {
        assertThat(AvidCommand.run(surroundings, "agein")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("ageing").contains("See ./avid --help.");
        assertThat(AvidCommand.run(surroundings, "process", "lst")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("list");
        assertThat(AvidCommand.run(surroundings, "ageing", "--jsn")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("--json");
        assertThat(AvidCommand.run(surroundings)).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "customer")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "ageing", "--port", "many")).isEqualTo(2);
        surroundings.errors();
        assertThat(AvidCommand.run(surroundings, "ageing", "--port", "99999")).isEqualTo(2);
        assertThat(surroundings.errors()).startsWith("--port is 99999; expected 1 to 65535");
        assertThat(AvidCommand.run(surroundings, "login", "--demo", "finance", "--port", "0")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "ageing", "--address", "localhost:99999")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "ageing", "--address", "nowhere")).isEqualTo(2);
        assertThat(surroundings.output()).isEmpty();
    }

    @Test
    void helpOnACommandThatThereIsNotNamesThoseThatThereAre() {
        assertThat(AvidCommand.run(surroundings, "help", "nonsense")).isEqualTo(2);
        assertThat(surroundings.errors()).startsWith("There is no command ./avid nonsense.\n").contains("\n  ageing ", "\n  invoice ");
        assertThat(AvidCommand.run(surroundings, "help", "invoice", "nonsense")).isEqualTo(2);
        assertThat(surroundings.errors()).startsWith("There is no command ./avid invoice nonsense.\n").contains("\n  collect ");
        assertThat(surroundings.output()).isEmpty();
    }

    @Test
    void aFilterThatCannotBeReadIsWrongUsage() throws Exception {
        surroundings.with("AVID_TOKEN", "any");
        var refusing = new TransactionServiceImplBase() {
            @Override
            public void listTransactions(ListTransactionsRequest request, StreamObserver<ListTransactionsResponse> answer) {
                answer.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder().setCode(Status.Code.INVALID_ARGUMENT.value())
                        .setMessage("There is no field nonsense.")
                        .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("FILTER_INVALID").setDomain("avid").build())).build()));
            }
        };
        try (var served = new ServedModules(refusing)) {
            assertThat(AvidCommand.run(surroundings, "transactions", "--filter", "nonsense = 3", "--port", Integer.toString(served.port()))).isEqualTo(2);
            assertThat(surroundings.errors()).isEqualTo("There is no field nonsense.\n");
        }
    }

    @Test
    void whoIsNotLoggedInIsToldHow() {
        assertThat(AvidCommand.run(surroundings, "ageing")).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo(
                "You are not logged in. Log in by ./avid login --demo finance (local mode) or ./avid login --user NAME.\n");
    }

    @Test
    void whereNobodyAnswersTheCommandThatStartsItIsNamed() throws IOException {
        surroundings.with("AVID_TOKEN", "any");
        int port = freePort();
        assertThat(AvidCommand.run(surroundings, "verify", "--port", Integer.toString(port))).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("Avid does not answer on localhost:" + port + ": start it with ./avid up --port " + port + ".\n");
    }

    @Test
    void whatIsNotAvidIsSaidToBeNone() throws IOException {
        surroundings.with("AVID_TOKEN", "any");
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.start();
        try {
            assertThat(AvidCommand.run(surroundings, "verify", "--port", Integer.toString(other.getAddress().getPort()))).isEqualTo(1);
            assertThat(surroundings.errors()).contains("it is not Avid");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aFailureIsSaidInTheServersWordsAndVerboseTellsTheRest() throws Exception {
        surroundings.with("AVID_TOKEN", "any");
        var failing = new TransactionServiceImplBase() {
            @Override
            public void verifyJournal(VerifyJournalRequest request, StreamObserver<VerifyJournalResponse> answer) {
                answer.onError(failure());
            }
        };
        try (var served = new ServedModules(failing)) {
            String port = Integer.toString(served.port());
            assertThat(AvidCommand.run(surroundings, "verify", "--port", port)).isEqualTo(1);
            assertThat(surroundings.errors()).isEqualTo("Your login lacks the permission transactions.read. Ask an administrator for it.\n");
            assertThat(AvidCommand.run(surroundings, "verify", "--verbose", "--port", port)).isEqualTo(1);
            assertThat(surroundings.errors()).contains("status: PERMISSION_DENIED").contains("reason: PERMISSION_MISSING (avid)")
                    .contains("permission: transactions.read");
        }
    }

    private static StatusRuntimeException failure() {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder().setCode(Status.Code.PERMISSION_DENIED.value())
                .setMessage("Your login lacks the permission transactions.read. Ask an administrator for it.")
                .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("PERMISSION_MISSING").setDomain("avid")
                        .putMetadata("permission", "transactions.read").build())).build());
    }

    @Test
    void verifyExitsWithOneWhereAnythingDiffersAndPrintsIt() throws Exception {
        surroundings.with("AVID_TOKEN", "any");
        var answers = new ArrayList<VerifyJournalResponse>();
        var verifying = new TransactionServiceImplBase() {
            @Override
            public void verifyJournal(VerifyJournalRequest request, StreamObserver<VerifyJournalResponse> answer) {
                answer.onNext(answers.getLast());
                answer.onCompleted();
            }
        };
        try (var served = new ServedModules(verifying)) {
            String port = Integer.toString(served.port());
            answers.add(VerifyJournalResponse.newBuilder().setAgrees(true).setBlocks(12).setTransactions(4932).setAccounts(102)
                    .setOpenItems(2466).setPosition(4932).build());
            assertThat(AvidCommand.run(surroundings, "verify", "--port", port)).isZero();
            assertThat(surroundings.output()).isEqualTo(
                    "Journal and index agree: 4,932 transactions on 102 accounts, 2,466 open items, 12 blocks, up to position 4,932.\n");
            answers.add(answers.getLast().toBuilder().setAgrees(false).addDifferences(JournalDifference.newBuilder()
                    .setSubject("accounts/a").setFigure("sum").setJournal("572506").setIndex("572505")).build());
            assertThat(AvidCommand.run(surroundings, "verify", "--port", port)).isEqualTo(1);
            assertThat(surroundings.output()).contains("differ").contains("accounts/a  sum     572506   572505");
            assertThat(AvidCommand.run(surroundings, "verify", "--json", "--port", port)).isEqualTo(1);
            assertThat(surroundings.output()).startsWith("{\"agrees\":false,\"blocks\":12,");
        }
    }

    @Test
    void aListStopsAtItsLimitAndSaysSo() throws Exception {
        surroundings.with("AVID_TOKEN", "any");
        var asked = new ArrayList<ListTransactionsRequest>();
        var listing = new TransactionServiceImplBase() {
            @Override
            public void listTransactions(ListTransactionsRequest request, StreamObserver<ListTransactionsResponse> answer) {
                asked.add(request);
                int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
                int to = Math.min(2500, from + request.getPageSize());
                var page = ListTransactionsResponse.newBuilder().setTotalSize(2500).setNextPageToken(to == 2500 ? "" : Integer.toString(to));
                for (int i = from; i < to; i++) {
                    page.addTransactions(Transaction.newBuilder().setName("transactions/" + i));
                }
                answer.onNext(page.build());
                answer.onCompleted();
            }
        };
        try (var served = new ServedModules(listing)) {
            String port = Integer.toString(served.port());
            assertThat(AvidCommand.run(surroundings, "transactions", "--json", "--limit", "1500", "--filter", "kind = CHARGE", "--port", port)).isZero();
            assertThat(surroundings.output().lines()).hasSize(1500).allMatch(line -> line.startsWith("{\"name\":\"transactions/"));
            assertThat(surroundings.errors()).contains("These are the first 1,500 transactions; --limit N or --all shows more.");
            assertThat(asked).extracting(ListTransactionsRequest::getPageSize).containsExactly(1000, 500);
            assertThat(asked).extracting(ListTransactionsRequest::getFilter).containsOnly("kind = CHARGE");
            assertThat(AvidCommand.run(surroundings, "transactions", "--json", "--all", "--port", port)).isZero();
            assertThat(surroundings.output().lines()).hasSize(2500);
            assertThat(surroundings.errors()).isEmpty();
            assertThat(AvidCommand.run(surroundings, "transactions", "--limit", "0", "--port", port)).isEqualTo(2);
        }
    }

    @Test
    void aLoginIsKeptForItsOwnerAloneAndEnds() throws IOException {
        var bodies = new ArrayList<String>();
        HttpServer issuer = issuer(bodies, 200, "{\"access_token\":\"" + Tokens.endingAt(Instant.parse("2026-01-15T13:00:00Z")) + "\"}");
        try {
            settings(8080, issuer);
            assertThat(AvidCommand.run(surroundings, "login", "--demo", "finance@2")).isZero();
            assertThat(surroundings.output()).startsWith("Logged in at localhost:8080 as finance of organisation 2, until 2026-01-15");
            assertThat(bodies).containsExactly("/demo/token {\"role\":\"finance\",\"organisation\":2}");
            Path kept = folder.resolve(".avid/8080/cli/login.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");
            assertThat(AvidCommand.run(surroundings, "token")).isZero();
            assertThat(surroundings.output()).isEqualTo(Tokens.endingAt(Instant.parse("2026-01-15T13:00:00Z")) + "\n");
            assertThat(AvidCommand.run(surroundings, "token", "--port", "8081")).as("a login belongs to one copy").isEqualTo(1);
            surroundings.move(Duration.ofHours(1));
            surroundings.errors();
            assertThat(AvidCommand.run(surroundings, "token")).isEqualTo(1);
            assertThat(surroundings.errors()).startsWith("The login of finance of organisation 2 ended at 2026-01-15")
                    .endsWith("Log in again by ./avid login --demo finance@2.\n");
            assertThat(AvidCommand.run(surroundings, "logout")).isZero();
            assertThat(kept).doesNotExist();
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void aUserLogsInByPasswordGivenOrAskedFor() throws IOException {
        var bodies = new ArrayList<String>();
        HttpServer issuer = issuer(bodies, 200, "{\"access_token\":\"any\"}");
        try {
            settings(8080, issuer);
            assertThat(AvidCommand.run(surroundings, "login", "--user", "ada@example.com", "--password", "a&b")).isZero();
            assertThat(AvidCommand.run(surroundings, "login", "--user", "ada@example.com")).isEqualTo(1);
            assertThat(surroundings.errors()).contains("give it by --password");
            assertThat(AvidCommand.run(surroundings.secret("typed"), "login", "--user", "ada@example.com")).isZero();
            String form = "/oauth/token grant_type=password&username=ada%40example.com&password=";
            assertThat(bodies).containsExactly(
                    form + "a%26b&audience=https%3A%2F%2Fapi.example&client_id=avid-cli",
                    form + "typed&audience=https%3A%2F%2Fapi.example&client_id=avid-cli");
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void aRefusedLoginIsSaidInTheIssuersWords() throws IOException {
        HttpServer issuer = issuer(new ArrayList<>(), 403, "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}");
        try {
            settings(8080, issuer);
            assertThat(AvidCommand.run(surroundings, "login", "--user", "ada", "--password", "x")).isEqualTo(1);
            assertThat(surroundings.errors()).contains("does not log you in: Wrong email or password. Check");
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void aDemoLoginOfNoRoleOrOrganisationIsWrongUsage() {
        for (String who : List.of("boss", "finance@4", "finance@", "@1")) {
            assertThat(AvidCommand.run(surroundings, "login", "--demo", who)).as(who).isEqualTo(2);
        }
        assertThat(AvidCommand.run(surroundings, "login")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "login", "--demo", "finance", "--user", "ada")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "login", "--demo", "finance", "--customer", "customers/a")).isEqualTo(2);
        assertThat(AvidCommand.run(surroundings, "login", "--demo", "finance")).as("Avid never ran here").isEqualTo(1);
    }

    private void settings(int port, HttpServer issuer) throws IOException {
        Path file = folder.resolve(".avid/" + port + "/avid.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "okta.oauth2.issuer=http://127.0.0.1:" + issuer.getAddress().getPort()
                + "/\nokta.oauth2.audience=https://api.example\n");
    }

    private static HttpServer issuer(List<String> bodies, int status, String answer) throws IOException {
        HttpServer issuer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        issuer.createContext("/", exchange -> {
            bodies.add(exchange.getRequestURI() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] content = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        issuer.start();
        return issuer;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

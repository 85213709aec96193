package io.avid.cli;

import static io.avid.cli.BilledModules.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.customer.v1.Customer;
import io.avid.document.v1.Document;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.SettlementState;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.GetCustomerOverviewRequest;
import io.avid.overview.v1.OverviewServiceGrpc.OverviewServiceImplBase;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.transaction.v1.Account;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowOverviewTest {
    private static final CustomerOverview OWES = CustomerOverview.newBuilder()
            .setCustomer(Customer.newBuilder().setName("customers/a").setDisplayName("Lantern & Larch Hotel"))
            .addAccounts(Account.newBuilder().setCurrencyCode("USD").setBalance(usd(4896)).setOpen(usd(4896)).setUnallocated(usd(0)).setEntries(1))
            .addInvoices(Invoice.newBuilder().setName("invoices/1").setNumber("INV-000001").setState(InvoiceState.ISSUED)
                    .setSettlement(SettlementState.OPEN).setTotal(usd(4896)).setSettled(usd(0)).setIssueDate("2026-01-15").setDueDate("2026-02-14"))
            .addProcesses(Process.newBuilder().setName("processes/billing-7").setType("collect-invoice").setState(ProcessState.RUNNING)).build();
    private static final CustomerOverview PAID = OWES.toBuilder().clearProcesses()
            .setAccounts(0, OWES.getAccounts(0).toBuilder().setBalance(usd(0)).setOpen(usd(0)).setEntries(2))
            .setInvoices(0, OWES.getInvoices(0).toBuilder().setSettlement(SettlementState.SETTLED).setSettled(usd(4896)))
            .addPayments(Payment.newBuilder().setName("payments/1").setAmount(usd(4896)).setFee(usd(172)).setState(PaymentState.SUCCEEDED))
            .addDocuments(Document.newBuilder().setName("documents/2").setKind("receipt").setFileName("receipt.pdf")).build();

    @TempDir
    private Path folder;

    private final Deque<List<WatchCustomerOverviewResponse>> streams = new ArrayDeque<>();
    private ServedModules served;
    private RecordedSurroundings surroundings;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedModules(new OverviewServiceImplBase() {
            @Override
            public void getCustomerOverview(GetCustomerOverviewRequest request, StreamObserver<CustomerOverview> answer) {
                answer.onNext(OWES);
                answer.onCompleted();
            }

            // A stream ends by itself as at the edge's limit; after the last one the login is not accepted any more.
            @Override
            public void watchCustomerOverview(WatchCustomerOverviewRequest request, StreamObserver<WatchCustomerOverviewResponse> answer) {
                if (streams.isEmpty()) {
                    answer.onError(Status.UNAUTHENTICATED.withDescription("The token has expired.").asRuntimeException());
                    return;
                }
                streams.poll().forEach(answer::onNext);
                answer.onError(Status.DEADLINE_EXCEEDED.asRuntimeException());
            }
        });
        surroundings = new RecordedSurroundings(folder).with("AVID_TOKEN", "any").with("AVID_PORT", Integer.toString(served.port()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        served.close();
    }

    private static WatchCustomerOverviewResponse message(CustomerOverview overview) {
        return WatchCustomerOverviewResponse.newBuilder().setOverview(overview).build();
    }

    @Test
    void aPageShowsWhatThereIsAndLeavesOutWhatIsEmpty() {
        assertThat(AvidCommand.run(surroundings, "overview", "customers/a")).isZero();
        assertThat(surroundings.output()).isEqualTo("""
                Lantern & Larch Hotel  customers/a

                account
                  currency  balance   open  unallocated  entries
                  USD         48.96  48.96         0.00        1

                invoices
                  number      state  issued      due             total       owed
                  INV-000001  open   2026-01-15  2026-02-14  48.96 USD  48.96 USD

                under way
                  process              type             state    message
                  processes/billing-7  collect-invoice  running
                """);
    }

    @Test
    void watchingPrintsWhatChangesAndGoesOnOverTheEndOfAStream() {
        streams.add(List.of(message(OWES), WatchCustomerOverviewResponse.getDefaultInstance(), message(PAID)));
        streams.add(List.of(message(PAID), message(PAID.toBuilder().clearDocuments().addUnavailable("documents").build()), message(PAID)));
        assertThat(AvidCommand.run(surroundings, "overview", "customers/a", "--watch")).isEqualTo(1);
        assertThat(surroundings.output().lines().filter(line -> line.startsWith("2026-01-15T")).map(line -> line.substring(22))).containsExactly(
                "balance 0.00 USD, was 48.96 USD",
                "invoice INV-000001 settled: 48.96 USD, owed 0.00 USD",
                "payment succeeded: 48.96 USD, fee 1.72 USD (payments/1)",
                "receipt receipt.pdf filed as documents/2",
                "collect-invoice ended (processes/billing-7)",
                "not to be had at the moment: documents",
                "all is there again");
        assertThat(surroundings.errors()).startsWith("The token has expired.");
    }

    @Test
    void watchingEndsWhenTheLocalCopyIsTakenDown() throws IOException, InterruptedException {
        Path running = Files.createDirectories(folder.resolve(".avid/" + served.port() + "/run"));
        Files.writeString(running.resolve("avid.fingerprint"), "known");
        Path pid = Files.writeString(running.resolve("mongodb.pid"), "1");
        streams.add(List.of(message(OWES), message(PAID)));
        var pauses = new AtomicInteger();
        surroundings.duringPause(() -> {
            switch (pauses.incrementAndGet()) {
                case 1 -> stop(served);
                // Until here it may have been killed, and come back.
                case 4 -> delete(pid);
                default -> { }
            }
        });
        assertThat(AvidCommand.run(surroundings, "overview", "customers/a", "--watch")).isEqualTo(1);
        assertThat(pauses).hasValue(4);
        assertThat(surroundings.errors()).contains("Waiting up to 5 minutes").endsWith("start it with ./avid up --port " + served.port() + ".\n");
    }

    private static void stop(ServedModules modules) {
        try {
            modules.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void forScriptsEveryChangeIsAnObjectALine() {
        streams.add(List.of(message(OWES), message(PAID), message(PAID)));
        assertThat(AvidCommand.run(surroundings, "overview", "customers/a", "--watch", "--json")).isEqualTo(1);
        assertThat(surroundings.output().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"customer\":{\"name\":\"customers/a\""));
    }
}

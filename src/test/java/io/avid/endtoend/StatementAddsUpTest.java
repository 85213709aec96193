package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.type.v1.Money;
import io.avid.statement.client.TransactionStubs;
import io.avid.statement.process.GatherFigures;
import io.avid.statement.process.LedgerEntry;
import io.avid.statement.process.StatementFigures;
import io.avid.statement.process.StatementLedger.CustomerAccount;
import io.avid.statement.process.StatementOrder;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.statement.v1.StatementServiceGrpc;
import io.avid.transaction.v1.BatchPostTransactionsRequest;
import io.avid.transaction.v1.GetTransactionRequest;
import io.avid.transaction.v1.Posting;
import io.avid.transaction.v1.PostingAllocation;
import io.avid.transaction.v1.PostingOutcome;
import io.avid.transaction.v1.ReverseTransactionRequest;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements over the real ledger: whatever was posted, reversed, refunded and allocated, in two
 * currencies, a statement of any period is what the journal's own transactions make, and becomes a PDF.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementAddsUpTest {
    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
    private static final int DAYS = 200;
    private static final List<String> CURRENCIES = List.of("USD", "JPY");

    private final TestSystem system = TestSystem.shared();
    private Installation avid;
    private Channel finance;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        avid = Installation.mono(folder, system.freePort(), system.copy().properties());
        finance = avid.edge().as(system.token(Role.FINANCE, 1));
    }

    @AfterAll
    void stop() {
        if (avid != null) {
            avid.close();
        }
    }

    /** A customer's account, and what was posted on it, as the journal has it. */
    private final class History {
        private final TransactionServiceBlockingStub transactions = TransactionServiceGrpc.newBlockingStub(finance);
        private final Random random;
        private final String customer;
        private final List<String> posted = new ArrayList<>();
        private int reversible;

        History(long seed) {
            random = new Random(seed);
            customer = CustomerServiceGrpc.newBlockingStub(finance).createCustomer(CreateCustomerRequest.newBuilder()
                    .setCustomer(Customer.newBuilder().setDisplayName("Customer " + seed))
                    .setRequestId(UUID.randomUUID().toString()).build()).getName();
        }

        LocalDate day() {
            return FIRST_DAY.plusDays(random.nextInt(DAYS));
        }

        void post(int count) {
            List<Transaction> charges = new ArrayList<>();
            List<Transaction> payments = new ArrayList<>();
            while (posted.size() < count) {
                var batch = BatchPostTransactionsRequest.newBuilder().setRequestId(UUID.randomUUID().toString());
                for (int i = 0; i < 10; i++) {
                    batch.addPostings(posting(charges, payments));
                }
                for (PostingOutcome outcome : transactions.batchPostTransactions(batch.build()).getOutcomesList()) {
                    if (!outcome.getPosted().isEmpty()) {
                        Transaction transaction = get(outcome.getPosted());
                        posted.add(transaction.getName());
                        (transaction.getKind() == TransactionKind.CHARGE ? charges : payments).add(transaction);
                    }
                }
                reverseOne();
            }
        }

        private Posting posting(List<Transaction> charges, List<Transaction> payments) {
            String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            LocalDate day = day();
            var posting = Posting.newBuilder().setCustomer(customer).setEffectiveDate(day.toString())
                    .setAmount(money(currency, 1 + random.nextInt(5_000)));
            int choice = random.nextInt(10);
            if (choice < 5 || charges.isEmpty()) {
                return posting.setKind(TransactionKind.CHARGE).setDueDate(day.plusDays(random.nextInt(60)).toString())
                        .setInvoiceNumber("R-" + random.nextInt(100_000)).build();
            }
            if (choice == 9 && !payments.isEmpty()) {
                Transaction payment = payments.get(random.nextInt(payments.size()));
                if (payment.getKind() == TransactionKind.PAYMENT) {
                    return posting.setKind(TransactionKind.REFUND).setRefunds(payment.getName())
                            .setAmount(money(payment.getAmount().getCurrencyCode(), 1 + random.nextInt(500))).build();
                }
            }
            Transaction charge = charges.get(random.nextInt(charges.size()));
            posting.setKind(choice == 8 ? TransactionKind.CREDIT : TransactionKind.PAYMENT)
                    .setAmount(money(charge.getAmount().getCurrencyCode(), posting.getAmount().getMinorUnits()));
            if (random.nextInt(4) > 0) {
                posting.addAllocations(PostingAllocation.newBuilder().setCharge(charge.getName())
                        .setAmountMinor(Math.min(posting.getAmount().getMinorUnits(), charge.getAmount().getMinorUnits())));
            }
            return posting.build();
        }

        /** One of every ten is undone, where it may be. */
        private void reverseOne() {
            String name = posted.get(random.nextInt(posted.size()));
            try {
                posted.add(transactions.reverseTransaction(ReverseTransactionRequest.newBuilder().setTransaction(name)
                        .setRequestId(UUID.randomUUID().toString()).build()).getName());
                reversible++;
            } catch (StatusRuntimeException e) {
                // Reversed before, a reversal itself, or refunded: the ledger refuses it, and the history goes on.
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            }
        }

        Transaction get(String name) {
            return transactions.getTransaction(GetTransactionRequest.newBuilder().setName(name).build());
        }

        /** The account's balance at the end of a day by the transactions themselves. */
        long balance(String account, LocalDate day) {
            long sum = 0;
            for (String name : posted) {
                Transaction transaction = get(name);
                if (!LocalDate.parse(transaction.getEffectiveDate()).isAfter(day)) {
                    sum += transaction.getEntriesList().stream().filter(entry -> entry.getAccount().equals(account))
                            .mapToLong(entry -> entry.getAmount().getMinorUnits()).sum();
                }
            }
            return sum;
        }

        long count(String account, LocalDate from, LocalDate to) {
            return posted.stream().map(this::get)
                    .filter(transaction -> transaction.getEntriesList().stream().anyMatch(e -> e.getAccount().equals(account)))
                    .map(transaction -> LocalDate.parse(transaction.getEffectiveDate()))
                    .filter(date -> !date.isBefore(from) && !date.isAfter(to))
                    .count();
        }
    }

    private static Money money(String currency, long minorUnits) {
        return Money.newBuilder().setCurrencyCode(currency).setMinorUnits(minorUnits).build();
    }

    @Test
    void figuresOfAnyPeriodAreWhatTheJournalsTransactionsMake() {
        var ledger = new TransactionStubs(finance);
        var gather = new GatherFigures(ledger);
        int reversed = 0;
        for (long seed = 1; seed <= 4; seed++) {
            History history = new History(seed);
            history.post(60);
            reversed += history.reversible;
            List<CustomerAccount> accounts = ledger.accounts(history.customer);
            assertThat(accounts).extracting(CustomerAccount::currencyCode).containsExactlyInAnyOrderElementsOf(CURRENCIES);
            for (CustomerAccount account : accounts) {
                for (int period = 0; period < 4; period++) {
                    LocalDate from = history.day();
                    LocalDate to = from.plusDays(history.random.nextInt(DAYS));
                    String about = "seed " + seed + ", " + account.currencyCode() + ", " + from + " to " + to;
                    var order = new StatementOrder(history.customer, account.name(), account.currencyCode(), from, to, "en-US", to);
                    StatementFigures figures = gather.figures(order);
                    assertThat(figures.openingMinor()).as(about).isEqualTo(history.balance(account.name(), from.minusDays(1)));
                    assertThat(figures.closingMinor()).as(about).isEqualTo(history.balance(account.name(), to));
                    assertThat(figures.entries()).as(about).isEqualTo(history.count(account.name(), from, to));
                    assertThat(figures.open().totalMinor() - figures.unallocatedMinor()).as(about).isEqualTo(figures.closingMinor());
                    long sum = ledger.entries(account.name(), from, to, 0, 5_000).entries().stream()
                            .mapToLong(LedgerEntry::amountMinor).sum();
                    assertThat(figures.openingMinor() + sum).as(about).isEqualTo(figures.closingMinor());
                }
            }
        }
        assertThat(reversed).as("histories have reversals in them").isPositive();
    }

    @Test
    void aStatementIsIssuedAsAPdfThatStaffAndTheCustomerItselfCanReadAndNobodyElse() throws InterruptedException {
        History history = new History(99);
        history.post(40);
        var request = IssueStatementRequest.newBuilder().setCustomer(history.customer).setFromDate("2025-01-01")
                .setToDate("2025-12-31").setCurrencyCode("USD").setRequestId(UUID.randomUUID().toString()).build();
        Process process = ended(issue(finance, request));
        assertThat(process.getState()).as(process.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(issue(finance, request).getName()).as("the same request").isEqualTo(process.getName());
        String document = process.getReferencesOrThrow("document");
        Channel login = avid.edge().as(system.customerToken(1, history.customer));
        for (Channel reader : List.of(finance, login)) {
            Document filed = DocumentServiceGrpc.newBlockingStub(reader)
                    .getDocument(GetDocumentRequest.newBuilder().setName(document).build());
            assertThat(filed.getKind()).isEqualTo("statement");
            assertThat(filed.getCustomer()).isEqualTo(history.customer);
            assertThat(new String(content(reader, document), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        }
        EndToEndTest.assertStatus(Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> DocumentServiceGrpc
                .newBlockingStub(avid.edge().as(system.customerToken(1, new History(100).customer)))
                .getDocument(GetDocumentRequest.newBuilder().setName(document).build()));

        EndToEndTest.assertStatus(Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND",
                () -> issue(avid.edge().as(system.token(Role.FINANCE, 2)), request));
        EndToEndTest.assertStatus(Status.Code.PERMISSION_DENIED, "PERMISSION_MISSING", () -> issue(login, request));
        EndToEndTest.assertStatus(Status.Code.PERMISSION_DENIED, "PERMISSION_MISSING",
                () -> issue(avid.edge().as(system.token(Role.AGENT, 1)), request));
        EndToEndTest.assertStatus(Status.Code.INVALID_ARGUMENT, "STATEMENT_CURRENCY_OPEN",
                () -> issue(finance, request.toBuilder().clearCurrencyCode().setRequestId("open").build()));
        EndToEndTest.assertStatus(Status.Code.FAILED_PRECONDITION, "STATEMENT_ACCOUNT_MISSING",
                () -> issue(finance, request.toBuilder().setCustomer(new History(101).customer).setRequestId("none").build()));
    }

    @Test
    void aStatementOfManyPagesIsIssued() throws InterruptedException {
        History history = new History(7);
        var transactions = TransactionServiceGrpc.newBlockingStub(finance);
        for (int batch = 0; batch < 2; batch++) {
            var postings = BatchPostTransactionsRequest.newBuilder().setRequestId(UUID.randomUUID().toString());
            for (int i = 0; i < 600; i++) {
                postings.addPostings(Posting.newBuilder().setKind(TransactionKind.CHARGE).setCustomer(history.customer)
                        .setAmount(money("USD", 100 + i)).setEffectiveDate(history.day().toString())
                        .setInvoiceNumber("L-" + batch + "-" + i));
            }
            transactions.batchPostTransactions(postings.build());
        }
        Process process = ended(issue(finance, IssueStatementRequest.newBuilder().setCustomer(history.customer)
                .setFromDate("2025-01-01").setToDate("2025-12-31").setRequestId(UUID.randomUUID().toString()).build()));
        assertThat(process.getState()).as(process.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(content(finance, process.getReferencesOrThrow("document")).length).isGreaterThan(20_000);
    }

    private static Process issue(Channel channel, IssueStatementRequest request) {
        return StatementServiceGrpc.newBlockingStub(channel).issueStatement(request);
    }

    private Process ended(Process process) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(4));
        Process now = process;
        while (now.getEndTime().getSeconds() == 0 && Instant.now().isBefore(end)) {
            Thread.sleep(50);
            now = StatementServiceGrpc.newBlockingStub(finance)
                    .getProcess(GetProcessRequest.newBuilder().setName(process.getName()).build());
        }
        return now;
    }

    private static byte[] content(Channel channel, String document) {
        var bytes = new ByteArrayOutputStream();
        DocumentServiceGrpc.newBlockingStub(channel).readDocument(ReadDocumentRequest.newBuilder().setName(document).build())
                .forEachRemaining(chunk -> bytes.writeBytes(chunk.getContent().toByteArray()));
        return bytes.toByteArray();
    }
}

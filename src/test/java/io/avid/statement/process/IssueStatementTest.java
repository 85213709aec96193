package io.avid.statement.process;

import static io.avid.statement.process.KeptLedger.ACCOUNT;
import static io.avid.statement.process.KeptLedger.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessProperties;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import io.avid.statement.application.IssueStatement;
import io.avid.statement.application.IssueStatement.Wish;
import io.avid.statement.process.LedgerEntry.Kind;
import io.avid.statement.process.StatementCustomers.Addressee;
import io.avid.statement.process.StatementLedger.CustomerAccount;
import io.avid.statement.process.StatementPrinter.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A statement as a process of the real engine, over a ledger that does not stand still. */
@Timeout(60)
class IssueStatementTest {
    private static final Principal CALLER = Principal.staff("org_one", "auth0|a", Set.of("statements.write"));
    private static final Instant NOW = Instant.parse("2026-04-02T23:30:00Z");

    private final KeptLedger ledger = new KeptLedger();
    private final Map<String, Statement> printed = new LinkedHashMap<>();
    private final Set<Set<String>> askedWith = new CopyOnWriteArraySet<>();
    private int answersToLose;
    private ModuleDatabase database;
    private ProcessEngine engine;
    private IssueStatement issueStatement;
    private int requests;

    @BeforeEach
    void start() {
        database = new ModuleDatabase(new StoreProperties("statement",
                TestSystem.shared().copy().mongodbUri(LocalModule.STATEMENT)), InstantSource.system(), OutboxListener.none());
        StatementCustomers customers = customer -> {
            askedWith.add(CurrentPrincipal.get().permissions());
            if (!customer.startsWith(CUSTOMER)) {
                throw Failure.notFound(customer);
            }
            return new Addressee("Lighthouse Books", List.of("1 Pier"), "C-1");
        };
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(
                "avid.organisations.org_one.name", "Harbour Supplies",
                "avid.organisations.org_one.locale", "de-DE",
                "avid.organisations.org_one.time-zone", "Europe/Berlin")));
        var organisations = new OrganisationProfiles(environment);
        engine = new ProcessEngine("statement", database, List.of(new ProcessDefinition(IssueStatement.TYPE, List.of(
                new GatherFigures(ledger), new RenderStatement(ledger, customers, organisations, this::print)))),
                InstantSource.system(), RandomGenerator.of("L64X128MixRandom"),
                new ProcessProperties("a", "1", 4, Duration.ofSeconds(15)));
        engine.start();
        issueStatement = new IssueStatement(ledger, customers, organisations, engine, () -> NOW);
    }

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    /** As document does: the same request is the same document, and may not say something else. */
    private synchronized String print(Statement statement, String requestId) {
        Statement before = printed.putIfAbsent(requestId, statement);
        if (before != null && !before.equals(statement)) {
            throw Failure.requestIdReused(requestId);
        }
        if (answersToLose-- > 0) {
            throw Failure.unavailable("module document", null);
        }
        return "documents/" + (printed.size());
    }

    private ProcessSnapshot start(Wish wish) {
        var request = new RequestIdentity("avid.statement.v1.StatementService/IssueStatement", "r" + ++requests, "f");
        return issueStatement.start(CALLER, wish, request);
    }

    private ProcessSnapshot issue(String from, String to) {
        ProcessSnapshot started = start(new Wish(CUSTOMER, from, to, "", ""));
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10))
                .until(() -> engine.get(CALLER, started.name()).state().isEnd());
        return engine.get(CALLER, started.name());
    }

    private Statement statement() {
        return printed.values().iterator().next();
    }

    private void march() {
        ledger.post(Kind.CHARGE, "2026-02-10", 10_000);
        ledger.post(Kind.CHARGE, "2026-03-20", 5_000);
        ledger.post(Kind.PAYMENT, "2026-03-05", -7_000);
        ledger.post(Kind.CREDIT, "2026-03-20", -500);
        ledger.post(Kind.CHARGE, "2026-04-01", 900);
    }

    @Test
    void aStatementLeadsFromOpeningToClosingOldestFirst() {
        march();
        ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
        assertThat(process.state()).as(process.message()).isEqualTo(State.SUCCEEDED);
        assertThat(process.references()).containsEntry("customer", CUSTOMER).containsEntry("account", ACCOUNT)
                .containsEntry("document", "documents/1");
        Statement statement = statement();
        assertThat(statement.figures().openingMinor()).isEqualTo(10_000);
        assertThat(statement.figures().closingMinor()).isEqualTo(7_500);
        assertThat(statement.lines()).extracting(line -> line.entry().kind())
                .containsExactly(Kind.PAYMENT, Kind.CHARGE, Kind.CREDIT);
        assertThat(statement.lines()).extracting(StatementPrinter.Line::balanceMinor).containsExactly(3_000L, 8_000L, 7_500L);
        assertThat(statement.order().locale()).isEqualTo("de-DE");
        assertThat(statement.order().issueDate()).as("in the organisation's time zone").isEqualTo(LocalDate.of(2026, 4, 3));
        assertThat(statement.issuer().requireName()).isEqualTo("Harbour Supplies");
        assertThat(askedWith).as("not with the caller's own permissions").allSatisfy(permissions ->
                assertThat(permissions).contains("customers.read").doesNotContain("statements.write"));
    }

    @Test
    void aPeriodWithoutEntriesIsAStatementToo() {
        march();
        assertThat(issue("2026-05-01", "2026-05-31").state()).isEqualTo(State.SUCCEEDED);
        assertThat(statement().lines()).isEmpty();
        assertThat(statement().figures().openingMinor()).isEqualTo(8_400);
        assertThat(statement().figures().closingMinor()).isEqualTo(8_400);
    }

    @Test
    void whateverIsPostedBetweenAnyTwoCallsTheStatementAddsUp() {
        for (String date : List.of("2026-01-15", "2026-03-15", "2026-04-15")) {
            for (int call = 1; call <= 10; call++) {
                ledger.entries.clear();
                printed.clear();
                march();
                int at = call;
                var count = new AtomicInteger();
                ledger.beforeCall = () -> {
                    if (count.incrementAndGet() == at) {
                        ledger.post(Kind.CHARGE, date, 111);
                    }
                };
                ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
                assertThat(process.state()).as("%s before call %d: %s", date, call, process.message()).isEqualTo(State.SUCCEEDED);
                Statement statement = statement();
                long sum = statement.lines().stream().mapToLong(line -> line.entry().amountMinor()).sum();
                assertThat(statement.figures().openingMinor() + sum).as("%s before call %d", date, call)
                        .isEqualTo(statement.figures().closingMinor());
                assertThat(statement.openItems().stream().mapToLong(OpenItem::openMinor).sum()).as("%s before call %d", date, call)
                        .isEqualTo(statement.figures().closingMinor() + statement.figures().unallocatedMinor());
                assertThat(statement.lines()).allMatch(line -> line.entry().position() <= statement.figures().position());
            }
        }
    }

    @Test
    void anAccountThatIsPostedToAllTheTimeIsReadAgainLater() {
        march();
        ledger.beforeCall = () -> {
            if (ledger.calls.get() < 40) {
                ledger.post(Kind.CHARGE, "2026-02-01", 1);
            }
        };
        ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
        assertThat(process.state()).as(process.message()).isEqualTo(State.SUCCEEDED);
        assertThat(process.steps().getFirst().attempt()).isGreaterThan(1);
    }

    @Test
    void aLedgerThatDoesNotAddUpGivesNoStatementAndSaysWhat() {
        march();
        ledger.lostByIndex.add("transactions/4");
        ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
        assertThat(process.state()).isEqualTo(State.FAILED);
        assertThat(process.message()).contains("closing_balance", "7500", "8000", "No statement was made");
        assertThat(printed).isEmpty();

        ledger.lostByIndex.clear();
        ledger.ageingTooMuchMinor = 1;
        assertThat(issue("2026-03-01", "2026-03-31").message()).contains("open_items", "7501");
        assertThat(printed).isEmpty();

        ledger.ageingTooMuchMinor = 0;
        ledger.post(Kind.CHARGE, "2026-03-09", 77);
        ledger.post(Kind.REVERSAL, "2026-03-09", -77);
        ledger.lostByIndex.addAll(List.of("transactions/6", "transactions/7"));
        assertThat(issue("2026-03-01", "2026-03-31").message()).as("a pair that sums to zero is missed too").contains("entries");
        assertThat(printed).isEmpty();
    }

    @Test
    void aLostAnswerOfTheRenderingIsTheSameDocumentWhateverWasPostedMeanwhile() {
        march();
        answersToLose = 2;
        ledger.beforeCall = () -> {
            if (!printed.isEmpty() && ledger.calls.get() < 40) {
                ledger.post(Kind.CHARGE, "2026-03-25", 5);
            }
        };
        ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
        assertThat(process.state()).as(process.message()).isEqualTo(State.SUCCEEDED);
        assertThat(printed).hasSize(1);
        assertThat(process.steps().getLast().attempt()).isEqualTo(3);
    }

    @Test
    void aPeriodWithMoreEntriesThanAStatementHoldsIsRefusedAtOnce() {
        for (int i = 0; i <= StatementLength.LIMIT; i++) {
            ledger.post(Kind.CHARGE, "2026-03-20", 1);
        }
        assertFails(new Wish(CUSTOMER, "2026-03-01", "2026-03-31", "", ""), FailureKind.FAILED_PRECONDITION, "STATEMENT_TOO_LONG");
        ledger.entries.removeLast();
        ProcessSnapshot process = issue("2026-03-01", "2026-03-31");
        assertThat(process.state()).as(process.message()).isEqualTo(State.SUCCEEDED);
        assertThat(statement().lines()).hasSize(StatementLength.LIMIT);
    }

    @Test
    void whatCannotBeStatedIsRefusedWithItsReason() {
        march();
        assertFails(new Wish("customers/nobody", "2026-03-01", "2026-03-31", "", ""), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertFails(new Wish(CUSTOMER + "-new", "2026-03-01", "2026-03-31", "", ""), FailureKind.FAILED_PRECONDITION,
                "STATEMENT_ACCOUNT_MISSING");
        assertFails(new Wish(CUSTOMER, "2026-03-01", "2026-03-31", "EUR", ""), FailureKind.FAILED_PRECONDITION,
                "STATEMENT_ACCOUNT_MISSING");
        for (List<String> period : List.of(List.of("2026-02-30", "2026-03-31"), List.of("2026-03-02", "2026-03-01"),
                List.of("2016-03-01", "2026-03-01"))) {
            assertFails(new Wish(CUSTOMER, period.get(0), period.get(1), "", ""), FailureKind.INVALID_ARGUMENT, "PERIOD_INVALID");
        }
        assertFails(new Wish(CUSTOMER, "2026-03-01", "2026-03-31", "", "english"), FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID");
        ledger.accounts.add(new CustomerAccount("accounts/anna-eur", "EUR"));
        assertFails(new Wish(CUSTOMER, "2026-03-01", "2026-03-31", "", ""), FailureKind.INVALID_ARGUMENT, "STATEMENT_CURRENCY_OPEN");
        assertThat(start(new Wish(CUSTOMER, "2016-03-02", "2026-03-01", "USD", "en-GB")).references())
                .containsEntry("account", ACCOUNT);
        Principal stranger = Principal.staff("org_two", "auth0|b", Set.of("statements.write"));
        assertThatThrownBy(() -> issueStatement.start(stranger, new Wish(CUSTOMER, "2026-03-01", "2026-03-31", "USD", ""),
                new RequestIdentity("m", "r", "f"))).as("an organisation without a name").isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("ORGANISATION_PROFILE_MISSING"));
    }

    private void assertFails(Wish wish, FailureKind kind, String reason) {
        assertThatThrownBy(() -> start(wish)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.reason()).isEqualTo(reason);
        });
    }
}

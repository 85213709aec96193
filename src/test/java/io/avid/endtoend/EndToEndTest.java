package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerKind;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.onboarding.v1.ListRejectedRowsRequest;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.onboarding.v1.RowOutcome;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.GetCustomerOverviewRequest;
import io.avid.overview.v1.ListProcessesRequest;
import io.avid.overview.v1.NamedCustomerAgeing;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Avid does for its users, whatever it was installed as: it knows channels and addresses, not
 * processes. A subclass per installation.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EndToEndTest {
    private static final String SMALL_FILE = """
            customer_id;customer_name;invoice_number;invoice_date;due_date;amount;settled_date;disputed
            C-1;Lighthouse Books;1001;2025-01-10;2025-02-09;1.250,00;2025-02-01;no
            C-1;Lighthouse Books;1002;2025-02-10;2025-03-12;80,50;;yes
            C-2;Quarry Stone;1003;2025-01-15;2025-02-14;300,00;;no
            C-2;Quarry Stone;1004;2025-03-01;2025-03-31;12,34;2025-04-30;no
            """;

    private final TestSystem system = TestSystem.shared();
    private Installation avid;

    /** Installs Avid with these settings. */
    abstract Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        avid = install(folder, system.copy().properties());
    }

    @AfterAll
    void stop() {
        if (avid != null) {
            avid.close();
        }
    }

    Channel as(Role role, int organisation) {
        return avid.edge().as(system.token(role, organisation));
    }

    private GetAgeingResponse ageing(int organisation, String date) {
        return OverviewServiceGrpc.newBlockingStub(as(Role.FINANCE, organisation))
                .getAgeing(GetAgeingRequest.newBuilder().setAsOfDate(date).build());
    }

    private Process imported(int organisation, String file) throws InterruptedException {
        return ReceivablesImport.run(as(Role.FINANCE, organisation), file.getBytes(StandardCharsets.UTF_8), false);
    }

    private List<RowOutcome> rejectedRows(int organisation, Process process) {
        return OnboardingServiceGrpc.newBlockingStub(as(Role.FINANCE, organisation))
                .listRejectedRows(ListRejectedRowsRequest.newBuilder().setProcess(process.getName()).setPageSize(100).build())
                .getRowsList();
    }

    private VerifyJournalResponse verify(int organisation) {
        return TransactionServiceGrpc.newBlockingStub(as(Role.FINANCE, organisation))
                .verifyJournal(VerifyJournalRequest.getDefaultInstance());
    }

    @Test
    @Order(1)
    void anOrganisationWithoutDataOwesNothing() {
        GetAgeingResponse empty = ageing(1, "2012-12-31");
        assertThat(empty.getItems()).isZero();
        assertThat(empty.getTotalMinor()).isZero();
        assertThat(empty.getBucketsMinorMap()).containsOnlyKeys("current", "1-30", "31-60", "61-90", "90+");
        assertThat(verify(1).getAgrees()).isTrue();
    }

    @Test
    @Order(2)
    void theSampleFileGivesItsKnownFigures() throws IOException, InterruptedException {
        Process process = ReceivablesImport.run(as(Role.FINANCE, 1), SampleFile.invoices(), false);

        assertThat(process.getState()).as(process.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        GetAgeingResponse yearEnd = ageing(1, "2012-12-31");
        assertThat(yearEnd.getItems()).isEqualTo(99);
        assertThat(yearEnd.getCustomers()).isEqualTo(61);
        assertThat(yearEnd.getCurrencyCode()).isEqualTo("USD");
        assertThat(yearEnd.getTotalMinor()).isEqualTo(572506);
        assertThat(yearEnd.getBucketsMinorMap()).isEqualTo(
                Map.of("current", 493632L, "1-30", 78874L, "31-60", 0L, "61-90", 0L, "90+", 0L));
        GetAgeingResponse midYear = ageing(1, "2013-06-30");
        assertThat(midYear.getItems()).isEqualTo(84);
        assertThat(midYear.getCustomers()).isEqualTo(52);
        assertThat(midYear.getTotalMinor()).isEqualTo(511985);
        assertThat(midYear.getBucketsMinorMap()).containsEntry("current", 428429L).containsEntry("1-30", 83556L);
        assertThat(ageing(1, "2013-12-31").getItems()).isEqualTo(13);

        var transactions = TransactionServiceGrpc.newBlockingStub(as(Role.VIEWER, 1));
        assertThat(total(transactions, "kind = CHARGE")).isEqualTo(2466);
        assertThat(total(transactions, "kind = PAYMENT")).isEqualTo(2466);
        assertThat(total(transactions, "kind = CHARGE AND disputed = true")).isEqualTo(561);
        VerifyJournalResponse verified = verify(1);
        assertThat(verified.getDifferencesList()).isEmpty();
        assertThat(verified.getAgrees()).isTrue();
        assertThat(verified.getTransactions()).isEqualTo(4932);
    }

    private static long total(TransactionServiceGrpc.TransactionServiceBlockingStub transactions, String filter) {
        return transactions.listTransactions(ListTransactionsRequest.newBuilder().setFilter(filter).setPageSize(1).build())
                .getTotalSize();
    }

    @Test
    @Order(3)
    void restAnswersTheSameFiguresInTheProtosJson() throws IOException, InterruptedException {
        SampleFile.invoices();
        HttpResponse<String> response =
                avid.edge().get("/v1/ageing?as_of_date=2012-12-31", system.token(Role.VIEWER, 1));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().replaceAll("\\s", ""))
                .contains("\"items\":\"99\"", "\"customers\":\"61\"", "\"totalMinor\":\"572506\"", "\"current\":\"493632\"",
                        "\"1-30\":\"78874\"", "\"90+\":\"0\"");
    }

    @Test
    @Order(4)
    void everyCustomerIsNamedOverAllPagesAndTheirFiguresAddUp() throws IOException {
        SampleFile.invoices();
        var overview = OverviewServiceGrpc.newBlockingStub(as(Role.VIEWER, 1));
        List<NamedCustomerAgeing> customers = new ArrayList<>();
        GetAgeingResponse page = GetAgeingResponse.getDefaultInstance();
        do {
            page = overview.getAgeing(GetAgeingRequest.newBuilder()
                    .setAsOfDate("2012-12-31")
                    .setPerCustomer(true)
                    .setPageSize(7)
                    .setPageToken(page.getNextPageToken())
                    .build());
            customers.addAll(page.getByCustomerList());
        } while (!page.getNextPageToken().isEmpty());
        assertThat(customers).hasSize(61).extracting(NamedCustomerAgeing::getCustomer).doesNotHaveDuplicates();
        assertThat(customers).allSatisfy(customer -> assertThat(customer.getExternalIdsCount()).isEqualTo(1));
        assertThat(customers.stream().mapToLong(NamedCustomerAgeing::getTotalMinor).sum()).isEqualTo(572506);
        assertThat(customers.stream().mapToLong(NamedCustomerAgeing::getItems).sum()).isEqualTo(99);
    }

    @Test
    @Order(5)
    void importingTheSameFileAgainAddsNothing() throws IOException, InterruptedException {
        Process again = ReceivablesImport.run(as(Role.FINANCE, 1), SampleFile.invoices(), false);
        assertThat(again.getState()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(ageing(1, "2012-12-31").getTotalMinor()).isEqualTo(572506);
        assertThat(verify(1).getTransactions()).isEqualTo(4932);
    }

    @Test
    @Order(6)
    void anotherOrganisationSeesNothingOfIt() throws IOException, InterruptedException {
        SampleFile.invoices();
        Customer customer = CustomerServiceGrpc.newBlockingStub(as(Role.VIEWER, 1))
                .listCustomers(ListCustomersRequest.newBuilder().setPageSize(1).build())
                .getCustomers(0);
        assertThat(ageing(2, "2012-12-31").getItems()).isZero();
        assertStatus(Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> CustomerServiceGrpc.newBlockingStub(as(Role.ADMIN, 2))
                .getCustomer(GetCustomerRequest.newBuilder().setName(customer.getName()).build()));
        assertThat(avid.edge().get("/v1/" + customer.getName(), system.token(Role.ADMIN, 2)).statusCode()).isEqualTo(404);
        assertThat(avid.edge().get("/v1/" + customer.getName(), system.token(Role.VIEWER, 1)).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(7)
    void whoShowsNoTokenOrLacksThePermissionIsTurnedAway() throws IOException, InterruptedException {
        assertStatus(Status.Code.UNAUTHENTICATED, "TOKEN_MISSING", () -> OverviewServiceGrpc.newBlockingStub(avid.edge().as(""))
                .getAgeing(GetAgeingRequest.getDefaultInstance()));
        assertStatus(Status.Code.UNAUTHENTICATED, "TOKEN_INVALID", () -> OverviewServiceGrpc.newBlockingStub(avid.edge().as("x.y.z"))
                .getAgeing(GetAgeingRequest.getDefaultInstance()));
        assertStatus(Status.Code.PERMISSION_DENIED, "PERMISSION_MISSING",
                () -> ReceivablesImport.upload(as(Role.VIEWER, 1), new byte[] {1}, "denied"));
        assertThat(avid.edge().get("/v1/ageing", "").statusCode()).isEqualTo(401);
        assertThat(avid.edge().get("/v1/journal:verify", system.token(Role.CUSTOMER, 1)).statusCode()).isEqualTo(403);
    }

    @Test
    @Order(8)
    void aFileOfAnotherShapeIsReadByItselfAndItsRowsAreKnownByTheirExternalIds() throws InterruptedException {
        Process first = imported(2, SMALL_FILE);
        assertThat(first.getState()).as(first.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(ageing(2, "2025-03-15").getTotalMinor()).isEqualTo(8050 + 30000 + 1234);
        assertThat(ageing(2, "2025-03-15").getBucketsMinorMap())
                .containsEntry("current", 1234L).containsEntry("1-30", 8050L + 30000L);

        String later = SMALL_FILE.replace("300,00;;no", "300,00;2025-03-14;yes").replace("80,50;;yes", "80,50;;no");
        Process settled = imported(2, later);
        assertThat(settled.getState()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(rejectedRows(2, settled)).isEmpty();
        assertThat(settled.getCountersMap()).containsEntry("payments_added", 1L).containsEntry("marks_changed", 2L);
        assertThat(ageing(2, "2025-03-15").getTotalMinor()).isEqualTo(8050 + 1234);
        assertThat(imported(2, later).getCountersMap()).as("the same file again changes nothing")
                .containsEntry("payments_unchanged", 3L).doesNotContainKeys("payments_added", "marks_changed");

        Process changed = imported(2, later.replace("80,50", "81,50"));
        assertThat(rejectedRows(2, changed)).singleElement().satisfies(row -> {
            assertThat(row.getLine()).isEqualTo(3);
            assertThat(row.getMessage()).contains("81").contains("80");
        });
        assertThat(ageing(2, "2025-03-15").getTotalMinor()).isEqualTo(8050 + 1234);
        assertThat(verify(2).getAgrees()).isTrue();
    }

    @Test
    @Order(9)
    void aDryRunWritesNothing() throws InterruptedException {
        long before = verify(2).getTransactions();
        Process process = ReceivablesImport.run(as(Role.FINANCE, 2),
                SMALL_FILE.replace("1001", "2001").replace("C-2", "C-9").getBytes(StandardCharsets.UTF_8), true);
        assertThat(process.getState()).as(process.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(verify(2).getTransactions()).isEqualTo(before);
    }

    @Test
    @Order(10)
    void aCustomersPageIsOneCall() throws InterruptedException {
        imported(2, SMALL_FILE);
        Customer customer = CustomerServiceGrpc.newBlockingStub(as(Role.VIEWER, 2))
                .listCustomers(ListCustomersRequest.newBuilder().setQuery("lighth").build())
                .getCustomers(0);
        var page = OverviewServiceGrpc.newBlockingStub(as(Role.VIEWER, 2))
                .getCustomerOverview(GetCustomerOverviewRequest.newBuilder().setName(customer.getName()).build());
        assertThat(page.getCustomer().getDisplayName()).isEqualTo("Lighthouse Books");
        assertThat(page.getAccountsList()).singleElement()
                .satisfies(account -> assertThat(account.getBalance().getMinorUnits()).isEqualTo(8050));
        assertThat(page.getTransactionsList()).hasSize(3);
        assertThat(page.getAgeings(0).getTotalMinor()).isEqualTo(8050);
    }

    @Test
    @Order(11)
    void aCustomersPageIsWatchedByGrpcAndByGrpcWeb() throws IOException, InterruptedException {
        imported(2, SMALL_FILE);
        String customer = CustomerServiceGrpc.newBlockingStub(as(Role.VIEWER, 2))
                .listCustomers(ListCustomersRequest.newBuilder().setQuery("quarry").build())
                .getCustomers(0).getName();
        var request = WatchCustomerOverviewRequest.newBuilder().setName(customer).build();
        try (var grpc = WatchedPage.byGrpc(as(Role.VIEWER, 2), request);
                var web = WatchedPage.byGrpcWeb(avid.edge().port(), system.token(Role.VIEWER, 2), request)) {
            List<WatchedPage> watched = List.of(grpc, web);
            long before = balance(grpc.next());
            assertThat(balance(web.next())).isEqualTo(before);
            Process more = imported(2, SMALL_FILE + "C-2;Quarry Stone;1005;2025-03-05;2025-04-04;10,00;;no\n");
            assertThat(more.getState()).isEqualTo(ProcessState.SUCCEEDED);
            for (WatchedPage page : watched) {
                CustomerOverview seen;
                do {
                    seen = page.next();
                } while (balance(seen) != before + 1000);
                assertThat(seen.getAgeings(0).getTotalMinor()).isEqualTo(balance(seen));
            }
        }
    }

    private static long balance(CustomerOverview page) {
        return page.getAccounts(0).getBalance().getMinorUnits();
    }

    @Test
    @Order(12)
    void staffSeeTheProcessesOfTheirOrganisation() throws InterruptedException {
        Process process = imported(2, SMALL_FILE);
        var overview = OverviewServiceGrpc.newBlockingStub(as(Role.VIEWER, 2));
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        List<Process> listed;
        do {
            listed = overview.listProcesses(ListProcessesRequest.newBuilder().setPageSize(100).build()).getProcessesList();
            Thread.sleep(50);
        } while (listed.stream().noneMatch(p -> p.getName().equals(process.getName()) && p.getState() == ProcessState.SUCCEEDED)
                && Instant.now().isBefore(end));
        assertThat(listed).anySatisfy(p -> {
            assertThat(p.getName()).isEqualTo(process.getName());
            assertThat(p.getState()).isEqualTo(ProcessState.SUCCEEDED);
        });
        assertThat(OverviewServiceGrpc.newBlockingStub(as(Role.VIEWER, 3))
                .listProcesses(ListProcessesRequest.getDefaultInstance()).getProcessesList()).isEmpty();
    }

    @Test
    @Order(13)
    void aCustomersLoginSeesItsOwnAndNothingElseOnEveryCallOpenToIt() throws InterruptedException {
        imported(2, SMALL_FILE);
        List<Customer> customers = CustomerServiceGrpc.newBlockingStub(as(Role.VIEWER, 2))
                .listCustomers(ListCustomersRequest.getDefaultInstance())
                .getCustomersList();
        Customer own = customers.get(0);
        Customer other = customers.get(1);
        new CallsOpenToCustomers(as(Role.ADMIN, 2), avid.edge().as(system.customerToken(2, own.getName())),
                own.getName(), other.getName()).check();
    }

    @Test
    @Order(14)
    void onlyACustomerThatExistsCanOweNothing() throws IOException, InterruptedException {
        var overview = OverviewServiceGrpc.newBlockingStub(as(Role.FINANCE, 2));
        Customer fresh = CustomerServiceGrpc.newBlockingStub(as(Role.FINANCE, 2))
                .createCustomer(CreateCustomerRequest.newBuilder()
                        .setCustomer(Customer.newBuilder().setDisplayName("Never Charged").setKind(CustomerKind.ORGANISATION))
                        .setRequestId("never charged")
                        .build());
        GetAgeingRequest asked = GetAgeingRequest.newBuilder().setCustomer(fresh.getName()).build();
        assertThat(overview.getAgeing(asked).getTotalMinor()).isZero();
        assertThat(overview.getCustomerOverview(GetCustomerOverviewRequest.newBuilder().setName(fresh.getName()).build()).getAccountsList()).isEmpty();
        assertStatus(Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> OverviewServiceGrpc.newBlockingStub(as(Role.FINANCE, 1)).getAgeing(asked));
        assertStatus(Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND",
                () -> overview.getAgeing(asked.toBuilder().setCustomer(fresh.getName() + "x").build()));
        assertStatus(Status.Code.INVALID_ARGUMENT, "FIELDS_INVALID", () -> overview.getAgeing(asked.toBuilder().setCustomer("Never Charged").build()));
        for (String path : List.of("/v1/ageing", "/v1/accounts:computeAgeing", "/v1/accounts", "/v1/openItems")) {
            assertThat(avid.edge().get(path + "?customer=customers/nobody", system.token(Role.FINANCE, 2)).statusCode()).as(path).isEqualTo(404);
        }
    }

    static void assertStatus(Status.Code code, String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
            assertThat(reasonOf(e)).isEqualTo(reason);
        });
    }

    private static String reasonOf(StatusRuntimeException e) {
        return StatusProto.fromThrowable(e).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
                        throw new AssertionError(broken);
                    }
                })
                .findFirst()
                .orElse("");
    }
}

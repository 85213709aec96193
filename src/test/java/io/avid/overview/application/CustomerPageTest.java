package io.avid.overview.application;

import static io.avid.overview.application.ServedCustomer.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.overview.application.WatchCustomer.Reader;
import io.avid.overview.store.CustomerIndex.Change;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.v1.Process;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A customer's page, once and as a stream, over gRPC and a real index. */
@Timeout(60)
class CustomerPageTest {
    private static final Principal STAFF = Principal.staff("org_one", "staff|1", Set.of("overview.read", "processes.read"));
    private static final OverviewProperties SETTINGS = new OverviewProperties(2_000, 3, 2, 50, 60_000, 60_000);

    private ModuleDatabase database;
    private ServedCustomer served;
    private final List<Stream> streams = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        database = new ModuleDatabase(new StoreProperties("overview",
                TestSystem.shared().copy().mongodbUri(LocalModule.OVERVIEW)), InstantSource.system(), OutboxListener.none());
        served = new ServedCustomer(database, SETTINGS.partMillis());
        served.processIndex.keep(List.of(new ProcessIndex.Entry("org_one", "processes/billing-1", 1, "RUNNING", false, 5,
                Set.of(ANNA), Process.newBuilder().setName("processes/billing-1").build().toByteArray())));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Stream stream : streams) {
            stream.leave();
        }
        served.close();
        database.close();
    }

    @Test
    void onePageHasEverything() {
        CustomerOverview page = served.showCustomer.show(STAFF, ANNA);
        assertThat(page.getUnavailableList()).isEmpty();
        assertThat(page.getCustomer().getDisplayName()).isEqualTo("Lighthouse Books");
        assertThat(page.getAccounts(0).getBalance().getMinorUnits()).isEqualTo(500);
        assertThat(page.getAgeings(0).getTotalMinor()).isEqualTo(500);
        assertThat(page.getTransactionsCount()).isOne();
        assertThat(page.getInvoices(0).getTotal().getMinorUnits()).isEqualTo(500);
        assertThat(page.getInvoices(0).getLinesList()).as("lines are GetInvoice's").isEmpty();
        assertThat(page.getDocumentsCount()).isOne();
        assertThat(page.getPaymentMethodsCount()).isOne();
        assertThat(page.getPaymentsCount()).isOne();
        assertThat(page.getProcesses(0).getName()).isEqualTo("processes/billing-1");
    }

    @Test
    void aModuleThatIsDownOrHangsIsNamedAndTheRestIsThere() throws IOException {
        served.down.add("Payment");
        CustomerOverview page = served.showCustomer.show(STAFF, ANNA);
        assertThat(page.getUnavailableList()).containsExactly("payment_methods", "payments");
        assertThat(page.getInvoicesCount()).isOne();

        served.down.add("Transaction");
        page = served.showCustomer.show(STAFF, ANNA);
        assertThat(page.getUnavailableList()).containsExactly("accounts", "ageings", "transactions", "payment_methods", "payments");
        assertThat(page.getCustomer().getName()).isEqualTo(ANNA);

        served.down.clear();
        served.down.add("Customer");
        page = served.showCustomer.show(STAFF, ANNA);
        assertThat(page.getUnavailableList()).containsExactly("customer");
        assertThat(page.hasCustomer()).isFalse();
        assertThat(page.getAccountsCount()).isOne();

        served.down.clear();
        try (var impatient = new ServedCustomer(database, 200)) {
            impatient.hanging.add("Invoice");
            assertThat(impatient.showCustomer.show(STAFF, ANNA).getUnavailableList()).containsExactly("invoices");
        }
    }

    @Test
    void anyOtherFailureIsThePages() {
        served.refusing.add("Invoice");
        assertThatThrownBy(() -> served.showCustomer.show(STAFF, ANNA)).isInstanceOfSatisfying(Failure.class, failure ->
                assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION_DENIED));
        served.refusing.clear();
        assertThatThrownBy(() -> served.showCustomer.show(STAFF, "customers/nobody")).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void aCustomersLoginSeesItsOwnPageWithoutStaffsProcesses() {
        Principal login = new Principal("org_one", "login|1", Set.of(Principal.OWN_READ, "processes.read"), Optional.of(ANNA));
        assertThat(served.showCustomer.show(login, ANNA).getProcessesList()).isEmpty();
        assertThatThrownBy(() -> served.showCustomer.show(login, "customers/bert")).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
        assertThat(served.showCustomer.show(Principal.staff("org_two", "staff|2", Set.of("processes.read")), ANNA)
                .getProcessesList()).as("another organisation's").isEmpty();
        assertThat(served.showCustomer.show(Principal.staff("org_one", "staff|3", Set.of()), ANNA).getProcessesList())
                .as("without processes.read").isEmpty();
    }

    /** Somebody who watches, on a thread of their own. */
    private final class Stream implements Reader {
        private final List<WatchCustomerOverviewResponse> messages = new CopyOnWriteArrayList<>();
        private final AtomicReference<Throwable> end = new AtomicReference<>();
        private volatile boolean ready = true;
        private volatile boolean gone;
        private final Thread thread;

        Stream(WatchCustomer watchCustomer, Principal principal) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    watchCustomer.watch(principal, ANNA, this);
                } catch (InterruptedException | RuntimeException e) {
                    end.set(e);
                }
            });
            streams.add(this);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public boolean isGone() {
            return gone;
        }

        @Override
        public void send(WatchCustomerOverviewResponse message) {
            messages.add(message);
        }

        long lastOwed() {
            return messages.getLast().getOverview().getAccounts(0).getBalance().getMinorUnits();
        }

        Stream awaitMessages(int count) {
            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(() -> messages.size() >= count);
            return this;
        }

        Throwable awaitEnd() {
            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(() -> !thread.isAlive());
            return end.get();
        }

        void leave() throws InterruptedException {
            gone = true;
            thread.interrupt();
            thread.join();
        }
    }

    private WatchCustomer watching(CustomerWatchers watchers, OverviewProperties settings, boolean eventsMissing) {
        return new WatchCustomer(served.showCustomer, served.customerIndex, watchers, settings, eventsMissing, InstantSource.system());
    }

    @Test
    void aStreamBeginsAtOnceAndFollowsChanges() {
        var watchers = new CustomerWatchers(SETTINGS);
        Stream stream = new Stream(watching(watchers, SETTINGS, false), STAFF).awaitMessages(1);
        assertThat(stream.lastOwed()).isEqualTo(500);

        served.owedMinor.set(700);
        watchers.changed("org_two", ANNA);
        watchers.changed("org_one", "customers/bert");
        watchers.changed("org_one", ANNA);
        assertThat(stream.awaitMessages(2).lastOwed()).isEqualTo(700);
    }

    @Test
    void manyChangesAreFewMessagesAndTheLastOneShowsTheLast() {
        var settings = new OverviewProperties(2_000, 3, 2, 200, 60_000, 60_000);
        var watchers = new CustomerWatchers(settings);
        Stream stream = new Stream(watching(watchers, settings, false), STAFF).awaitMessages(1);
        for (int i = 1; i <= 500; i++) {
            served.owedMinor.set(500 + i);
            watchers.changed("org_one", ANNA);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> stream.lastOwed() == 1_000);
        assertThat(stream.messages).hasSizeLessThan(10);
    }

    @Test
    void whatChangesNothingOnThePageIsNoMessage() {
        var watchers = new CustomerWatchers(SETTINGS);
        Stream stream = new Stream(watching(watchers, SETTINGS, false), STAFF).awaitMessages(1);
        long seen = served.pages.get();
        served.journalPosition.set(99);
        watchers.changed("org_one", ANNA);
        await().atMost(Duration.ofSeconds(20)).until(() -> served.pages.get() > seen);
        served.owedMinor.set(1);
        watchers.changed("org_one", ANNA);
        stream.awaitMessages(2);
        assertThat(stream.messages).hasSize(2);
        assertThat(stream.lastOwed()).isEqualTo(1);
    }

    @Test
    void withoutEventsAStreamLooksForItself() {
        var settings = new OverviewProperties(2_000, 3, 2, 10, 50, 60_000);
        Stream blind = new Stream(watching(new CustomerWatchers(settings), settings, true), STAFF).awaitMessages(1);
        served.owedMinor.set(600);
        assertThat(blind.awaitMessages(2).lastOwed()).isEqualTo(600);

        Stream beside = new Stream(watching(new CustomerWatchers(settings), settings, false), STAFF).awaitMessages(1);
        served.owedMinor.set(650);
        served.customerIndex.note(List.of(new Change(new CustomerKey("org_one", ANNA), 1, "transactions/1", "by another process")));
        assertThat(beside.awaitMessages(2).lastOwed()).isEqualTo(650);

        served.down.add("Payment");
        Stream partial = new Stream(watching(new CustomerWatchers(settings), settings, false), STAFF).awaitMessages(1);
        assertThat(partial.messages.getFirst().getOverview().getUnavailableList()).contains("payments");
        served.down.clear();
        assertThat(partial.awaitMessages(2).messages.getLast().getOverview().getUnavailableList()).isEmpty();
    }

    @Test
    void aSilentStreamIsKeptAliveByEmptyMessages() {
        var settings = new OverviewProperties(2_000, 3, 2, 10, 20, 100);
        Stream stream = new Stream(watching(new CustomerWatchers(settings), settings, false), STAFF).awaitMessages(3);
        assertThat(stream.messages.getFirst().hasOverview()).isTrue();
        assertThat(stream.messages.subList(1, 3)).noneMatch(WatchCustomerOverviewResponse::hasOverview);
    }

    @Test
    void aSlowReaderGetsTheLatestWhenItReadsAgainAndNothingPilesUp() throws InterruptedException {
        var watchers = new CustomerWatchers(SETTINGS);
        Stream stream = new Stream(watching(watchers, SETTINGS, false), STAFF).awaitMessages(1);
        stream.ready = false;
        for (int i = 1; i <= 5; i++) {
            served.owedMinor.set(500 + i);
            watchers.changed("org_one", ANNA);
            Thread.sleep(60);
        }
        assertThat(stream.messages).hasSize(1);
        stream.ready = true;
        assertThat(stream.awaitMessages(2).lastOwed()).isEqualTo(505);
    }

    @Test
    void onlySoManyWatchAndWhoLeavesMakesRoom() throws InterruptedException {
        var watchers = new CustomerWatchers(SETTINGS);
        WatchCustomer watchCustomer = watching(watchers, SETTINGS, false);
        Stream first = new Stream(watchCustomer, STAFF).awaitMessages(1);
        new Stream(watchCustomer, STAFF).awaitMessages(1);
        assertThat(new Stream(watchCustomer, STAFF).awaitEnd()).as("the organisation's share").isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("LIMIT_REACHED"));
        Principal other = Principal.staff("org_two", "staff|2", Set.of());
        new Stream(watchCustomer, other).awaitMessages(1);
        assertThat(new Stream(watchCustomer, other).awaitEnd()).as("all there are").isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.metadata()).containsEntry("limit", "avid.overview.watchers"));

        first.leave();
        assertThat(watchers.count()).isEqualTo(2);
        new Stream(watchCustomer, STAFF).awaitMessages(1);
    }

    @Test
    void streamsEndWhenTheProcessDoes() {
        var watchers = new CustomerWatchers(SETTINGS);
        Stream stream = new Stream(watching(watchers, SETTINGS, false), STAFF).awaitMessages(1);
        watchers.end();
        assertThat(stream.awaitEnd()).isInstanceOfSatisfying(Failure.class, failure ->
                assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
        assertThat(watchers.count()).isZero();
        assertThat(new Stream(watching(watchers, SETTINGS, false), STAFF).awaitEnd()).isInstanceOf(Failure.class);
    }
}

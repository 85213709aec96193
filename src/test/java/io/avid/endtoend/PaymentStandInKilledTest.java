package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.Customer;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.SettlementState;
import io.avid.local.ChildProcess;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Avid and its payments stand on is killed while an invoice is raised, collected and refunded: just
 * before the card is to be charged, and right after Avid took each of the three on. It comes back after
 * some time; by then nobody does anything but wait. A call that meets the outage is repeated as it was,
 * request id included, as a client does. A subclass per installation.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PaymentStandInKilledTest {
    /** Long enough that Avid notices and begins to try again. */
    private static final long DOWN_MILLIS = 2_000;

    private static final long OWED_MINOR = 90_00;
    private static final long REFUNDED_MINOR = 30_00;
    private static final long RESTART_PATIENCE_SECONDS = 120;

    /** What is killed. */
    private enum Needed { MONGODB, ELASTICSEARCH, BLOB_STORAGE, STRIPE }

    private final TestSystem system = TestSystem.shared();
    private final Map<Needed, ChildProcess> standIns = new EnumMap<>(Needed.class);
    private Installation avid;
    private ManagedChannel channel;
    private BusinessWithStripe business;

    abstract Installation install(Path folder, int port, Map<String, String> settings) throws IOException, InterruptedException;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        TestSystem.Copy copy = system.copy();
        Map<LocalModule, Integer> storePorts = system.freePorts();
        int searchPort = system.freePort();
        int blobPort = system.freePort();
        int stripePort = system.freePort();
        int port = system.freePort();
        URI stripe = URI.create("http://127.0.0.1:" + stripePort);
        Map<String, String> settings = new HashMap<>(copy.properties());
        storePorts.forEach((module, storePort) -> {
            settings.put("avid.store." + module.id() + ".mongodb-uri", "mongodb://127.0.0.1:" + storePort + "/" + module.id());
            settings.put("avid.search." + module.id() + ".uri", "http://127.0.0.1:" + searchPort);
        });
        settings.computeIfPresent("avid.blob.document.connection-string",
                (name, shared) -> shared.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + blobPort));
        settings.put("avid.payment.stripe.api-base", stripe.toString());
        settings.put("avid.payment.sweep-seconds", "3");
        standIns.put(Needed.MONGODB, system.startMongodbProcess(folder.resolve("mongodb"), storePorts));
        standIns.put(Needed.ELASTICSEARCH, system.startElasticsearchProcess(folder.resolve("elasticsearch"), searchPort));
        standIns.put(Needed.BLOB_STORAGE, system.startAzuriteProcess(folder.resolve("azurite"), blobPort));
        standIns.put(Needed.STRIPE, copy.startStripeProcess(folder.resolve("stripe"), stripePort, URI.create("http://127.0.0.1:" + port)));
        avid = install(folder, port, settings);
        channel = repeatingChannel(port);
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + system.token(Role.FINANCE, 1));
        business = new BusinessWithStripe(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                copy.stripeKey(1), stripe);
    }

    /** Sends a call that was answered UNAVAILABLE again, byte for byte, for about half a minute. */
    private static ManagedChannel repeatingChannel(int port) {
        Map<String, ?> repeating = Map.of("maxAttempts", 40.0, "initialBackoff", "0.2s", "maxBackoff", "1s", "backoffMultiplier", 2.0,
                "retryableStatusCodes", List.of("UNAVAILABLE"));
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().enableRetry().maxRetryAttempts(40)
                .defaultServiceConfig(Map.of("methodConfig", List.of(Map.of("name", List.of(Map.of()), "retryPolicy", repeating))))
                .build();
    }

    @AfterAll
    void stop() {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (avid != null) {
            avid.close();
        }
        standIns.values().forEach(ChildProcess::close);
    }

    @ParameterizedTest
    @EnumSource(Needed.class)
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whatWasBegunEndsByItselfAndTheCardIsChargedOnce(Needed needed) throws Exception {
        Customer customer = business.customer("Alder " + needed);
        business.saveCard(customer.getName(), PaidInvoiceTest.GOOD);

        Invoice first = invoiceOf(outageAfter(needed, () -> business.raise(customer, OWED_MINOR, needed + "/1/raise")));
        paid(first, outageBefore(needed, () -> business.collect(first, "", false, needed + "/1/collect")));

        Invoice second = business.invoice(customer, OWED_MINOR, needed + "/2/raise");
        Process collected = outageAfter(needed, () -> business.collect(second, "", false, needed + "/2/collect"));
        paid(second, collected);
        String payment = collected.getReferencesOrThrow("payment");
        Process refunded = outageAfter(needed, () -> business.refund(payment, REFUNDED_MINOR, false, needed + "/2/refund"));
        assertThat(refunded.getReferencesOrThrow("receipt")).startsWith("documents/");

        business.settledAndReconciled();
        assertThat(business.paymentsTakenFor(first)).isEqualTo(1);
        assertThat(business.paymentsTakenFor(second)).isEqualTo(1);
        assertThat(business.payment(payment).getRefunded().getMinorUnits()).isEqualTo(REFUNDED_MINOR);
        assertThat(business.owedMinor(business.invoice(first.getName()))).isZero();
        assertThat(business.owedMinor(business.invoice(second.getName()))).isEqualTo(REFUNDED_MINOR);
        assertThat(business.invoice(first.getName()).getReservedBy()).isEmpty();
        assertThat(business.invoice(second.getName()).getReservedBy()).isEmpty();
    }

    private Invoice invoiceOf(Process raised) {
        Invoice invoice = business.invoice(raised.getReferencesOrThrow("invoice"));
        assertThat(invoice.getNumber()).isNotEmpty();
        assertThat(invoice.getDocument()).startsWith("documents/");
        return invoice;
    }

    private void paid(Invoice invoice, Process collected) throws InterruptedException {
        assertThat(collected.getReferencesOrThrow("receipt")).startsWith("documents/");
        BusinessWithStripe.await("the invoice shows that it is settled",
                () -> business.invoice(invoice.getName()).getSettlement() == SettlementState.SETTLED);
    }

    /** Begins when what is needed is down, which comes back meanwhile. */
    private Process outageBefore(Needed needed, Supplier<Process> begin) throws Exception {
        FutureTask<ChildProcess> outage = outage(needed);
        Process begun = begin.get();
        return succeeded(needed, begun, outage);
    }

    /** What is needed goes down when Avid has just taken it on. */
    private Process outageAfter(Needed needed, Supplier<Process> begin) throws Exception {
        Process begun = begin.get();
        return succeeded(needed, begun, outage(needed));
    }

    private Process succeeded(Needed needed, Process begun, FutureTask<ChildProcess> outage)
            throws InterruptedException, ExecutionException, TimeoutException {
        standIns.put(needed, outage.get(RESTART_PATIENCE_SECONDS, TimeUnit.SECONDS));
        Process ended = business.ended(begun.getName());
        assertThat(ended.getState()).as(needed + ", " + ended.getType() + ": " + ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        return ended;
    }

    /** Killed now; started again on the same data after some time. */
    private FutureTask<ChildProcess> outage(Needed needed) throws InterruptedException {
        ChildProcess killed = standIns.get(needed);
        killed.kill();
        var comesBack = new FutureTask<>(() -> {
            Thread.sleep(DOWN_MILLIS);
            return killed.startAgain();
        });
        Thread.ofVirtual().start(comesBack);
        return comesBack;
    }
}

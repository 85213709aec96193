package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.SettlementState;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An invoice is raised, paid through Stripe and receipted, whatever fails on the way. After each story the
 * ledger and Stripe tell the same about every object, nothing was charged twice, and no process is stuck.
 * A subclass per installation.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PaidInvoiceTest {
    static final String GOOD = "4242424242424242";
    static final String REFUSED_WHEN_CHARGED = "4000000000000341";
    /** Refunds to it go through at first. */
    static final String SENDS_REFUNDS_BACK = "4000000000005126";
    static final String ASKS_EVERY_TIME = "4000002760003184";

    private final TestSystem system = TestSystem.shared();
    private Installation avid;
    private BusinessWithStripe business;
    private MinuteWithoutStripe minuteWithoutStripe;

    abstract Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        TestSystem.Copy copy = system.copy();
        var settings = new HashMap<>(copy.properties());
        settings.put("avid.payment.sweep-seconds", "3");
        settings.put("avid.billing.authentication-patience", "6s");
        avid = install(folder, settings);
        copy.sendStripeWebhooksTo(URI.create("http://127.0.0.1:" + avid.edge().port()));
        business = business(copy, 1);
        minuteWithoutStripe = new MinuteWithoutStripe(business(copy, 2));
    }

    private BusinessWithStripe business(TestSystem.Copy copy, int organisation) {
        return new BusinessWithStripe(avid.edge().as(system.token(Role.FINANCE, organisation)), copy.stripeKey(organisation), system.stripeUri());
    }

    @AfterAll
    void stop() {
        if (avid != null) {
            avid.close();
        }
    }

    @AfterEach
    void theBooksAgree() throws InterruptedException {
        business.noFaults();
        business.settledAndReconciled();
    }

    private Invoice owing(long minor) throws InterruptedException {
        return business.invoice("Lighthouse Books", minor);
    }

    private Process paid(Invoice invoice, String method) throws InterruptedException {
        Process collected = business.ended(business.collect(invoice, method, false, business.newRequestId()).getName());
        assertThat(collected.getState()).as(collected.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        isPaid(invoice);
        return collected;
    }

    private void isPaid(Invoice invoice) throws InterruptedException {
        BusinessWithStripe.await("the invoice shows that it is settled",
                () -> business.invoice(invoice.getName()).getSettlement() == SettlementState.SETTLED);
        assertThat(business.owedMinor(invoice)).isZero();
        assertThat(business.paymentsTakenFor(invoice)).isEqualTo(1);
    }

    private void isOwed(Invoice invoice) {
        assertThat(business.owedMinor(invoice)).isEqualTo(invoice.getTotal().getMinorUnits());
        assertThat(business.paymentsTakenFor(invoice)).isZero();
    }

    @Test
    void aSavedCardPaysAndTheReceiptIsFiled() throws InterruptedException {
        Invoice invoice = owing(120_00);
        assertThat(invoice.getNumber()).isNotEmpty();
        assertThat(invoice.getDocument()).startsWith("documents/");
        String method = business.saveCard(invoice.getCustomer(), GOOD);
        Process collected = paid(invoice, method);
        Payment payment = business.payment(collected.getReferencesOrThrow("payment"));
        assertThat(payment.getState()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(payment.getFee().getMinorUnits()).isPositive();
        assertThat(payment.getCard().getLast4()).isEqualTo("4242");
        assertThat(collected.getReferencesOrThrow("receipt")).startsWith("documents/");
    }

    @Test
    void aRefundOpensTheInvoiceAgainAndMayNotExceedThePayment() throws InterruptedException {
        Invoice invoice = owing(80_00);
        String payment = paid(invoice, business.saveCard(invoice.getCustomer(), GOOD)).getReferencesOrThrow("payment");

        Process half = business.ended(business.refund(payment, 40_00, false, business.newRequestId()).getName());
        assertThat(half.getState()).as(half.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(half.getReferencesOrThrow("receipt")).startsWith("documents/");
        assertThat(business.owedMinor(invoice)).isEqualTo(40_00);

        Process tooMuch = business.ended(business.refund(payment, 40_01, false, business.newRequestId()).getName());
        assertThat(tooMuch.getState()).isEqualTo(ProcessState.FAILED);
        assertThat(tooMuch.getMessage()).contains("40.00 USD").contains("40.01 USD");
        assertThat(business.owedMinor(invoice)).isEqualTo(40_00);

        Process rest = business.ended(business.refundTheRest(payment, true, business.newRequestId()).getName());
        assertThat(rest.getState()).as(rest.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(business.owedMinor(invoice)).as("the other half is owed, what was refunded with a credit is not").isEqualTo(40_00);
        assertThat(business.payment(payment).getRefunded().getMinorUnits()).isEqualTo(80_00);
    }

    @Test
    void aRefundThatTheBankSendsBackIsTakenOutOfTheBooks() throws InterruptedException {
        Invoice invoice = owing(60_00);
        String payment = paid(invoice, business.saveCard(invoice.getCustomer(), SENDS_REFUNDS_BACK)).getReferencesOrThrow("payment");
        Process refunded = business.ended(business.refund(payment, 25_00, false, business.newRequestId()).getName());
        assertThat(refunded.getState()).as(refunded.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        BusinessWithStripe.await("the bank sends it back", () -> business.payment(payment).getRefunded().getMinorUnits() == 0);
        isPaid(invoice);

        Process credited = business.ended(business.refund(payment, 60_00, true, business.newRequestId()).getName());
        assertThat(credited.getState()).as(credited.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        BusinessWithStripe.await("the bank sends it back", () -> business.payment(payment).getRefunded().getMinorUnits() == 0);
        business.settledAndReconciled();
        assertThat(business.owedMinor(invoice)).as("what is credited is not owed, wherever the money is").isZero();
    }

    @Test
    void aRefundWhoseAnswerIsLostIsMadeOnce() throws InterruptedException {
        Invoice invoice = owing(25_00);
        String payment = paid(invoice, business.saveCard(invoice.getCustomer(), GOOD)).getReferencesOrThrow("payment");
        business.fault(Map.of("kind", "cut", "when", "after", "method", "POST", "path", "/v1/refunds*"));
        Process refunded = business.ended(business.refund(payment, 10_00, false, business.newRequestId()).getName());
        assertThat(refunded.getState()).as(refunded.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(business.payment(payment).getRefunded().getMinorUnits()).isEqualTo(10_00);
    }

    @Test
    void aDeclinedCardLeavesTheInvoiceOwedAndAnotherCardPaysIt() throws InterruptedException {
        Invoice invoice = owing(50_00);
        String bad = business.saveCard(invoice.getCustomer(), REFUSED_WHEN_CHARGED);
        Process declined = business.ended(business.collect(invoice, bad, false, business.newRequestId()).getName());
        assertThat(declined.getState()).isEqualTo(ProcessState.FAILED);
        assertThat(declined.getMessage()).containsIgnoringCase("declined");
        isOwed(invoice);
        assertThat(business.invoice(invoice.getName()).getReservedBy()).isEmpty();
        paid(invoice, business.saveCard(invoice.getCustomer(), GOOD));
    }

    @Test
    void whoProvesThatItIsThemPays() throws InterruptedException {
        Invoice invoice = owing(60_00);
        String method = business.saveCard(invoice.getCustomer(), ASKS_EVERY_TIME);
        String process = business.collect(invoice, method, true, business.newRequestId()).getName();
        business.answerChallenge(challengeOf(process), true);
        Process collected = business.ended(process);
        assertThat(collected.getState()).as(collected.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        isPaid(invoice);
    }

    @Test
    void whoFailsTheProofDoesNotPay() throws InterruptedException {
        Invoice invoice = owing(61_00);
        String method = business.saveCard(invoice.getCustomer(), ASKS_EVERY_TIME);
        String process = business.collect(invoice, method, true, business.newRequestId()).getName();
        business.answerChallenge(challengeOf(process), false);
        assertThat(business.ended(process).getState()).isEqualTo(ProcessState.FAILED);
        isOwed(invoice);
        paid(invoice, business.saveCard(invoice.getCustomer(), GOOD));
    }

    @Test
    void whoNeverAnswersDoesNotPayAndTheInvoiceIsFreeAgain() throws InterruptedException {
        Invoice invoice = owing(62_00);
        String method = business.saveCard(invoice.getCustomer(), ASKS_EVERY_TIME);
        String process = business.collect(invoice, method, true, business.newRequestId()).getName();
        challengeOf(process);
        Process abandoned = business.ended(process);
        assertThat(abandoned.getState()).isEqualTo(ProcessState.FAILED);
        isOwed(invoice);
        assertThat(business.invoice(invoice.getName()).getReservedBy()).isEmpty();
        paid(invoice, business.saveCard(invoice.getCustomer(), GOOD));
    }

    private String challengeOf(String process) throws InterruptedException {
        BusinessWithStripe.await("the customer is asked", () -> {
            String payment = business.process(process).getReferencesOrDefault("payment", "");
            return !payment.isEmpty() && business.payment(payment).getState() == PaymentState.REQUIRES_ACTION;
        });
        return business.payment(business.process(process).getReferencesOrThrow("payment")).getActionUrl();
    }

    @Test
    void webhooksThatComeTwiceLateOrInAnyOrderTakeEffectOnce() throws InterruptedException {
        for (Map<String, Object> fault : List.<Map<String, Object>>of(
                Map.of("kind", "webhook_doubled", "next", 20, "type", "*"),
                Map.of("kind", "webhook_delayed", "next", 20, "millis", 2000, "type", "*"),
                Map.of("kind", "webhook_reordered", "next", 3, "millis", 100, "type", "*"))) {
            Invoice invoice = owing(30_00);
            String method = business.saveCard(invoice.getCustomer(), GOOD);
            business.fault(fault);
            paid(invoice, method);
            business.noFaults();
        }
    }

    @Test
    void whatNoWebhookToldIsSweptIn() throws InterruptedException {
        Invoice invoice = owing(31_00);
        String method = business.saveCard(invoice.getCustomer(), GOOD);
        business.fault(Map.of("kind", "webhook_lost", "next", 100, "type", "*"));
        paid(invoice, method);
    }

    @Test
    void aWebhookThatOvertakesTheAnswerTakesEffectOnce() throws InterruptedException {
        Invoice invoice = owing(32_00);
        String method = business.saveCard(invoice.getCustomer(), GOOD);
        business.fault(Map.of("kind", "latency", "when", "after", "millis", 2000, "method", "POST", "path", "/v1/payment_intents*"));
        paid(invoice, method);
    }

    @Test
    void aConnectionCutBeforeOrAfterTheEffectChargesOnce() throws InterruptedException {
        for (String when : List.of("before", "after")) {
            Invoice invoice = owing(33_00);
            String method = business.saveCard(invoice.getCustomer(), GOOD);
            business.fault(Map.of("kind", "cut", "when", when, "method", "POST", "path", "/v1/payment_intents*", "next", 3));
            paid(invoice, method);
            business.noFaults();
        }
    }

    /** It began before the other stories, in a business of its own. */
    @Test
    @Order(Integer.MAX_VALUE)
    void stripeDownForAMinuteIsWaitedFor() throws InterruptedException {
        minuteWithoutStripe.passes();
    }

    @Test
    void twoPeopleWhoCollectTheSameInvoiceAtOnceChargeItOnce() throws Exception {
        Invoice invoice = owing(35_00);
        String method = business.saveCard(invoice.getCustomer(), GOOD);
        var clicks = new ArrayList<Callable<Process>>();
        for (int person = 0; person < 4; person++) {
            clicks.add(() -> business.ended(business.collect(invoice, method, false, business.newRequestId()).getName()));
        }
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var states = new ArrayList<ProcessState>();
            for (Future<Process> click : people.invokeAll(clicks)) {
                states.add(click.get().getState());
            }
            assertThat(states).containsOnlyOnce(ProcessState.SUCCEEDED).contains(ProcessState.FAILED);
        }
        isPaid(invoice);
    }

    @Test
    void aDoubleClickIsOneCollection() throws InterruptedException {
        Invoice invoice = owing(36_00);
        String method = business.saveCard(invoice.getCustomer(), GOOD);
        String click = business.newRequestId();
        String first = business.collect(invoice, method, false, click).getName();
        assertThat(business.collect(invoice, method, false, click).getName()).isEqualTo(first);
        assertThat(business.ended(first).getState()).isEqualTo(ProcessState.SUCCEEDED);
        isPaid(invoice);
    }

    /** An invoice that is to be collected while every call to Stripe fails. */
    private static final class MinuteWithoutStripe {
        private static final Duration MINUTE = Duration.ofMinutes(1);

        private final BusinessWithStripe business;
        private final Invoice invoice;
        private final String process;
        private final Instant begun;

        MinuteWithoutStripe(BusinessWithStripe business) throws InterruptedException {
            this.business = business;
            this.invoice = business.invoice("Lighthouse Books", 34_00);
            String method = business.saveCard(invoice.getCustomer(), GOOD);
            business.fault(Map.of("kind", "error", "status", 503, "when", "before", "next", 1_000_000));
            this.process = business.collect(invoice, method, false, business.newRequestId()).getName();
            this.begun = Instant.now();
        }

        /** Waits for its end; then Stripe is there again, and the invoice is collected. */
        void passes() throws InterruptedException {
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), begun.plus(MINUTE)).toMillis()));
            assertThat(business.process(process).getState()).isIn(ProcessState.WAITING, ProcessState.RUNNING);
            business.noFaults();
            Process collected = business.ended(process);
            assertThat(collected.getState()).as(collected.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
            BusinessWithStripe.await("the invoice shows that it is settled",
                    () -> business.invoice(invoice.getName()).getSettlement() == SettlementState.SETTLED);
            assertThat(business.owedMinor(invoice)).isZero();
            assertThat(business.paymentsTakenFor(invoice)).isEqualTo(1);
            business.settledAndReconciled();
        }
    }
}

package io.avid.billing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.env.StandardEnvironment;

/**
 * The processes of billing on a real engine and store. The other modules are kept in memory, with their
 * promises, and every call of them can be lost before or after its effect: each moment has its turn.
 */
@Tag("slow")
@Timeout(180)
class BillingProcessesTest {
    private static final String CUSTOMER = "customers/c";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A thousand times faster than the day: what waits for seconds is looked at in milliseconds. */
    private static final int SPEED = 1_000;
    private static final Instant BEGIN = Instant.parse("2026-03-02T10:00:00Z");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private int worlds;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** Everything anew. */
    private final class World {
        private final KeptInvoices invoices = new KeptInvoices();
        private final KeptLedger ledger = new KeptLedger();
        private final KeptPayments payments = new KeptPayments();
        private final Interruptions interruptions = new Interruptions();
        private final String organisation;
        private final AtomicReference<ProcessEngine> made = new AtomicReference<>();
        private final ApplyMoney applyMoney;
        private final ProcessEngine engine;
        private int requests;

        /** Why no receipt can be made. */
        private volatile Optional<Failure> noReceipt = Optional.empty();

        World(ModuleDatabase database, InstantSource clock) {
            worlds++;
            organisation = "org_" + worlds;
            Invoices invoicePort = interruptions.over(Invoices.class, invoices);
            Ledger ledgerPort = interruptions.over(Ledger.class, ledger);
            Payments paymentPort = interruptions.over(Payments.class, payments);
            RenderInvoice renderInvoice = interruptions.over(RenderInvoice.class,
                    (invoice, locale, requestId) -> "documents/" + invoice.substring("invoices/".length()));
            RenderReceipt renderReceipt = interruptions.over(RenderReceipt.class, (receipt, requestId) -> {
                noReceipt.ifPresent(failure -> {
                    throw failure;
                });
                return "documents/receipt-" + receipt.refund().orElse(receipt.payment()).replace('/', '-')
                        + receipt.settles().map(share -> "-" + share.invoice().replace('/', '-')).orElse("");
            });
            var tell = new TellSettlement(ledgerPort, invoicePort);
            applyMoney = new ApplyMoney(made::get, paymentPort);
            List<ProcessDefinition> definitions = List.of(
                    RaiseInvoiceProcess.definition(invoicePort, ledgerPort, renderInvoice),
                    CollectInvoiceProcess.definition(invoicePort, ledgerPort, paymentPort, applyMoney, PATIENCE),
                    ApplyPaymentProcess.definition(paymentPort, ledgerPort, tell, renderReceipt),
                    RefundPaymentProcess.definition(paymentPort, ledgerPort, applyMoney, tell),
                    ApplyRefundProcess.definition(paymentPort, ledgerPort, applyMoney, tell, renderReceipt),
                    UndoRefundProcess.definition(paymentPort, ledgerPort, applyMoney, new OrganisationProfiles(new StandardEnvironment())),
                    ApplyDisputeProcess.definition(paymentPort, ledgerPort, applyMoney, tell),
                    SendPaymentLinkProcess.definition(invoicePort, ledgerPort, paymentPort, applyMoney),
                    VoidInvoiceProcess.definition(invoicePort, ledgerPort, new OrganisationProfiles(new StandardEnvironment())));
            engine = new ProcessEngine("billing", database, definitions, clock, RandomGenerator.of("L64X128MixRandom"),
                    new ProcessProperties("a" + worlds, "1", 16, Duration.ofDays(30)));
            made.set(engine);
            opened.add(engine);
            engine.start();
        }

        private Principal staff() {
            return BillingIdentity.of(organisation);
        }

        private String start(String type, Map<String, String> input, Map<String, String> references) {
            requests++;
            return engine.start(staff(), ProcessStart.now(type, input, references,
                    new RequestIdentity("avid.test/Start", "r" + requests, "f"))).name();
        }

        String raised(long totalMinor) {
            String invoice = invoices.draft(CUSTOMER, totalMinor);
            String process = start(RaiseInvoiceProcess.TYPE, Map.of(RaiseInvoiceProcess.LOCALE, ""), about(invoice));
            assertThat(ended(process).state()).isEqualTo(State.SUCCEEDED);
            return invoice;
        }

        String collect(String invoice, String card) {
            return start(CollectInvoiceProcess.TYPE, CollectInvoiceProcess.input(card, 0, true, ""), about(invoice));
        }

        String refund(String payment, String invoice, long amountMinor, boolean credit) {
            return start(RefundPaymentProcess.TYPE, RefundPaymentProcess.input(amountMinor, "returned", credit),
                    Map.of(References.PAYMENT, payment, References.INVOICE, invoice, References.CUSTOMER, CUSTOMER));
        }

        String disputed() {
            return told(() -> applyMoney.dispute(organisation, "payments/p1", "disputes/d1"));
        }

        String sentBack(String refund) {
            return told(() -> applyMoney.undoRefund(organisation, refund).orElseThrow());
        }

        private static String told(Supplier<ProcessSnapshot> start) {
            while (true) {
                try {
                    return start.get().name();
                } catch (Failure lost) {
                    // As an event is delivered again.
                    assertThat(lost.kind()).isEqualTo(FailureKind.UNAVAILABLE);
                }
            }
        }

        String withdraw(String invoice) {
            return start(VoidInvoiceProcess.TYPE, VoidInvoiceProcess.input("a mistake"), about(invoice));
        }

        String sendLink(String invoice) {
            return start(SendPaymentLinkProcess.TYPE, SendPaymentLinkProcess.input(0), about(invoice));
        }

        private static Map<String, String> about(String invoice) {
            return Map.of(References.INVOICE, invoice, References.CUSTOMER, CUSTOMER);
        }

        ProcessSnapshot process(String name) {
            return engine.get(staff(), name);
        }

        ProcessSnapshot await(String name, java.util.function.Predicate<ProcessSnapshot> reached) {
            Instant end = Instant.now().plusSeconds(20);
            while (true) {
                engine.wake();
                ProcessSnapshot now = process(name);
                if (reached.test(now)) {
                    return now;
                }
                assertThat(Instant.now()).as("stuck: %s %s %s", now.state(), now.message(), now.steps()).isBefore(end);
                pause();
            }
        }

        ProcessSnapshot ended(String name) {
            return await(name, process -> process.state().isEnd());
        }

        private static void pause() {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private World world() {
        long begin = System.nanoTime();
        InstantSource clock = () -> BEGIN.plusNanos((System.nanoTime() - begin) * SPEED);
        var database = new ModuleDatabase(new StoreProperties("billing",
                TestSystem.shared().copy().mongodbUri(LocalModule.BILLING)), clock, OutboxListener.none());
        opened.add(database);
        return new World(database, clock);
    }

    /** Runs a story once for each moment at which a call or its answer can be lost, and once without. */
    private void whateverIsLost(Consumer<World> prepared, Supplier<Consumer<World>> story) {
        int moment = 0;
        int moments;
        do {
            World world = world();
            prepared.accept(world);
            world.interruptions.arm(moment);
            story.get().accept(world);
            moments = world.interruptions.passed();
            moment++;
        } while (moment <= moments);
        assertThat(moment).as("moments of the story").isGreaterThan(8);
    }

    @Test
    void anInvoiceIsRaisedOnceWhateverAnswerIsLost() {
        whateverIsLost(world -> { }, () -> world -> {
            String invoice = world.raised(100_00);
            Invoices.Billed raised = world.invoices.get(invoice);
            assertThat(raised.number()).isEqualTo("INV-1");
            assertThat(raised.charge()).isEqualTo(world.ledger.entry(invoice).name());
            assertThat(raised.document()).isEqualTo("documents/i1");
            assertThat(world.ledger.amounts()).isEqualTo(Map.of(invoice, 100_00L));
        });
    }

    @Test
    void anInvoiceIsPaidOnceAndReceiptedWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> invoice.set(world.raised(100_00)), () -> world -> {
            ProcessSnapshot collected = world.ended(world.collect(invoice.get(), KeptPayments.GOOD));
            assertThat(collected.state()).as(collected.message()).isEqualTo(State.SUCCEEDED);
            assertThat(collected.references()).containsEntry(References.RECEIPT, "documents/receipt-payments-p1-invoices-i1");
            isPaid(world, invoice.get());
        });
    }

    @Test
    void aReceiptThatCannotBeMadeHoldsNoInvoiceAndIsFiledWhenItsProcessIsRetried() {
        World world = world();
        String invoice = world.raised(100_00);
        world.noReceipt = Optional.of(Failure.of(FailureKind.FAILED_PRECONDITION, "TEMPLATE_UNFIT", "The template has a mistake.", Map.of()));
        ProcessSnapshot part = world.ended(world.start(CollectInvoiceProcess.TYPE,
                CollectInvoiceProcess.input(KeptPayments.GOOD, 30_00, false, ""), World.about(invoice)));
        assertThat(part.state()).as(part.message()).isEqualTo(State.SUCCEEDED);
        assertThat(part.references()).containsKeys(References.PAYMENT, References.TRANSACTION).doesNotContainKey(References.RECEIPT);
        String applying = world.applyMoney.payment(world.organisation, "payments/p1").name();
        assertThat(part.message()).contains("The template has a mistake.").contains("Retry " + applying);
        assertThat(world.invoices.holder(invoice)).isEmpty();
        assertThat(world.invoices.settledMinor(invoice)).isEqualTo(30_00);

        ProcessSnapshot failed = world.process(applying);
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.steps()).extracting(ProcessSnapshot.StepSnapshot::step, ProcessSnapshot.StepSnapshot::state)
                .containsExactly(tuple("post", State.SUCCEEDED), tuple("receipt", State.FAILED));

        ProcessSnapshot rest = world.ended(world.collect(invoice, KeptPayments.GOOD));
        assertThat(rest.state()).as(rest.message()).isEqualTo(State.SUCCEEDED);
        assertThat(world.ledger.entry(invoice).remainingMinor()).isZero();
        ProcessSnapshot refund = world.ended(world.refund("payments/p1", invoice, 10_00, false));
        assertThat(refund.state()).as(refund.message()).isEqualTo(State.SUCCEEDED);
        assertThat(world.ledger.entry(invoice).remainingMinor()).isEqualTo(10_00);

        world.noReceipt = Optional.empty();
        world.engine.retry(world.staff(), applying, new RequestIdentity("avid.test/Retry", "t1", "f"));
        ProcessSnapshot filed = world.ended(applying);
        assertThat(filed.state()).as(filed.message()).isEqualTo(State.SUCCEEDED);
        assertThat(filed.references()).containsEntry(References.RECEIPT, "documents/receipt-payments-p1-invoices-i1");
        assertThat(world.ledger.amounts()).containsEntry("payments/p1", 30_00L).containsEntry("payments/p2", 70_00L)
                .containsEntry("refunds/r1", 10_00L).hasSize(6);
    }

    @Test
    void whileAReceiptIsTriedAgainTheInvoiceIsFreeAndCancellingTheCollectionUndoesNothing() {
        World world = world();
        String invoice = world.raised(100_00);
        world.noReceipt = Optional.of(Failure.unavailable("the blob storage", null));
        String collected = world.collect(invoice, KeptPayments.GOOD);
        world.await(collected, process -> process.steps().get(5).state() == State.SUCCEEDED);
        isPaid(world, invoice);
        assertThat(world.process(collected).state()).isNotEqualTo(State.SUCCEEDED);
        world.engine.cancel(world.staff(), collected, new RequestIdentity("avid.test/Cancel", "c1", "f"));
        assertThat(world.ended(collected).state()).isEqualTo(State.CANCELLED);
        world.noReceipt = Optional.empty();
        ProcessSnapshot filed = world.ended(world.applyMoney.payment(world.organisation, "payments/p1").name());
        assertThat(filed.references()).containsKey(References.RECEIPT);
        isPaid(world, invoice);
    }

    private static void isPaid(World world, String invoice) {
        assertThat(world.payments.takenFor(invoice)).isEqualTo(1);
        assertThat(world.ledger.amounts()).isEqualTo(Map.of(invoice, 100_00L, "payments/p1", 100_00L, "payments/p1/fee", 59L));
        assertThat(world.ledger.entry(invoice).remainingMinor()).isZero();
        assertThat(world.ledger.entry("payments/p1").remainingMinor()).isZero();
        assertThat(world.invoices.settledMinor(invoice)).isEqualTo(100_00);
        assertThat(world.invoices.holder(invoice)).isEmpty();
    }

    @Test
    void aDeclinedCardLeavesTheInvoiceFreeForAnotherWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> invoice.set(world.raised(100_00)), () -> world -> {
            ProcessSnapshot declined = world.ended(world.collect(invoice.get(), KeptPayments.DECLINED));
            assertThat(declined.state()).isEqualTo(State.FAILED);
            assertThat(declined.reason()).isEqualTo("PAYMENT_DECLINED");
            assertThat(world.payments.takenFor(invoice.get())).isZero();
            assertThat(world.invoices.holder(invoice.get())).isEmpty();
            ProcessSnapshot paid = world.ended(world.collect(invoice.get(), KeptPayments.GOOD));
            assertThat(paid.state()).as(paid.message()).isEqualTo(State.SUCCEEDED);
            assertThat(world.payments.takenFor(invoice.get())).isEqualTo(1);
            assertThat(world.ledger.entry(invoice.get()).remainingMinor()).isZero();
        });
    }

    @Test
    void aProofThatNeverComesEndsThePaymentAndOneThatComesIsCollected() {
        World world = world();
        String invoice = world.raised(100_00);
        String asked = world.collect(invoice, KeptPayments.ASKS);
        ProcessSnapshot waiting = world.await(asked, process -> process.state() == State.WAITING);
        assertThat(waiting.message()).contains("proof");
        ProcessSnapshot abandoned = world.ended(asked);
        assertThat(abandoned.reason()).isEqualTo("PAYMENT_ABANDONED");
        assertThat(world.payments.get("payments/p1").state()).isEqualTo(Payments.State.CANCELLED);
        assertThat(world.invoices.holder(invoice)).isEmpty();

        String again = world.collect(invoice, KeptPayments.ASKS);
        world.await(again, process -> process.references().containsKey(References.PAYMENT));
        world.payments.becomes("payments/p2", Payments.State.SUCCEEDED);
        world.engine.happened(world.organisation, "payments/p2");
        assertThat(world.ended(again).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.payments.takenFor(invoice)).isEqualTo(1);
    }

    @Test
    void twoWhoCollectTheSameInvoiceChargeItOnceAndTheSecondIsToldWhoDoes() {
        World world = world();
        String invoice = world.raised(100_00);
        String first = world.collect(invoice, KeptPayments.SLOW);
        world.await(first, process -> process.references().containsKey(References.PAYMENT));
        ProcessSnapshot second = world.ended(world.collect(invoice, KeptPayments.GOOD));
        assertThat(second.reason()).isEqualTo("INVOICE_RESERVED");
        assertThat(second.message()).contains(first);
        assertThat(world.ended(world.withdraw(invoice)).reason()).isEqualTo("INVOICE_RESERVED");
        world.payments.becomes("payments/p1", Payments.State.SUCCEEDED);
        assertThat(world.ended(first).state()).isEqualTo(State.SUCCEEDED);
        isPaid(world, invoice);
        assertThat(world.ended(world.collect(invoice, KeptPayments.GOOD)).reason()).isEqualTo("NOTHING_OWED");
    }

    @Test
    void aCancelledCollectionEndsThePaymentAndWhatWasTakenAllTheSameIsPostedBeforeTheInvoiceIsFree() {
        World world = world();
        String invoice = world.raised(100_00);
        String cancelled = world.collect(invoice, KeptPayments.SLOW);
        world.await(cancelled, process -> process.references().containsKey(References.PAYMENT));
        world.engine.cancel(world.staff(), cancelled, new RequestIdentity("avid.test/Cancel", "c1", "f"));
        assertThat(world.ended(cancelled).state()).isEqualTo(State.CANCELLED);
        assertThat(world.payments.get("payments/p1").state()).isEqualTo(Payments.State.CANCELLED);
        assertThat(world.invoices.holder(invoice)).isEmpty();

        String tooLate = world.collect(invoice, KeptPayments.SLOW);
        world.await(tooLate, process -> process.references().containsKey(References.PAYMENT) && process.state() == State.WAITING);
        world.payments.becomes("payments/p2", Payments.State.SUCCEEDED);
        world.engine.cancel(world.staff(), tooLate, new RequestIdentity("avid.test/Cancel", "c2", "f"));
        world.ended(tooLate);
        assertThat(world.ledger.entry(invoice).remainingMinor()).isZero();
        assertThat(world.payments.takenFor(invoice)).isEqualTo(1);
        assertThat(world.invoices.holder(invoice)).isEmpty();
    }

    @Test
    void moneyIsGivenBackOnceWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> {
            invoice.set(world.raised(100_00));
            assertThat(world.ended(world.collect(invoice.get(), KeptPayments.GOOD)).state()).isEqualTo(State.SUCCEEDED);
        }, () -> world -> {
            ProcessSnapshot half = world.ended(world.refund("payments/p1", invoice.get(), 40_00, false));
            assertThat(half.state()).as(half.message()).isEqualTo(State.SUCCEEDED);
            assertThat(half.references()).containsKeys(References.REFUND, References.TRANSACTION, References.RECEIPT);
            assertThat(world.ledger.entry(invoice.get()).remainingMinor()).isEqualTo(40_00);
            assertThat(world.invoices.settledMinor(invoice.get())).isEqualTo(60_00);
            ProcessSnapshot rest = world.ended(world.refund("payments/p1", invoice.get(), 0, true));
            assertThat(rest.state()).as(rest.message()).isEqualTo(State.SUCCEEDED);
            assertThat(world.ledger.amounts()).containsEntry("refunds/r1", 40_00L).containsEntry("refunds/r2", 60_00L)
                    .containsEntry("refunds/r2/credit", 60_00L).hasSize(6);
            assertThat(world.ledger.entry(invoice.get()).remainingMinor()).isEqualTo(40_00);
            ProcessSnapshot tooMuch = world.ended(world.refund("payments/p1", invoice.get(), 1, false));
            assertThat(tooMuch.reason()).isEqualTo("REFUND_EXCEEDS_PAYMENT");
        });
    }

    @Test
    void aRefundThatTheBankSendsBackIsTakenOutOfTheBooksWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> {
            invoice.set(world.raised(100_00));
            assertThat(world.ended(world.collect(invoice.get(), KeptPayments.GOOD)).state()).isEqualTo(State.SUCCEEDED);
        }, () -> world -> {
            assertThat(world.ended(world.refund("payments/p1", invoice.get(), 40_00, false)).state()).isEqualTo(State.SUCCEEDED);
            world.payments.failed("refunds/r1");
            ProcessSnapshot undone = world.ended(world.sentBack("refunds/r1"));
            assertThat(undone.state()).as(undone.message()).isEqualTo(State.SUCCEEDED);
            assertThat(undone.message()).contains("40.00 USD").contains("The account is closed.");
            assertThat(world.ledger.entry("refunds/r1").reversed()).isTrue();
            ProcessSnapshot again = world.ended(world.refund("payments/p1", invoice.get(), 0, false));
            assertThat(again.state()).as(again.message()).isEqualTo(State.SUCCEEDED);
            assertThat(world.ledger.amounts()).containsEntry("refunds/r2", 100_00L);
        });
    }

    @Test
    void aRefundThatFailsBeforeItIsPostedLeavesTheBooksAsTheyWere() {
        World world = world();
        String invoice = world.raised(100_00);
        assertThat(world.ended(world.collect(invoice, KeptPayments.GOOD)).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.applyMoney.undoRefund(world.organisation, "refunds/r1")).as("nothing was to be posted").isEmpty();
        world.payments.giveBack("payments/p1", 40_00, "returned", "asked at Stripe");
        world.payments.failed("refunds/r1");
        ProcessSnapshot applied = world.ended(world.applyMoney.refund(world.organisation, "refunds/r1").name());
        assertThat(applied.state()).as(applied.message()).isEqualTo(State.SUCCEEDED);
        assertThat(applied.message()).contains("The account is closed.");
        assertThat(applied.references()).doesNotContainKeys(References.TRANSACTION, References.RECEIPT);
        assertThat(world.ended(world.sentBack("refunds/r1")).state()).isEqualTo(State.SUCCEEDED);
        isPaid(world, invoice);
    }

    @Test
    void aDisputeTakesThePaymentBackAndAWonOneBringsItAgainWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> {
            invoice.set(world.raised(100_00));
            assertThat(world.ended(world.collect(invoice.get(), KeptPayments.GOOD)).state()).isEqualTo(State.SUCCEEDED);
        }, () -> world -> {
            String charge = world.ledger.entry(invoice.get()).name();
            world.payments.disputed(dispute(Payments.DisputeState.NEEDS_RESPONSE, false));
            String process = world.disputed();
            ProcessSnapshot waits = world.await(process, one -> one.message().contains("give evidence at Stripe until"));
            assertThat(waits.state()).isEqualTo(State.WAITING);
            assertThat(world.ledger.amounts()).containsEntry("disputes/d1", 100_00L).containsEntry("disputes/d1/fee", 15_00L);
            assertThat(world.ledger.entry(invoice.get()).remainingMinor()).isEqualTo(100_00);
            assertThat(world.invoices.settledMinor(invoice.get())).isZero();
            assertThat(world.ledger.disputed).containsExactly(charge);

            world.payments.disputed(dispute(Payments.DisputeState.WON, true));
            world.engine.happened(world.organisation, "payments/p1");
            ProcessSnapshot ended = world.ended(process);
            assertThat(ended.state()).as(ended.message()).isEqualTo(State.SUCCEEDED);
            assertThat(world.ledger.amounts()).containsEntry("disputes/d1/reinstated", 100_00L).hasSize(6);
            assertThat(world.ledger.entry("disputes/d1/fee").reversed()).as("the fee came back with the money").isTrue();
            assertThat(world.ledger.entry(invoice.get()).remainingMinor()).isZero();
            assertThat(world.ledger.disputed).isEmpty();
            assertThat(world.disputed()).as("one process for a dispute").isEqualTo(process);
        });
    }

    private static Payments.Dispute dispute(Payments.DisputeState state, boolean reinstated) {
        Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 3, 9));
        return new Payments.Dispute("disputes/d1", "payments/p1", CUSTOMER, state, new Payments.Amount("USD", 100_00), day,
                Optional.of(new Payments.Amount("USD", 15_00)), reinstated ? day : Optional.empty(),
                reinstated ? Optional.of(new Payments.Amount("USD", 15_00)) : Optional.empty(), Optional.of(Instant.parse("2026-03-20T00:00:00Z")));
    }

    @Test
    void anInvoiceIsWithdrawnWithItsChargeWhateverAnswerIsLost() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> invoice.set(world.raised(100_00)), () -> world -> {
            ProcessSnapshot withdrawn = world.ended(world.withdraw(invoice.get()));
            assertThat(withdrawn.state()).as(withdrawn.message()).isEqualTo(State.SUCCEEDED);
            assertThat(world.invoices.get(invoice.get()).state()).isEqualTo(Invoices.State.VOID);
            assertThat(world.ledger.entry(invoice.get()).reversed()).isTrue();
        });
    }

    @Test
    void whatIsSettledInPartIsNotWithdrawn() {
        World world = world();
        String invoice = world.raised(100_00);
        String collected = world.start(CollectInvoiceProcess.TYPE, CollectInvoiceProcess.input(KeptPayments.GOOD, 30_00, false, ""),
                World.about(invoice));
        assertThat(world.ended(collected).state()).isEqualTo(State.SUCCEEDED);
        ProcessSnapshot refused = world.ended(world.withdraw(invoice));
        assertThat(refused.reason()).isEqualTo("INVOICE_PARTLY_SETTLED");
        assertThat(world.invoices.get(invoice).state()).isEqualTo(Invoices.State.ISSUED);
        assertThat(world.invoices.holder(invoice)).isEmpty();
        ProcessSnapshot tooMuch = world.ended(world.start(CollectInvoiceProcess.TYPE,
                CollectInvoiceProcess.input(KeptPayments.GOOD, 70_01, false, ""), World.about(invoice)));
        assertThat(tooMuch.reason()).isEqualTo("AMOUNT_EXCEEDS_OWED");
    }

    @Test
    void aLinkIsPaidOnceWhateverAnswerIsLostAndACancelledOneIsWithdrawn() {
        var invoice = new AtomicReference<String>();
        whateverIsLost(world -> invoice.set(world.raised(100_00)), () -> world -> {
            String sent = world.sendLink(invoice.get());
            String link = world.await(sent, process -> process.references().containsKey(References.PAYMENT_LINK))
                    .references().get(References.PAYMENT_LINK);
            world.payments.payLink(link);
            world.engine.happened(world.organisation, link);
            ProcessSnapshot paid = world.ended(sent);
            assertThat(paid.state()).as(paid.message()).isEqualTo(State.SUCCEEDED);
            isPaid(world, invoice.get());
        });
        World world = world();
        String other = world.raised(50_00);
        String sent = world.sendLink(other);
        String link = world.await(sent, process -> process.references().containsKey(References.PAYMENT_LINK))
                .references().get(References.PAYMENT_LINK);
        world.engine.cancel(world.staff(), sent, new RequestIdentity("avid.test/Cancel", "c1", "f"));
        assertThat(world.ended(sent).state()).isEqualTo(State.CANCELLED);
        assertThat(world.payments.linkState(link)).isEqualTo(Payments.LinkState.EXPIRED);
        assertThat(world.invoices.holder(other)).isEmpty();
    }

    @Test
    void moneyThatSettlesNothingIsPostedAndSaid() {
        World world = world();
        String invoice = world.raised(100_00);
        // Somebody paid more than is owed, and somebody for nothing that is known.
        world.payments.take(new Payments.Order(CUSTOMER, new Payments.Amount("USD", 130_00), KeptPayments.GOOD, invoice, false, ""), "x1");
        world.payments.take(new Payments.Order(CUSTOMER, new Payments.Amount("USD", 20_00), KeptPayments.GOOD, "", false, ""), "x2");
        ProcessSnapshot over = world.ended(world.applyMoney.payment(world.organisation, "payments/p1").name());
        assertThat(over.message()).contains("settle nothing");
        ProcessSnapshot none = world.ended(world.applyMoney.payment(world.organisation, "payments/p2").name());
        assertThat(none.state()).isEqualTo(State.SUCCEEDED);
        assertThat(none.message()).contains("names no invoice");
        assertThat(none.references()).containsEntry(References.RECEIPT, "documents/receipt-payments-p2");
        assertThat(world.ledger.entry("payments/p1").remainingMinor()).isEqualTo(30_00);
        assertThat(world.ledger.entry("payments/p2").remainingMinor()).isEqualTo(20_00);
        assertThat(world.applyMoney.payment(world.organisation, "payments/p1").name()).isEqualTo(over.name());
    }
}

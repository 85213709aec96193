package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.process.StepContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts the one process that posts a payment or refund, whoever notices first that Stripe has moved
 * the money: the process that asked for it, an event, or the sweep behind the event. The process's
 * key is the payment's or refund's name, so there is one.
 */
public final class ApplyMoney {
    /** No call starts them; what they are started for makes them one. */
    private static final String PAYMENT_REQUEST = "avid.billing/apply-payment";
    private static final String REFUND_REQUEST = "avid.billing/apply-refund";
    private static final String UNDO_REFUND_REQUEST = "avid.billing/undo-refund";
    private static final String DISPUTE_REQUEST = "avid.billing/apply-dispute";
    private static final String FINGERPRINT = "1";

    private final Supplier<ProcessEngine> processes;
    private final Payments payments;

    /** @param processes the module's engine, which is made after its steps */
    public ApplyMoney(Supplier<ProcessEngine> processes, Payments payments) {
        this.processes = processes;
        this.payments = payments;
    }

    /** The process that posts a payment, started now if it was not. */
    public ProcessSnapshot payment(String organisation, String payment) {
        return start(organisation, ApplyPaymentProcess.TYPE, new RequestIdentity(PAYMENT_REQUEST, payment, FINGERPRINT), Map.of(),
                () -> references(payments.get(payment)));
    }

    /** The process that posts a refund, started now if it was not. */
    public ProcessSnapshot refund(String organisation, String refund) {
        return start(organisation, ApplyRefundProcess.TYPE, new RequestIdentity(REFUND_REQUEST, refund, FINGERPRINT), Map.of(),
                () -> refundReferences(refund));
    }

    /** The process that takes a failed refund out of the ledger, started now if the refund was ever to be posted. */
    public Optional<ProcessSnapshot> undoRefund(String organisation, String refund) {
        ProcessEngine engine = processes.get();
        return engine.find(organisation, engine.nameOf(organisation, new RequestIdentity(REFUND_REQUEST, refund, FINGERPRINT)))
                .map(applying -> start(organisation, UndoRefundProcess.TYPE, new RequestIdentity(UNDO_REFUND_REQUEST, refund, FINGERPRINT),
                        Map.of(), () -> refundReferences(refund)));
    }

    /** The process that follows a dispute of a payment, started now if it was not. */
    public ProcessSnapshot dispute(String organisation, String payment, String dispute) {
        return start(organisation, ApplyDisputeProcess.TYPE, new RequestIdentity(DISPUTE_REQUEST, dispute, FINGERPRINT),
                Map.of(ApplyDisputeProcess.DISPUTE, dispute), () -> references(payments.get(payment)));
    }

    /** The transaction by which such a process has posted; the receipt may be still to come. */
    static Optional<String> posted(ProcessSnapshot applying) {
        return Optional.ofNullable(applying.references().get(References.TRANSACTION));
    }

    /** The same for who waits: it is woken when the process has posted, and when it has ended. */
    ProcessSnapshot awaited(StepContext context, String payment) {
        String organisation = context.principal().organisation();
        String name = payment(organisation, payment).name();
        context.wakeOn(name);
        return processes.get().get(context.principal(), name);
    }

    /** As {@link #awaited}, of a refund. */
    ProcessSnapshot awaitedRefund(StepContext context, String refund) {
        String name = refund(context.principal().organisation(), refund).name();
        context.wakeOn(name);
        return processes.get().get(context.principal(), name);
    }

    /**
     * Whether a payment is in the ledger.
     *
     * @throws Failure UNAVAILABLE where it is not yet: ask again
     */
    void requireApplied(StepContext context, String payment) {
        ProcessSnapshot applying = awaited(context, payment);
        if (posted(applying).isEmpty()) {
            throw Failure.unavailable(applying.name() + ", which posts " + payment + " and is " + applying.state() + ",", null);
        }
    }

    private ProcessSnapshot start(String organisation, String type, RequestIdentity request, Map<String, String> input,
            Supplier<Map<String, String>> references) {
        ProcessEngine engine = processes.get();
        return engine.find(organisation, engine.nameOf(organisation, request)).orElseGet(() ->
                engine.start(BillingIdentity.of(organisation), ProcessStart.now(type, input, references.get(), request)));
    }

    private Map<String, String> refundReferences(String refund) {
        Map<String, String> references = references(payments.get(payments.getRefund(refund).payment()));
        references.put(References.REFUND, refund);
        return references;
    }

    private static Map<String, String> references(Payments.Payment payment) {
        var references = new HashMap<String, String>();
        references.put(References.PAYMENT, payment.name());
        references.put(References.CUSTOMER, payment.customer());
        if (payment.reference().startsWith("invoices/")) {
            references.put(References.INVOICE, payment.reference());
        }
        return references;
    }
}

package io.avid.payment.store;

import io.avid.payment.domain.Dispute;
import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.DisputeState;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.Refund;
import io.avid.payment.domain.RefundState;
import io.avid.platform.store.StateCodec;
import java.util.List;
import org.bson.Document;

/** How a payment with its refunds is kept in MongoDB. */
public final class PaymentCodec implements StateCodec<Payment> {
    private static final String ORDER = "order";
    private static final String CUSTOMER = "customer";
    private static final String AMOUNT = "amount";
    private static final String METHOD = "method";
    private static final String STRIPE_CUSTOMER = "stripe_customer";
    private static final String STRIPE_METHOD = "stripe_method";
    private static final String REFERENCE = "reference";
    private static final String STATEMENT_TEXT = "statement_text";
    private static final String CUSTOMER_PRESENT = "customer_present";
    private static final String RETURN_URL = "return_url";
    private static final String LINK = "link";
    private static final String STATE = "state";
    private static final String STRIPE_ID = "stripe_id";
    private static final String OPEN = "open";
    private static final String ROUND = "round";
    private static final String ACTION_URL = "action_url";
    private static final String DECLINE = "decline";
    private static final String FEE = "fee";
    private static final String CARD = "card";
    private static final String TAKEN_AT = "taken_at";
    private static final String ANNOUNCED = "announced";
    private static final String REFUNDS = "refunds";
    private static final String DISPUTES = "disputes";
    private static final String EVIDENCE_DUE = "evidence_due";
    private static final String WITHDRAWN_AT = "withdrawn_at";
    private static final String REINSTATED_AT = "reinstated_at";
    private static final String FEE_RETURNED = "fee_returned";
    private static final String ID = "id";
    private static final String MINOR = "minor";
    private static final String REASON = "reason";
    private static final String FINGERPRINT = "fingerprint";
    private static final String FAILURE = "failure";
    private static final String MADE_AT = "made_at";
    private static final String CREATE_TIME = "create_time";
    private static final String UPDATE_TIME = "update_time";

    @Override
    public Document encode(Payment payment) {
        var stored = new Document(STATE, payment.state().name());
        payment.placed().ifPresent(order -> stored.append(ORDER, order(order)));
        StoredParts.put(stored, STRIPE_ID, payment.stripeId());
        stored.append(OPEN, payment.open()).append(ROUND, payment.round()).append(ANNOUNCED, payment.announced());
        StoredParts.put(stored, ACTION_URL, payment.actionUrl());
        payment.decline().ifPresent(decline -> stored.append(DECLINE, StoredParts.encode(decline)));
        payment.fee().ifPresent(fee -> stored.append(FEE, StoredParts.encode(fee)));
        payment.card().ifPresent(card -> stored.append(CARD, StoredParts.encode(card)));
        StoredParts.putTime(stored, TAKEN_AT, payment.takenAt());
        if (!payment.refunds().isEmpty()) {
            stored.append(REFUNDS, payment.refunds().stream().map(PaymentCodec::refund).toList());
        }
        if (!payment.disputes().isEmpty()) {
            stored.append(DISPUTES, payment.disputes().stream().map(PaymentCodec::dispute).toList());
        }
        return stored;
    }

    @Override
    public Payment decode(Document stored) {
        return new Payment(StoredParts.part(stored, ORDER).map(PaymentCodec::order), PaymentState.valueOf(stored.getString(STATE)),
                StoredParts.optional(stored, STRIPE_ID), stored.getBoolean(OPEN), stored.getInteger(ROUND),
                StoredParts.optional(stored, ACTION_URL), StoredParts.part(stored, DECLINE).map(StoredParts::decline),
                StoredParts.part(stored, FEE).map(StoredParts::money), StoredParts.part(stored, CARD).map(StoredParts::card),
                StoredParts.time(stored, TAKEN_AT), stored.getBoolean(ANNOUNCED),
                stored.getList(REFUNDS, Document.class, List.of()).stream().map(PaymentCodec::refund).toList(),
                stored.getList(DISPUTES, Document.class, List.of()).stream().map(PaymentCodec::dispute).toList());
    }

    private static Document dispute(Dispute dispute) {
        DisputeReading known = dispute.known();
        var stored = new Document(ID, dispute.id()).append(STRIPE_ID, known.stripeId()).append(STATE, known.state().name())
                .append(MINOR, known.minor()).append(REASON, known.reason());
        StoredParts.putTime(stored, EVIDENCE_DUE, known.evidenceDue());
        StoredParts.putTime(stored, WITHDRAWN_AT, known.withdrawnAt());
        known.fee().ifPresent(fee -> stored.append(FEE, StoredParts.encode(fee)));
        StoredParts.putTime(stored, REINSTATED_AT, known.reinstatedAt());
        known.feeReturned().ifPresent(fee -> stored.append(FEE_RETURNED, StoredParts.encode(fee)));
        return stored;
    }

    private static Dispute dispute(Document stored) {
        return new Dispute(stored.getString(ID), new DisputeReading(stored.getString(STRIPE_ID),
                DisputeState.valueOf(stored.getString(STATE)), stored.getLong(MINOR), stored.getString(REASON),
                StoredParts.time(stored, EVIDENCE_DUE), StoredParts.time(stored, WITHDRAWN_AT), StoredParts.part(stored, FEE).map(StoredParts::money),
                StoredParts.time(stored, REINSTATED_AT), StoredParts.part(stored, FEE_RETURNED).map(StoredParts::money)));
    }

    private static Document order(PaymentOrder order) {
        var stored = new Document(CUSTOMER, order.customer()).append(AMOUNT, StoredParts.encode(order.amount()));
        StoredParts.put(stored, METHOD, order.method());
        stored.append(STRIPE_CUSTOMER, order.stripeCustomer());
        StoredParts.put(stored, STRIPE_METHOD, order.stripeMethod());
        StoredParts.put(stored, REFERENCE, order.reference());
        StoredParts.put(stored, STATEMENT_TEXT, order.statementText());
        stored.append(CUSTOMER_PRESENT, order.customerPresent());
        StoredParts.put(stored, RETURN_URL, order.returnUrl());
        StoredParts.put(stored, LINK, order.link());
        return stored;
    }

    private static PaymentOrder order(Document stored) {
        return new PaymentOrder(stored.getString(CUSTOMER), StoredParts.money(stored.get(AMOUNT, Document.class)),
                StoredParts.optional(stored, METHOD), stored.getString(STRIPE_CUSTOMER), StoredParts.optional(stored, STRIPE_METHOD),
                StoredParts.text(stored, REFERENCE), StoredParts.text(stored, STATEMENT_TEXT), stored.getBoolean(CUSTOMER_PRESENT),
                StoredParts.text(stored, RETURN_URL), StoredParts.optional(stored, LINK));
    }

    private static Document refund(Refund refund) {
        var stored = new Document(ID, refund.id()).append(MINOR, refund.minor()).append(STATE, refund.state().name());
        StoredParts.put(stored, REASON, refund.reason());
        StoredParts.put(stored, FINGERPRINT, refund.fingerprint());
        StoredParts.put(stored, STRIPE_ID, refund.stripeId());
        StoredParts.put(stored, FAILURE, refund.failure());
        StoredParts.putTime(stored, MADE_AT, refund.madeAt());
        return stored.append(ROUND, refund.round()).append(CREATE_TIME, java.util.Date.from(refund.createTime()))
                .append(UPDATE_TIME, java.util.Date.from(refund.updateTime()));
    }

    private static Refund refund(Document stored) {
        return new Refund(stored.getString(ID), stored.getLong(MINOR), RefundState.valueOf(stored.getString(STATE)),
                StoredParts.text(stored, REASON), StoredParts.text(stored, FINGERPRINT), StoredParts.optional(stored, STRIPE_ID),
                StoredParts.optional(stored, FAILURE), StoredParts.time(stored, MADE_AT), stored.getInteger(ROUND),
                stored.getDate(CREATE_TIME).toInstant(), stored.getDate(UPDATE_TIME).toInstant());
    }
}

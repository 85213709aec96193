package io.avid.payment.store;

import io.avid.payment.domain.LinkState;
import io.avid.payment.domain.PaymentLink;
import io.avid.platform.store.StateCodec;
import java.util.Date;
import org.bson.Document;

/** How a payment link is kept in MongoDB. */
public final class PaymentLinkCodec implements StateCodec<PaymentLink> {
    private static final String CUSTOMER = "customer";
    private static final String AMOUNT = "amount";
    private static final String REFERENCE = "reference";
    private static final String DESCRIPTION = "description";
    private static final String EXPIRE_TIME = "expire_time";
    private static final String RETURN_URL = "return_url";
    private static final String STRIPE_CUSTOMER = "stripe_customer";
    private static final String STATE = "state";
    private static final String STRIPE_ID = "stripe_id";
    private static final String ROUND = "round";
    private static final String URL = "url";
    private static final String PAYMENT = "payment";

    @Override
    public Document encode(PaymentLink link) {
        var stored = new Document(CUSTOMER, link.customer()).append(AMOUNT, StoredParts.encode(link.amount()));
        StoredParts.put(stored, REFERENCE, link.reference());
        stored.append(DESCRIPTION, link.description()).append(EXPIRE_TIME, Date.from(link.expireTime()))
                .append(RETURN_URL, link.returnUrl()).append(STRIPE_CUSTOMER, link.stripeCustomer())
                .append(STATE, link.state().name()).append(ROUND, link.round());
        StoredParts.put(stored, STRIPE_ID, link.stripeId());
        StoredParts.put(stored, URL, link.url());
        StoredParts.put(stored, PAYMENT, link.payment());
        return stored;
    }

    @Override
    public PaymentLink decode(Document stored) {
        return new PaymentLink(stored.getString(CUSTOMER), StoredParts.money(stored.get(AMOUNT, Document.class)), StoredParts.text(stored, REFERENCE),
                stored.getString(DESCRIPTION), stored.getDate(EXPIRE_TIME).toInstant(), stored.getString(RETURN_URL),
                stored.getString(STRIPE_CUSTOMER), LinkState.valueOf(stored.getString(STATE)), StoredParts.optional(stored, STRIPE_ID),
                stored.getInteger(ROUND), StoredParts.optional(stored, URL), StoredParts.optional(stored, PAYMENT));
    }
}

package io.avid.payment.store;

import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Wallet;
import io.avid.platform.store.StateCodec;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** How a customer's cards are kept in MongoDB. */
public final class WalletCodec implements StateCodec<Wallet> {
    private static final String CUSTOMER = "customer";
    private static final String STRIPE_CUSTOMER = "stripe_customer";
    private static final String ROUND = "round";
    private static final String METHODS = "methods";
    private static final String PREFERRED = "preferred";
    private static final String ID = "id";
    private static final String STRIPE_ID = "stripe_id";
    private static final String CARD = "card";
    private static final String SAVED_AT = "saved_at";
    private static final String DETACHED = "detached";

    @Override
    public Document encode(Wallet wallet) {
        var stored = new Document(CUSTOMER, wallet.customer());
        StoredParts.put(stored, STRIPE_CUSTOMER, wallet.stripeCustomer());
        stored.append(ROUND, wallet.round());
        if (!wallet.methods().isEmpty()) {
            stored.append(METHODS, wallet.methods().stream().map(method -> new Document(ID, method.id())
                    .append(STRIPE_ID, method.stripeId()).append(CARD, StoredParts.encode(method.card()))
                    .append(SAVED_AT, Date.from(method.savedAt())).append(DETACHED, method.detached())).toList());
        }
        StoredParts.put(stored, PREFERRED, wallet.preferred());
        return stored;
    }

    @Override
    public Wallet decode(Document stored) {
        return new Wallet(stored.getString(CUSTOMER), StoredParts.optional(stored, STRIPE_CUSTOMER), stored.getInteger(ROUND),
                stored.getList(METHODS, Document.class, List.of()).stream().map(method -> new SavedMethod(method.getString(ID),
                        method.getString(STRIPE_ID), StoredParts.card(method.get(CARD, Document.class)),
                        method.getDate(SAVED_AT).toInstant(), method.getBoolean(DETACHED))).toList(),
                StoredParts.optional(stored, PREFERRED));
    }
}

package io.avid.payment.store;

import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.SetupState;
import io.avid.platform.store.StateCodec;
import org.bson.Document;

/** How the saving of a card is kept in MongoDB. */
public final class MethodSetupCodec implements StateCodec<MethodSetup> {
    private static final String CUSTOMER = "customer";
    private static final String STATE = "state";
    private static final String STRIPE_ID = "stripe_id";
    private static final String ROUND = "round";
    private static final String CLIENT_SECRET = "client_secret";
    private static final String METHOD = "method";
    private static final String ACTION_URL = "action_url";
    private static final String DECLINE = "decline";
    private static final String READ_AT = "read_at";

    @Override
    public Document encode(MethodSetup setup) {
        var stored = new Document(CUSTOMER, setup.customer()).append(STATE, setup.state().name()).append(ROUND, setup.round());
        StoredParts.put(stored, STRIPE_ID, setup.stripeId());
        StoredParts.put(stored, CLIENT_SECRET, setup.clientSecret());
        StoredParts.put(stored, METHOD, setup.method());
        StoredParts.put(stored, ACTION_URL, setup.actionUrl());
        setup.decline().ifPresent(decline -> stored.append(DECLINE, StoredParts.encode(decline)));
        StoredParts.putTime(stored, READ_AT, setup.readAt());
        return stored;
    }

    @Override
    public MethodSetup decode(Document stored) {
        return new MethodSetup(stored.getString(CUSTOMER), SetupState.valueOf(stored.getString(STATE)),
                StoredParts.optional(stored, STRIPE_ID), stored.getInteger(ROUND), StoredParts.text(stored, CLIENT_SECRET),
                StoredParts.optional(stored, METHOD), StoredParts.optional(stored, ACTION_URL),
                StoredParts.part(stored, DECLINE).map(StoredParts::decline), StoredParts.time(stored, READ_AT));
    }
}

package io.avid.local.stripe;

import java.util.Arrays;
import java.util.Optional;

/// What is kept, by the name in `object` and by what its ids begin with. The last ones are the emulator's own and have
/// no place in the API.
enum Kind {
    CUSTOMER("customer", "cus_", "customer"),
    PAYMENT_METHOD("payment_method", "pm_", "PaymentMethod"),
    SETUP_INTENT("setup_intent", "seti_", "setupintent"),
    SETUP_ATTEMPT("setup_attempt", "setatt_", "setupattempt"),
    MANDATE("mandate", "mandate_", "mandate"),
    PAYMENT_INTENT("payment_intent", "pi_", "payment_intent"),
    CHARGE("charge", "ch_", "charge"),
    REFUND("refund", "re_", "refund"),
    DISPUTE("dispute", "du_", "dispute"),
    BALANCE_TRANSACTION("balance_transaction", "txn_", "balance transaction"),
    PAYOUT("payout", "po_", "payout"),
    EVENT("event", "evt_", "event"),
    WEBHOOK_ENDPOINT("webhook_endpoint", "we_", "webhook endpoint"),
    CHECKOUT_SESSION("checkout.session", "cs_test_", "checkout.session"),
    DELIVERY("_delivery", "dlv_", "delivery"),
    TIMER("_timer", "tmr_", "timer"),
    IDEMPOTENT_ANSWER("_idempotent_answer", "", "answer"),
    CLOCK("_clock", "", "clock");

    private final String object;
    private final String prefix;
    private final String spoken;

    Kind(String object, String prefix, String spoken) {
        this.object = object;
        this.prefix = prefix;
        this.spoken = spoken;
    }

    String object() {
        return object;
    }

    String prefix() {
        return prefix;
    }

    /// As in Stripe's "No such customer: 'cus_1'".
    String spoken() {
        return spoken;
    }

    /// The kind whose ids begin like this one.
    static Optional<Kind> ofId(String id) {
        return Arrays.stream(values()).filter(kind -> !kind.prefix.isEmpty() && id.startsWith(kind.prefix)).findFirst();
    }
}

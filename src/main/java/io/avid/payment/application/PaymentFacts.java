package io.avid.payment.application;

import io.avid.payment.domain.MethodSetup;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.Wallet;
import io.avid.platform.store.Fact;
import java.util.List;
import java.util.Optional;

/** What this module publishes when something changed; nothing where nothing did that others care for. */
public interface PaymentFacts {
    /** What a payment's change tells; empty before is a payment that is new. */
    List<Fact> of(String name, Optional<Payment> before, Payment after);

    /** What a wallet's change tells. */
    List<Fact> of(Optional<Wallet> before, Wallet after);

    /** What a setup's change tells. */
    List<Fact> of(String name, Optional<MethodSetup> before, MethodSetup after);

    /** What a link's change tells. */
    List<Fact> of(String name, Optional<PaymentLink> before, PaymentLink after);
}

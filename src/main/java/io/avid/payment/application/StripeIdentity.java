package io.avid.payment.application;

import io.avid.platform.security.Principal;
import java.util.Set;

/** Who acts where nobody called: what Stripe tells, or what is asked of it by the clock. */
public final class StripeIdentity {
    private StripeIdentity() {}

    /** Of an organisation. It may do nothing by a call; it only writes this module's own documents. */
    public static Principal of(String organisation) {
        return Principal.staff(organisation, "stripe", Set.of());
    }
}

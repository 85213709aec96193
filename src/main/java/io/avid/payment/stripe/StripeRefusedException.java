package io.avid.payment.stripe;

import io.avid.payment.domain.Decline;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Map;

/** Stripe refuses a request for good: it did nothing, and the same request would be refused again. */
public final class StripeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Decline decline;
    private final String parameter;

    StripeRefusedException(Decline decline, String parameter, Throwable cause) {
        super(decline.code(), cause);
        this.decline = decline;
        this.parameter = parameter;
    }

    /** What Stripe says. */
    public Decline decline() {
        return decline;
    }

    /** FAILED_PRECONDITION (STRIPE_REFUSED), for who asked. */
    public Failure failure() {
        return failure(decline, parameter);
    }

    /** The same for a refusal that was recorded. */
    public static Failure failure(Decline decline) {
        return failure(decline, "");
    }

    private static Failure failure(Decline decline, String parameter) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "STRIPE_REFUSED",
                "Stripe refuses the request: " + decline.message(), Map.of("code", decline.code(), "param", parameter));
    }
}

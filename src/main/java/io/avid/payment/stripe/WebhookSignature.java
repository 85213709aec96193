package io.avid.payment.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Whether Stripe signed what came, within the last five minutes, with any of an endpoint's secrets:
 * while a secret rotates, both the old and the new one sign.
 */
public final class WebhookSignature {
    /** Stripe's own recommendation: older ones may be played back by somebody. */
    private static final long TOLERANCE_SECONDS = 300;

    private final InstantSource clock;

    public WebhookSignature(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Verifies.
     *
     * @param body as it came, byte for byte
     * @param header {@code Stripe-Signature}
     */
    public boolean isValid(String body, String header, List<String> secrets) {
        return secrets.stream().anyMatch(secret -> signed(body, header, secret));
    }

    private boolean signed(String body, String header, String secret) {
        try {
            return Webhook.Signature.verifyHeader(body, header, secret, TOLERANCE_SECONDS, clock.withZone(ZoneOffset.UTC));
        } catch (SignatureVerificationException e) {
            return false;
        }
    }
}

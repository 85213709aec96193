package io.avid.payment.stripe;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * Each organisation's account at Stripe and the webhook endpoints that Stripe calls for it:
 *
 * <pre>
 * avid.payment.stripe.accounts.ORGANISATION.api-key               sk_… or rk_…
 * avid.payment.stripe.accounts.ORGANISATION.publishable-key       pk_…, for Stripe.js in browsers
 * avid.payment.stripe.webhook-endpoints.ENDPOINT.organisation     whose endpoint it is
 * avid.payment.stripe.webhook-endpoints.ENDPOINT.secrets          whsec_…, several by commas while one rotates
 * </pre>
 *
 * <p>Read by exact key and not bound to a map, because an id such as {@code org_harbour} has an
 * underscore, which binding would drop: so the same key works in a file, as an argument, and in upper
 * case with underscores as an environment variable.
 */
public final class StripeAccounts {
    private static final String ACCOUNTS = "avid.payment.stripe.accounts.";
    private static final String ENDPOINTS = "avid.payment.stripe.webhook-endpoints.";

    private final Environment environment;

    public StripeAccounts(Environment environment) {
        this.environment = environment;
    }

    /**
     * An endpoint that Stripe calls.
     *
     * @param organisation whose
     * @param secrets any of which may have signed
     */
    public record Endpoint(String organisation, List<String> secrets) {
        public Endpoint {
            secrets = List.copyOf(secrets);
        }

        /** Never shows the secrets. */
        @Override
        public String toString() {
            return "Endpoint[organisation=" + organisation + "]";
        }
    }

    /**
     * The key by which Avid acts for an organisation.
     *
     * @throws Failure STRIPE_NOT_CONFIGURED naming the property
     */
    public String apiKey(String organisation) {
        String property = ACCOUNTS + organisation + ".api-key";
        String key = text(property);
        if (key.isEmpty()) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "STRIPE_NOT_CONFIGURED", "Organisation " + organisation
                    + " has no account at Stripe that Avid knows. Set " + property + " to a secret or restricted key of it.",
                    Map.of("property", property));
        }
        return key;
    }

    /** Whether an organisation has an account. */
    public boolean has(String organisation) {
        return !text(ACCOUNTS + organisation + ".api-key").isEmpty();
    }

    /** The key for browsers; empty where none is set. */
    public String publishableKey(String organisation) {
        return text(ACCOUNTS + organisation + ".publishable-key");
    }

    /** The endpoint of this id, as it stands in the URL that Stripe calls. */
    public Optional<Endpoint> endpoint(String id) {
        String organisation = text(ENDPOINTS + id + ".organisation");
        List<String> secrets = Arrays.stream(text(ENDPOINTS + id + ".secrets").split(",")).map(String::strip)
                .filter(secret -> !secret.isEmpty()).toList();
        return organisation.isEmpty() || secrets.isEmpty() ? Optional.empty() : Optional.of(new Endpoint(organisation, secrets));
    }

    private String text(String property) {
        return environment.getProperty(property, "").strip();
    }
}

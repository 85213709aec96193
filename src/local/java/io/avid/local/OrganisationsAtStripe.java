package io.avid.local;

import io.avid.local.issuer.DemoPeople;
import io.avid.local.stripe.StripeAccount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The three organisations' accounts at the Stripe emulator. Keys and secrets are derived from the copy's own secret, so
/// that the emulator and Avid learn the same without asking each other, and two copies share none.
///
/// @param secret of the copy
record OrganisationsAtStripe(String secret) {

    private static final int HEX_DIGITS = 32;
    private static final int ID_DIGITS = 24;

    /// What the emulator knows from the start: each account with one webhook endpoint, which is Avid's.
    ///
    /// @param avid where Avid's edge answers
    List<StripeAccount> accounts(URI avid) {
        return DemoPeople.organisations().stream().map(organisation -> new StripeAccount(apiKey(organisation), List.of(new StripeAccount.Endpoint(
                endpoint(organisation), webhookSecret(organisation), avid.resolve("/webhooks/stripe/" + endpoint(organisation)))))).toList();
    }

    /// What Avid is told.
    ///
    /// @param apiBase where the emulator answers
    Map<String, String> properties(URI apiBase) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("avid.payment.stripe.api-base", apiBase.toString());
        for (DemoPeople.Organisation organisation : DemoPeople.organisations()) {
            properties.put("avid.payment.stripe.accounts." + organisation.id() + ".api-key", apiKey(organisation));
            properties.put("avid.payment.stripe.accounts." + organisation.id() + ".publishable-key", publishableKey(organisation));
            String endpoint = "avid.payment.stripe.webhook-endpoints." + endpoint(organisation) + ".";
            properties.put(endpoint + "organisation", organisation.id());
            properties.put(endpoint + "secrets", webhookSecret(organisation));
        }
        return properties;
    }

    String apiKey(DemoPeople.Organisation organisation) {
        return "sk_test_" + derived("key", organisation).substring(0, HEX_DIGITS);
    }

    private String publishableKey(DemoPeople.Organisation organisation) {
        return "pk_test_" + derived("publishable", organisation).substring(0, HEX_DIGITS);
    }

    String endpoint(DemoPeople.Organisation organisation) {
        return "we_" + derived("endpoint", organisation).substring(0, ID_DIGITS);
    }

    String webhookSecret(DemoPeople.Organisation organisation) {
        return "whsec_" + derived("secret", organisation).substring(0, HEX_DIGITS);
    }

    private String derived(String purpose, DemoPeople.Organisation organisation) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("stripe/" + purpose + "/" + organisation.id()).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}

package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What pages may load follows from the addresses, and nothing else gets in. */
class ContentSecurityPolicyTest {
    private static final String ADDRESSES = """
            {"api": "", "login": {"issuer": "https://login.example.com/"}, "shell": "https://console.example.com",
             "features": [{"name": "portal", "origin": "https://portal.example.com"}], "overrideOrigins": []%s}""";
    private static final String STRIPE = """
            , "stripe": {"script": "https://js.stripe.com/clover/stripe.js", "frames": ["https://*.js.stripe.com", "https://js.stripe.com", "https://hooks.stripe.com"],
                         "calls": ["https://api.stripe.com"]}""";

    private static Map<String, String> policy(String stripe) {
        return Arrays.stream(ContentSecurityPolicy.of(FrontEndAddresses.parse(ADDRESSES.formatted(stripe))).split("; "))
                .collect(Collectors.toMap(directive -> directive.split(" ", 2)[0], directive -> directive));
    }

    @Test
    void stripeIsLetInWhereTheAddressesNameItAndOnlyForWhatItNeeds() {
        Map<String, String> policy = policy(STRIPE);
        assertThat(policy.get("script-src")).isEqualTo("script-src 'self' https://console.example.com https://portal.example.com https://js.stripe.com");
        assertThat(policy.get("frame-src")).endsWith("https://login.example.com https://*.js.stripe.com https://js.stripe.com https://hooks.stripe.com");
        assertThat(policy.get("connect-src")).endsWith("https://login.example.com https://api.stripe.com");
        assertThat(policy.get("style-src") + policy.get("img-src") + policy.get("form-action")).doesNotContain("stripe");
        assertThat(String.join(" ", policy.values())).doesNotContain("unsafe-");
        assertThat(String.join(" ", policy("").values())).doesNotContain("stripe");
    }

    @Test
    void anAddressThatIsNoneIsRefusedByItsName() {
        assertThatThrownBy(() -> policy(STRIPE.replace("https://hooks.stripe.com", "hooks.stripe.com/*"))).hasMessageContaining("stripe.frames[]");
        assertThatThrownBy(() -> policy(STRIPE.replace("https://api.stripe.com", "https://*"))).hasMessageContaining("stripe.calls[]");
    }
}

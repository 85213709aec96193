package io.avid.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.customer.v1.ListCustomersRequest;
import io.avid.platform.error.Failure;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PageTokensTest {
    private static final String METHOD = "avid.customer.v1.CustomerService/ListCustomers";
    private static final Principal STAFF = Principal.staff("org_1", "auth0|1", Set.of("customers.read"));

    private final PageTokens tokens = new PageTokens(SigningSecret.of("a secret of the tests, long enough for it"));

    @Property(tries = 200)
    void whatGoesInComesOut(@ForAll String query, @ForAll String position) {
        String plain = new String(position.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        String token = tokens.encode(METHOD, STAFF, query, plain);
        assertThat(tokens.decode(METHOD, STAFF, query, token)).contains(plain);
        assertThat(token).matches("[A-Za-z0-9_-]+").isEqualTo(tokens.encode(METHOD, STAFF, query, plain));
    }

    @Property(tries = 500)
    void aTokenWithAnyBitFlippedIsRefused(@ForAll @IntRange(max = 100_000) int bit) {
        byte[] bytes = Base64.getUrlDecoder().decode(tokens.encode(METHOD, STAFF, "q", "Müller GmbH|customers/1"));
        int at = bit % (bytes.length * 8);
        bytes[at / 8] ^= (byte) (1 << (at % 8));
        assertRefused(METHOD, STAFF, "q", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Test
    void aTokenHoldsForItsMethodOrganisationCustomerAndQueryAlone() {
        String token = tokens.encode(METHOD, STAFF, "q", "p");
        assertRefused("avid.customer.v1.CustomerService/Other", STAFF, "q", token);
        assertRefused(METHOD, Principal.staff("org_2", "auth0|1", Set.of()), "q", token);
        assertRefused(METHOD, new Principal("org_1", "auth0|1", Set.of(), Optional.of("customers/1")), "q", token);
        assertRefused(METHOD, STAFF, "other", token);
        assertThat(tokens.decode(METHOD, Principal.staff("org_1", "a colleague", Set.of()), "q", token)).contains("p");
    }

    @Test
    void aTokenOfAnotherSecretIsRefused() {
        var others = new PageTokens(SigningSecret.of("another secret of the tests, long enough"));
        assertRefused(METHOD, STAFF, "q", others.encode(METHOD, STAFF, "q", "p"));
    }

    @Test
    void rubbishIsRefused() {
        for (String rubbish : new String[] {"x", "!!", "AQ", "customers/1", "A".repeat(10_000), "Aé"}) {
            assertRefused(METHOD, STAFF, "q", rubbish);
        }
    }

    @Test
    void theTokenShowsNothingOfThePosition() {
        String token = tokens.encode(METHOD, STAFF, "q", "Ada Lovelace");
        assertThat(new String(Base64.getUrlDecoder().decode(token), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("Ada");
    }

    @Test
    void theFirstPageHasNoPosition() {
        assertThat(tokens.decode(METHOD, STAFF, "q", "")).isEmpty();
    }

    @Test
    void theQueryIsTheRequestWithoutItsPaging() {
        var request = ListCustomersRequest.newBuilder().setQuery("miller").build();
        assertThat(PageTokens.query(request.toBuilder().setPageSize(7).setPageToken("t").build())).isEqualTo(PageTokens.query(request));
        assertThat(PageTokens.query(request.toBuilder().setQuery("smith").build())).isNotEqualTo(PageTokens.query(request));
    }

    @Test
    void aShortSecretIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> SigningSecret.of("hunter2")).hasMessageContaining(SigningSecret.PROPERTY)
                .hasMessageContaining("32").hasMessageNotContaining("hunter2");
        assertThat(SigningSecret.of("a secret of the tests, long enough for it").toString()).doesNotContain("tests");
    }

    private void assertRefused(String method, Principal principal, String query, String token) {
        assertThatThrownBy(() -> tokens.decode(method, principal, query, token)).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("PAGE_TOKEN_INVALID"));
    }
}

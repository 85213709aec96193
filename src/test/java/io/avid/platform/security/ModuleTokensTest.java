package io.avid.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What one process of Avid's shows another proves what it says, to the module called alone, for five minutes. */
class ModuleTokensTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
    private final ModuleTokens tokens = tokens("a secret of the tests, long enough for it");

    private ModuleTokens tokens(String secret) {
        return new ModuleTokens(SigningSecret.of(secret), new IdentityProperties("", 30, 60, 10_000, false), now::get);
    }

    @Test
    void aProofNamesTheCallingModuleToTheModuleCalledAlone() {
        String proof = tokens.proofOf("billing", "payment");
        assertThat(tokens.proven(proof, "payment")).isEqualTo("billing");
        refused(() -> tokens.proven(proof, "customer"), "another module");
        refused(() -> tokens("another secret of the tests, as long as it").proven(proof, "payment"), "not a module token of this installation");
        refused(() -> tokens.proven(proof.substring(0, proof.length() - 3) + "AAA", "payment"), "not a module token");
        refused(() -> tokens.proven("rubbish", "payment"), "not a module token");
    }

    @Test
    void aProofServesUntilAMinuteBeforeItsEndAndIsThenAnother() {
        String first = tokens.proofOf("billing", "payment");
        now.set(now.get().plus(Duration.ofMinutes(3)));
        assertThat(tokens.proofOf("billing", "payment")).isEqualTo(first);
        now.set(now.get().plus(Duration.ofSeconds(61)));
        String second = tokens.proofOf("billing", "payment");
        assertThat(second).isNotEqualTo(first);
        assertThat(tokens.proven(first, "payment")).as("one that is under way").isEqualTo("billing");
        now.set(now.get().plus(Duration.ofMinutes(2)));
        refused(() -> tokens.proven(first, "payment"), "expired");
        assertThat(tokens.proven(second, "payment")).isEqualTo("billing");
    }

    @Test
    void aTokenOfAPrincipalIsNoProofAndAProofIsNoToken() {
        String token = tokens.tokenFor(Caller.withoutToken(new Principal("org_1", "process/7", Set.of("payments.bill"), Optional.empty())), "payment");
        refused(() -> tokens.proven(token, "payment"), "not a module token of this installation");
        refused(() -> tokens.principal(tokens.proofOf("billing", "payment"), "payment"), "not a module token of this installation");
        assertThat(ModuleTokens.claimsToBeOne(tokens.proofOf("billing", "payment"))).isFalse();
    }

    private static void refused(ThrowingCallable asking, String because) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("TOKEN_INVALID");
            assertThat(failure.getMessage()).contains(because);
        });
    }
}

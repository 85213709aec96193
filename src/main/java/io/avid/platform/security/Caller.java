package io.avid.platform.security;

import java.util.Objects;
import java.util.Optional;

/**
 * Who calls, with the token that proved it, so that a call to a module in another process can show
 * the same token. Background work has none: the platform signs one for each call.
 *
 * @param principal who calls
 * @param bearerToken the verified token as it came, without "Bearer "
 */
public record Caller(Principal principal, Optional<String> bearerToken) {
    public Caller {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(bearerToken, "bearerToken");
    }

    /** Background work: no token came with it. */
    public static Caller withoutToken(Principal principal) {
        return new Caller(principal, Optional.empty());
    }

    /** Names the caller and never shows the token. */
    @Override
    public String toString() {
        return "Caller[organisation=" + principal.organisation() + ", token="
                + (bearerToken.isPresent() ? "present" : "none") + "]";
    }
}

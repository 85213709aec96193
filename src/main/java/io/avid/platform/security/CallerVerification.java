package io.avid.platform.security;

import io.avid.platform.error.Failure;
import java.util.Optional;

/** Who may come in by which door, told by the token. */
public final class CallerVerification {
    private final TokenVerification users;
    private final ModuleTokens modules;

    CallerVerification(TokenVerification users, ModuleTokens modules) {
        this.users = users;
        this.modules = modules;
    }

    /**
     * The caller at the public edge: a token of the issuer alone. Module tokens are refused.
     *
     * @throws Failure UNAUTHENTICATED or UNAVAILABLE; see {@link TokenVerification#principal}
     */
    public Caller atEdge(String token) {
        return new Caller(users.principal(token), Optional.of(token));
    }

    /**
     * The caller at the listener for other modules: a user's token handed on, or a module token for
     * this module.
     *
     * @throws Failure UNAUTHENTICATED or UNAVAILABLE
     */
    public Caller atModule(String token, String module) {
        return ModuleTokens.claimsToBeOne(token) ? Caller.withoutToken(modules.principal(token, module)) : atEdge(token);
    }

    /** The caller at the edge whose token was verified a moment ago, for threads that may not wait. */
    public Optional<Caller> remembered(String token) {
        return users.remembered(token).map(principal -> new Caller(principal, Optional.of(token)));
    }

    /** The failure of a call without a token. */
    public Failure missing() {
        return users.missing();
    }
}

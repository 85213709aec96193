package io.avid.local.issuer;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What lets a page renew its session without a frame, where browsers show other sites no cookie: as Auth0's rotating
/// refresh tokens, each is good once. They live as long as the process.
final class RefreshTokens {

    private final Map<String, String> users = new ConcurrentHashMap<>();

    /// A new one for whoever signs in by this name.
    String next(String userName) {
        String token = "v1." + UUID.randomUUID() + UUID.randomUUID();
        users.put(token, userName);
        return token;
    }

    /// Whose it is; it is then no longer good.
    Optional<String> take(String token) {
        return Optional.ofNullable(users.remove(token));
    }
}

package io.avid.cli.connection;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A bearer token, and what can be read in it without trusting it: it serves to say in time that a
 * login has ended. Whether it is good is Avid's to decide.
 *
 * @param value the token itself
 * @param expires when it ends, where it says so
 * @param organisation its {@code org_id}; empty where it has none
 * @param customer the customer that it names; empty for staff
 */
public record AccessToken(String value, Optional<Instant> expires, String organisation, String customer) {
    /** Reads what a token says; one that is no JWT says nothing. */
    public static AccessToken of(String value) {
        JsonObject claims = claims(value);
        return new AccessToken(value, number(claims, "exp").map(Instant::ofEpochSecond),
                text(claims, "org_id"), text(claims, "avid_customer"));
    }

    private static JsonObject claims(String token) {
        String[] parts = token.split("\\.");
        if (parts.length == 3) {
            try {
                String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                if (JsonParser.parseString(payload) instanceof JsonObject claims) {
                    return claims;
                }
            } catch (IllegalArgumentException | JsonParseException e) {
                return new JsonObject();
            }
        }
        return new JsonObject();
    }

    private static Optional<Long> number(JsonObject claims, String name) {
        JsonElement claim = claims.get(name);
        return claim != null && claim.isJsonPrimitive() && claim.getAsJsonPrimitive().isNumber()
                ? Optional.of(claim.getAsLong()) : Optional.empty();
    }

    private static String text(JsonObject claims, String name) {
        JsonElement claim = claims.get(name);
        return claim != null && claim.isJsonPrimitive() ? claim.getAsString() : "";
    }

    @Override
    public String toString() {
        return "AccessToken[organisation=" + organisation + "]";
    }
}

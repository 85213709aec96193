package io.avid.cli.connection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Tokens as an issuer would sign them; nobody here checks the signature. */
public final class Tokens {
    public static final String ORGANISATION = "org_1";

    private Tokens() {}

    public static String endingAt(Instant end) {
        return encoded("{\"alg\":\"none\"}") + "." + encoded("{\"sub\":\"auth0|finance\",\"org_id\":\"" + ORGANISATION + "\",\"exp\":"
                + end.getEpochSecond() + "}") + ".signature";
    }

    private static String encoded(String part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }
}

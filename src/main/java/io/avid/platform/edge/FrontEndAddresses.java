package io.avid.platform.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/**
 * What a front end reads when it runs: where the API, the issuer, the shell and each feature are. The
 * edge reads of it which hosts it serves and what their pages may load.
 *
 * @param text the file, as browsers get it
 * @param api origin of the API; empty: the page's own
 * @param issuer origin of the OpenID issuer
 * @param frontEnds origin of each front end by name, the shell among them
 * @param overrideOrigins where developers' builds may come from; empty in production
 * @param stripe where card fields come from; absent where nobody pays in a page
 */
record FrontEndAddresses(String text, String api, String issuer, Map<String, String> frontEnds, List<String> overrideOrigins, Optional<StripeOrigins> stripe) {
    static final String SHELL = "shell";

    FrontEndAddresses {
        frontEnds = Map.copyOf(frontEnds);
        overrideOrigins = List.copyOf(overrideOrigins);
    }

    /**
     * Stripe in a page: card fields are frames of Stripe's, which no script of the page can read.
     *
     * @param script origin of Stripe.js
     * @param frames of card fields and of the bank's challenge
     * @param calls that Stripe.js makes itself
     */
    record StripeOrigins(String script, List<String> frames, List<String> calls) {
        StripeOrigins {
            frames = List.copyOf(frames);
            calls = List.copyOf(calls);
        }
    }

    /** @throws IllegalArgumentException if the file is not what is expected, saying what is wrong in it */
    static FrontEndAddresses read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("avid.edge.front-ends.addresses is " + file + ", which cannot be read; expected a file with the front ends' addresses.", e);
        }
    }

    static FrontEndAddresses parse(String text) {
        Map<String, Object> file;
        try {
            file = JsonParserFactory.getJsonParser().parseMap(text);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("The front ends' addresses are not a JSON object: " + text, e);
        }
        String issuer = string(map(file.get("login"), "login").get("issuer"), "login.issuer");
        String api = string(file.get("api"), "api");
        Map<String, String> frontEnds = new LinkedHashMap<>();
        frontEnds.put(SHELL, origin(file.get("shell"), "shell"));
        for (Object each : list(file.get("features"), "features")) {
            Map<?, ?> feature = map(each, "features[]");
            frontEnds.put(string(feature.get("name"), "features[].name"), origin(feature.get("origin"), "features[].origin"));
        }
        return new FrontEndAddresses(text, api.isEmpty() ? "" : origin(api, "api"), originOf(issuer, "login.issuer"), frontEnds,
                list(file.get("overrideOrigins"), "overrideOrigins").stream().map(each -> origin(each, "overrideOrigins[]")).toList(),
                Optional.ofNullable(file.get("stripe")).map(given -> stripe(map(given, "stripe"))));
    }

    private static StripeOrigins stripe(Map<?, ?> given) {
        return new StripeOrigins(originOf(string(given.get("script"), "stripe.script"), "stripe.script"),
                list(given.get("frames"), "stripe.frames").stream().map(each -> source(each, "stripe.frames[]")).toList(),
                list(given.get("calls"), "stripe.calls").stream().map(each -> source(each, "stripe.calls[]")).toList());
    }

    /** An origin, or all of a domain of Stripe's: "https://*.js.stripe.com". */
    private static String source(Object value, String what) {
        String given = string(value, what);
        String known = given.startsWith("https://*.") ? "https://" + given.substring("https://*.".length()) : given;
        origin(known, what);
        return given;
    }

    /** Everywhere that a front end's scripts, styles and letters come from, beside its own host. */
    Stream<String> origins() {
        return Stream.concat(frontEnds.values().stream(), overrideOrigins.stream()).distinct().sorted();
    }

    private static String origin(Object value, String what) {
        String given = string(value, what);
        if (!originOf(given, what).equals(given)) {
            throw refused(what, given, "an origin such as https://customers.example.com, without a path");
        }
        return given;
    }

    private static String originOf(String address, String what) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw refused(what, address, "an address that begins with https:// or http://");
            }
            return uri.getScheme() + "://" + uri.getAuthority();
        } catch (URISyntaxException e) {
            throw refused(what, address, "an address");
        }
    }

    private static String string(Object value, String what) {
        return value instanceof String text ? text : throwRefused(what, value, "a text");
    }

    private static List<?> list(Object value, String what) {
        return value instanceof List<?> list ? list : throwRefused(what, value, "a list");
    }

    private static Map<?, ?> map(Object value, String what) {
        return value instanceof Map<?, ?> map ? map : throwRefused(what, value, "an object");
    }

    private static <T> T throwRefused(String what, Object given, String expected) {
        throw refused(what, given, expected);
    }

    private static IllegalArgumentException refused(String what, Object given, String expected) {
        return new IllegalArgumentException("The front ends' addresses have " + what + " = " + given + "; expected " + expected + ".");
    }
}

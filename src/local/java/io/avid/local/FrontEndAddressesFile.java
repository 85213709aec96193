package io.avid.local;

import io.avid.local.issuer.Clients;
import io.avid.local.stripe.StripeJsPages;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.json.JsonWriter;

/// What the front ends read when they run, for one copy: `addresses.json`. Every browser takes `*.localhost` for this
/// machine, so each front end has a host of its own at Avid's port.
///
/// @param port of Avid's edge
/// @param issuer who signs people in
/// @param stripe whose Stripe.js and card fields are shown in pages
public record FrontEndAddressesFile(int port, URI issuer, URI stripe) {

    /// In the order of the console's navigation. The development servers have the ports from the shell's on, in this order.
    private static final List<Feature> FEATURES = List.of(
            new Feature("customers", List.of("customers.read"), "Customers", "Kunden"),
            new Feature("transactions", List.of("transactions.read"), "Transactions", "Buchungen"),
            new Feature("documents", List.of("documents.read"), "Documents", "Dokumente"),
            new Feature("payments", List.of("payments.read", "invoices.read"), "Payments", "Zahlungen"),
            new Feature("portal", List.of("own.read"), "My account", "Mein Konto"));
    private static final int SHELL_DEVELOPMENT_PORT = 4200;

    private record Feature(String name, List<String> permissions, String english, String german) {
    }

    /// The console's address.
    public String shell() {
        return origin("shell");
    }

    /// The customers' own page.
    public String portal() {
        return origin("portal");
    }

    private String origin(String name) {
        return "http://" + name + ".localhost:" + port;
    }

    /// The origins where people come back to when they have signed in.
    public static List<String> origins(int port) {
        FrontEndAddressesFile file = new FrontEndAddressesFile(port, URI.create("http://127.0.0.1/"), URI.create("http://127.0.0.1/"));
        List<String> origins = new ArrayList<>(List.of(file.shell()));
        FEATURES.forEach(feature -> origins.add(file.origin(feature.name())));
        return origins;
    }

    /// The file's text.
    public String text() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("environment", "local");
        file.put("api", "");
        file.put("login", sorted(Map.of("issuer", issuer.toString(), "clientId", Clients.CONSOLE, "audience", AvidProperties.AUDIENCE,
                "scope", "openid profile email offline_access")));
        file.put("shell", shell());
        // In production https://js.stripe.com/clover/stripe.js, with frames of js.stripe.com and hooks.stripe.com and calls of api.stripe.com.
        file.put("stripe", sorted(Map.of("script", stripe.resolve(StripeJsPages.SCRIPT).toString(), "frames", List.of(stripe.toString()), "calls", List.of(stripe.toString()))));
        file.put("features", FEATURES.stream().map(feature -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", feature.name());
            entry.put("origin", origin(feature.name()));
            entry.put("permissions", feature.permissions());
            entry.put("label", sorted(Map.of("en", feature.english(), "de", feature.german())));
            return entry;
        }).toList());
        List<String> developers = new ArrayList<>();
        for (int at = 1; at <= FEATURES.size(); at++) {
            developers.add("http://localhost:" + (SHELL_DEVELOPMENT_PORT + at));
        }
        file.put("overrideOrigins", developers);
        return JsonWriter.<Map<String, Object>>standard().writeToString(file);
    }

    /// A `Map.of` has another order in every JVM; a file whose text changes is a reason to start Avid again.
    private static <V> Map<String, V> sorted(Map<String, V> entries) {
        return new TreeMap<>(entries);
    }
}

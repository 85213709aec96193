package io.avid.platform.edge;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a front end's page may load, run and call: files of the front ends that the addresses name, the API,
 * the issuer, Stripe where its card fields are shown, and nothing inline. Where browsers have Trusted Types, a script's address is one that webpack
 * or the platform made, and text never becomes markup.
 */
final class ContentSecurityPolicy {
    private ContentSecurityPolicy() {}

    static String of(FrontEndAddresses addresses) {
        String files = addresses.origins().collect(Collectors.joining(" "));
        List<String> calls = new ArrayList<>(List.of(addresses.issuer()));
        if (!addresses.api().isEmpty()) {
            calls.add(addresses.api());
        }
        // A developer's build is told of changes by its development server.
        addresses.overrideOrigins().forEach(origin -> calls.add((origin.startsWith("https") ? "wss://" : "ws://") + URI.create(origin).getAuthority()));
        // Each build's webpack makes scripts of its own files by a policy named for it; a retry makes it again.
        String stripeScript = addresses.stripe().map(stripe -> " " + stripe.script()).orElse("");
        String stripeFrames = addresses.stripe().map(stripe -> " " + String.join(" ", stripe.frames())).orElse("");
        addresses.stripe().ifPresent(stripe -> calls.addAll(stripe.calls()));
        String policies = addresses.frontEnds().keySet().stream().sorted().map(name -> " avid-" + name).collect(Collectors.joining());
        return Stream.of(
                "default-src 'none'",
                "script-src 'self' " + files + stripeScript,
                "style-src 'self' " + files,
                "font-src 'self' " + files,
                // Documents are shown in the page from memory.
                "img-src 'self' data: blob: " + files,
                "frame-src 'self' blob: " + addresses.issuer() + stripeFrames,
                "connect-src 'self' " + files + " " + String.join(" ", calls),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'self'",
                "require-trusted-types-for 'script'",
                "trusted-types avid-platform" + policies + " 'allow-duplicates'").collect(Collectors.joining("; "));
    }
}

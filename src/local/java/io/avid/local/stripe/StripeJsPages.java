package io.avid.local.stripe;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Stripe.js in a merchant's page, as far as it saves cards: the script with Stripe's interface, the frame that holds the
/// card's fields, and what that frame asks. The frame is of this origin, so that no script of the merchant's page reads a
/// card, and it asks with the intent's client secret, as Stripe.js does.
public final class StripeJsPages {

    /// Where the script is, as at js.stripe.com.
    public static final String SCRIPT = "/v3/";

    static final String PATH = SCRIPT;
    private static final String CONFIRM = PATH + "confirm-setup";
    private static final String READ = PATH + "setup-intent";
    private static final String SECRET = "_secret_";
    private static final Map<String, MediaType> FILES = Map.of("stripe.js", MediaType.JAVASCRIPT_UTF_8, "payment-element.html", MediaType.HTML_UTF_8,
            "payment-element.js", MediaType.JAVASCRIPT_UTF_8, "payment-element.css", MediaType.CSS_UTF_8);

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final SetupIntents setups;
    private final Consumer<String> log;

    StripeJsPages(ObjectStore store, EmulatorClock clock, SetupIntents setups, Consumer<String> log) {
        this.store = store;
        this.clock = clock;
        this.setups = setups;
        this.log = log;
    }

    HttpResponse serve(AggregatedHttpRequest request) {
        String[] target = request.path().split("\\?", 2);
        return switch (target[0]) {
            case CONFIRM -> answer(QueryParams.fromQueryString(request.contentUtf8()), true);
            case READ -> answer(QueryParams.fromQueryString(target.length > 1 ? target[1] : ""), false);
            case SCRIPT -> file("stripe.js");
            default -> file(target[0].substring(PATH.length()));
        };
    }

    private static HttpResponse file(String name) {
        MediaType type = FILES.get(name);
        if (type == null) {
            return HtmlPage.of(HttpStatus.NOT_FOUND, "There is nothing here", "<p>Stripe.js is at <code>" + SCRIPT + "</code>.</p>");
        }
        try (InputStream stream = StripeJsPages.class.getResourceAsStream(name)) {
            return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK).contentType(type).set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                    .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff").build(), HttpData.wrap(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse answer(QueryParams given, boolean confirms) {
        ObjectNode answer;
        try {
            answer = StripeJson.object();
            answer.set("setupIntent", shown(confirms ? confirm(given) : find(given).intent()));
        } catch (StripeError refused) {
            answer = refused.body();
        }
        log.accept((confirms ? "Stripe.js confirms a setup: " : "Stripe.js reads a setup: ") + (answer.has("error") ? "refused" : "answered"));
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK).contentType(MediaType.JSON).set(HttpHeaderNames.CACHE_CONTROL, "no-store").build(),
                HttpData.wrap(StripeJson.bytes(answer)));
    }

    /// An intent, and whose account it is of.
    private record Found(String account, ObjectNode intent) {
    }

    private Found find(QueryParams given) {
        String secret = given.get("client_secret", "");
        if (!given.get("key", "").startsWith("pk_test_")) {
            throw StripeError.of(401, StripeError.INVALID_REQUEST, "Invalid API Key provided. Stripe.js takes a publishable key, which begins with pk_test_.");
        }
        String id = secret.contains(SECRET) ? secret.substring(0, secret.indexOf(SECRET)) : "";
        return store.accounts().stream()
                .flatMap(account -> store.read(account, work -> work.find(Kind.SETUP_INTENT, id)).map(intent -> new Found(account, intent)).stream())
                .filter(found -> StripeJson.text(found.intent(), "client_secret").equals(secret)).findFirst()
                .orElseThrow(() -> StripeError.of(404, StripeError.INVALID_REQUEST, "No such setupintent: the client secret is none that was given out."));
    }

    /// What was changed by a refusal (the intent's last error) stays, as with the API.
    private ObjectNode confirm(QueryParams given) {
        Found found = find(given);
        Object outcome = store.change(found.account(), work -> {
            try {
                return setups.confirm(new Call(work, card(given), List.of(StripeJson.text(found.intent(), "id")), "", Optional.empty(),
                        clock.seconds(found.account())));
            } catch (StripeError refused) {
                if (!refused.keepsChanges()) {
                    throw refused;
                }
                return refused;
            }
        });
        if (outcome instanceof StripeError refused) {
            throw refused;
        }
        return (ObjectNode) outcome;
    }

    /// As the API would be given it; without a place to return to, since the challenge is shown over the merchant's page.
    private static Parameters card(QueryParams form) {
        String[] expiry = form.get("expiry", "").strip().split("\\s*/\\s*", 2);
        return Parameters.of(QueryParams.builder().add("payment_method_data[type]", "card")
                .add("payment_method_data[card][number]", form.get("number", "").replace(" ", ""))
                .add("payment_method_data[card][exp_month]", expiry[0])
                .add("payment_method_data[card][exp_year]", expiry.length > 1 ? expiry[1] : "")
                .add("payment_method_data[card][cvc]", form.get("cvc", "").strip()).build());
    }

    private static ObjectNode shown(ObjectNode intent) {
        ObjectNode shown = StripeJson.object();
        for (String field : List.of("id", "object", "client_secret", "status", "payment_method", "last_setup_error", "next_action", "usage", "livemode", "created")) {
            shown.set(field, intent.get(field));
        }
        return shown;
    }
}

package io.avid.local.stripe;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The page where a card holder proves who they are, without a script: two buttons, one for having proved it and one for
/// having failed. Then it leads back to the return address, with what Stripe adds to it.
final class ChallengePages {

    private static final String OUTCOME = "outcome";
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";

    /// What an intent becomes by a good proof; one that was cancelled meanwhile becomes none of these.
    private static final Set<String> AUTHENTICATED = Set.of("succeeded", "processing", "requires_capture");

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final PaymentIntents payments;
    private final SetupIntents setups;

    ChallengePages(ObjectStore store, EmulatorClock clock, PaymentIntents payments, SetupIntents setups) {
        this.store = store;
        this.clock = clock;
        this.payments = payments;
        this.setups = setups;
    }

    HttpResponse serve(AggregatedHttpRequest request) {
        String id = request.path().substring(Challenge.PATH.length()).split("\\?", 2)[0];
        Optional<Kind> kind = Kind.ofId(id).filter(found -> found == Kind.PAYMENT_INTENT || found == Kind.SETUP_INTENT);
        Optional<String> account = kind.flatMap(found -> store.accounts().stream()
                .filter(candidate -> store.read(candidate, work -> work.find(found, id).isPresent())).findFirst());
        if (account.isEmpty()) {
            return HtmlPage.of(HttpStatus.NOT_FOUND, "Nothing to authenticate", "<p>There is no such payment.</p>");
        }
        ObjectNode intent = store.read(account.get(), work -> work.linked(kind.get(), id));
        boolean waiting = StripeJson.text(intent, "status").equals("requires_action");
        if (!waiting) {
            return HtmlPage.of(HttpStatus.OK, "Already decided", "<p>This was authenticated or given up before.</p>");
        }
        if (request.method() == HttpMethod.GET) {
            return HtmlPage.of(HttpStatus.OK, "Authenticate this card", question(intent));
        }
        String outcome = QueryParams.fromQueryString(request.contentUtf8()).get(OUTCOME, "");
        if (!outcome.equals(SUCCESS) && !outcome.equals(FAILURE)) {
            return HttpResponse.of(HttpStatus.BAD_REQUEST, MediaType.PLAIN_TEXT_UTF_8, "'" + OUTCOME + "' is " + SUCCESS + " or " + FAILURE + ".\n");
        }
        String returnUrl = StripeJson.text(intent.path("next_action").path("redirect_to_url"), "return_url");
        boolean succeeded = decide(account.get(), kind.get(), id, outcome.equals(SUCCESS));
        if (returnUrl.isEmpty()) {
            return HtmlPage.of(HttpStatus.OK, succeeded ? "Authenticated" : "Not authenticated", "<p>You can close this page.</p>");
        }
        String name = kind.get() == Kind.PAYMENT_INTENT ? "payment_intent" : "setup_intent";
        QueryParams added = QueryParams.of(name, id, name + "_client_secret", StripeJson.text(intent, "client_secret"), "redirect_status",
                succeeded ? "succeeded" : "failed");
        return HttpResponse.ofRedirect(HttpStatus.SEE_OTHER, returnUrl + (returnUrl.contains("?") ? "&" : "?") + added.toQueryString());
    }

    private boolean decide(String account, Kind kind, String id, boolean success) {
        try {
            ObjectNode intent = store.change(account, work -> {
                Call call = new Call(work, Parameters.none(), List.of(id), "", Optional.empty(), clock.seconds(account));
                return kind == Kind.PAYMENT_INTENT ? payments.authenticated(call, id, success) : setups.authenticated(call, id, success);
            });
            return AUTHENTICATED.contains(StripeJson.text(intent, "status"));
        } catch (StripeError refusedByTheBank) {
            return false;
        }
    }

    private static String question(ObjectNode intent) {
        String what = StripeJson.has(intent, "amount")
                ? "A payment of <strong>" + HtmlPage.escape(Amounts.spoken(StripeJson.number(intent, "amount"), StripeJson.text(intent, "currency"))) + "</strong>"
                : "Saving your card for later payments";
        return "<p>" + what + " has to be confirmed with your bank. This is a test page in place of the bank's.</p>"
                + "<form method=\"post\"><button name=\"" + OUTCOME + "\" value=\"" + SUCCESS + "\">Complete authentication</button>"
                + "<button class=\"quiet\" name=\"" + OUTCOME + "\" value=\"" + FAILURE + "\">Fail authentication</button></form>";
    }
}

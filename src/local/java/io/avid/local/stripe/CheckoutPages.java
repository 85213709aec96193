package io.avid.local.stripe;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The page of a checkout session: what is to be paid, and a form for a card, which works without a script. A refusal is
/// told on the page, which stays; a challenge leads over [ChallengePages] and back; what is paid leads to the merchant.
final class CheckoutPages {

    private final ObjectStore store;
    private final EmulatorClock clock;
    private final CheckoutSessions sessions;
    private final PaymentMethods paymentMethods;

    CheckoutPages(ObjectStore store, EmulatorClock clock, CheckoutSessions sessions, PaymentMethods paymentMethods) {
        this.store = store;
        this.clock = clock;
        this.sessions = sessions;
        this.paymentMethods = paymentMethods;
    }

    HttpResponse serve(AggregatedHttpRequest request) {
        String id = request.path().substring(CheckoutSessions.PATH.length()).split("\\?", 2)[0];
        Optional<String> account = store.accounts().stream()
                .filter(candidate -> store.read(candidate, work -> work.find(Kind.CHECKOUT_SESSION, id).isPresent())).findFirst();
        if (account.isEmpty()) {
            return HtmlPage.of(HttpStatus.NOT_FOUND, "There is nothing to pay here", "<p>The link is not complete, or was never given out.</p>");
        }
        ObjectNode session = session(account.get(), id);
        if (request.method() == HttpMethod.POST && StripeJson.text(session, "status").equals("open")) {
            return pay(account.get(), id, QueryParams.fromQueryString(request.contentUtf8()));
        }
        return show(session, "");
    }

    private ObjectNode session(String account, String id) {
        return store.read(account, work -> work.linked(Kind.CHECKOUT_SESSION, id));
    }

    private HttpResponse show(ObjectNode session, String error) {
        return switch (StripeJson.text(session, "status")) {
            case "complete" -> backToMerchant(session);
            case "expired" -> HtmlPage.of(HttpStatus.OK, "This link has expired", "<p>Nothing was paid. Ask for a new link.</p>");
            default -> HtmlPage.of(error.isEmpty() ? HttpStatus.OK : HttpStatus.PAYMENT_REQUIRED, title(session), form(session, error));
        };
    }

    private static HttpResponse backToMerchant(ObjectNode session) {
        return HttpResponse.ofRedirect(HttpStatus.SEE_OTHER, StripeJson.text(session, "success_url").replace("{CHECKOUT_SESSION_ID}", StripeJson.text(session, "id")));
    }

    private HttpResponse pay(String account, String id, QueryParams form) {
        try {
            ObjectNode intent = store.change(account, work -> {
                Call call = new Call(work, card(form), List.of(id), "", Optional.empty(), clock.seconds(account));
                ObjectNode session = work.linked(Kind.CHECKOUT_SESSION, id);
                ObjectNode method = paymentMethods.make(call, call.parameters());
                work.put(Kind.PAYMENT_METHOD, method);
                return sessions.pay(call, session, method, form.get("email", "").strip());
            });
            String challenge = StripeJson.text(intent.path("next_action").path("redirect_to_url"), "url");
            return challenge.isEmpty() ? show(session(account, id), "") : HttpResponse.ofRedirect(HttpStatus.SEE_OTHER, challenge);
        } catch (StripeError refused) {
            return show(session(account, id), refused.getMessage());
        }
    }

    /// As the API would be given it.
    private static Parameters card(QueryParams form) {
        String[] expiry = form.get("expiry", "").strip().split("\\s*/\\s*", 2);
        QueryParamsBuilder card = QueryParams.builder();
        card.add("type", "card").add("card[number]", form.get("number", "").strip()).add("card[exp_month]", expiry[0])
                .add("card[exp_year]", expiry.length > 1 ? expiry[1] : "").add("card[cvc]", form.get("cvc", "").strip());
        if (!form.get("name", "").isBlank()) {
            card.add("billing_details[name]", form.get("name", "").strip());
        }
        return Parameters.of(card.build());
    }

    private static String title(ObjectNode session) {
        return StripeJson.text(session, "mode").equals("setup") ? "Save a card"
                : "Pay " + Amounts.spoken(StripeJson.number(session, "amount_total"), StripeJson.text(session, "currency"));
    }

    private static String form(ObjectNode session, String error) {
        StringBuilder page = new StringBuilder();
        if (session.get(CheckoutSessions.LINE_ITEMS) != null) {
            page.append("<table>");
            session.get(CheckoutSessions.LINE_ITEMS).forEach(item -> page.append("<tr><td>").append(HtmlPage.escape(StripeJson.text(item, "description")))
                    .append(StripeJson.number(item, "quantity") > 1 ? " × " + StripeJson.number(item, "quantity") : "").append("</td><td>")
                    .append(HtmlPage.escape(Amounts.spoken(StripeJson.number(item, "amount_total"), StripeJson.text(session, "currency")))).append("</td></tr>"));
            page.append("<tr class=\"sum\"><td>Total</td><td>").append(HtmlPage.escape(Amounts.spoken(StripeJson.number(session, "amount_total"),
                    StripeJson.text(session, "currency")))).append("</td></tr></table>");
        }
        if (!error.isEmpty()) {
            page.append("<p class=\"error\" role=\"alert\">").append(HtmlPage.escape(error)).append("</p>");
        }
        page.append("<form method=\"post\"><label>Email<input name=\"email\" type=\"email\" autocomplete=\"email\" value=\"")
                .append(HtmlPage.escape(StripeJson.text(session, "customer_email"))).append("\"></label>")
                .append("<label>Card number<input name=\"number\" inputmode=\"numeric\" required placeholder=\"4242 4242 4242 4242\"></label>")
                .append("<div class=\"two\"><label>Expiry<input name=\"expiry\" required placeholder=\"12 / 34\"></label>")
                .append("<label>CVC<input name=\"cvc\" inputmode=\"numeric\" required placeholder=\"123\"></label></div>")
                .append("<label>Name on card<input name=\"name\" autocomplete=\"name\"></label><button>")
                .append(StripeJson.text(session, "mode").equals("setup") ? "Save" : "Pay").append("</button></form>");
        if (StripeJson.has(session, "cancel_url")) {
            page.append("<p><a href=\"").append(HtmlPage.escape(StripeJson.text(session, "cancel_url"))).append("\">Go back without paying</a></p>");
        }
        return page.toString();
    }
}

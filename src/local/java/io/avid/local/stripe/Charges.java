package io.avid.local.stripe;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/charges`: every attempt at a card, successful or refused. They are made by payment intents alone.
final class Charges {

    private static final String SHAPE = """
            {'id':null,'object':null,'amount':0,'amount_captured':0,'amount_refunded':0,'application':null,'application_fee':null,
             'application_fee_amount':null,'balance_transaction':null,'billing_details':null,'calculated_statement_descriptor':null,'captured':false,
             'created':0,'currency':null,'customer':null,'description':null,'disputed':false,'failure_balance_transaction':null,'failure_code':null,
             'failure_message':null,'fraud_details':{},'livemode':false,'metadata':{},'on_behalf_of':null,'outcome':null,'paid':false,
             'payment_intent':null,'payment_method':null,'payment_method_details':null,'receipt_email':null,'receipt_number':null,'receipt_url':null,
             'refunded':false,'review':null,'shipping':null,'source':null,'source_transfer':null,'statement_descriptor':null,
             'statement_descriptor_suffix':null,'status':null,'transfer_data':null,'transfer_group':null}""";
    private static final String CARD_DETAILS = """
            {'amount_authorized':null,'authorization_code':null,'brand':null,'checks':null,'country':null,'exp_month':0,'exp_year':0,
             'extended_authorization':{'status':'disabled'},'fingerprint':null,'funding':null,'incremental_authorization':{'status':'unavailable'},
             'installments':null,'last4':null,'mandate':null,'multicapture':{'status':'unavailable'},'network':null,'network_token':{'used':false},
             'network_transaction_id':null,'overcapture':{'maximum_amount_capturable':0,'status':'unavailable'},'regulated_status':'unregulated',
             'three_d_secure':null,'transaction_link_id':null,'wallet':null}""";
    private static final String AUTHENTICATED = """
            {'authentication_flow':'challenge','electronic_commerce_indicator':'05','exemption_indicator':null,'result':'authenticated',
             'result_reason':null,'transaction_id':null,'version':'2.2.0'}""";
    private static final String OUTCOME = """
            {'advice_code':null,'network_advice_code':null,'network_decline_code':null,'network_status':'approved_by_network','reason':null,
             'risk_level':'normal','seller_message':'Payment complete.','type':'authorized'}""";
    private static final String DESCRIPTOR = "AVID LOCAL";
    private static final int LONGEST_DESCRIPTOR = 22;
    /// Until an asynchronously captured charge's money is booked.
    private static final Duration BOOKED_LATER = Duration.ofSeconds(1);
    private static final Duration DISPUTED_LATER = Duration.ofSeconds(1);

    private final Events events;
    private final BalanceTransactions balance;
    private final Timers timers;

    Charges(Routes routes, Events events, BalanceTransactions balance, Timers timers) {
        this.events = events;
        this.balance = balance;
        this.timers = timers;
        routes.get("/v1/charges", this::list);
        routes.get("/v1/charges/*", this::retrieve);
        routes.post("/v1/charges/*", this::update);
        timers.on("book_charge", (call, id) -> book(call, call.work().linked(Kind.CHARGE, id)));
    }

    /// The bank said yes. With automatic capture the money is booked at once; with `automatic_async`, Stripe's default, a
    /// moment later; with manual capture when it is captured.
    ObjectNode succeed(Call call, ObjectNode intent, ObjectNode method, boolean authenticated) {
        ObjectNode charge = attempt(call, intent, method);
        charge.put("status", "succeeded").put("paid", true);
        charge.set("outcome", StripeJson.literal(OUTCOME));
        ObjectNode card = (ObjectNode) charge.get("payment_method_details").get("card");
        card.put("amount_authorized", StripeJson.number(intent, "amount")).put("authorization_code", StripeIds.random(6).toUpperCase(Locale.ROOT));
        if (authenticated) {
            card.set("three_d_secure", StripeJson.literal(AUTHENTICATED).put("transaction_id", StripeIds.random(20)));
        }
        call.work().put(Kind.CHARGE, charge);
        String capture = StripeJson.text(intent, "capture_method");
        if (!capture.equals("manual")) {
            capture(call, charge, StripeJson.number(intent, "amount"), capture.equals("automatic_async"));
        }
        events.emit(call, "charge.succeeded", charge);
        if (PaymentMethods.card(method).afterwards().name().startsWith("DISPUTED") || PaymentMethods.card(method).afterwards() == TestCard.Afterwards.INQUIRED) {
            timers.start(call, "dispute_charge", StripeJson.text(charge, "id"), DISPUTED_LATER);
        }
        return charge;
    }

    /// The bank said no.
    ObjectNode fail(Call call, ObjectNode intent, ObjectNode method, TestCard.Decline decline) {
        ObjectNode charge = attempt(call, intent, method);
        charge.put("status", "failed").put("failure_code", decline.code()).put("failure_message", decline.message());
        ObjectNode outcome = StripeJson.literal(OUTCOME);
        boolean blocked = decline.declineCode().equals("fraudulent");
        outcome.put("type", blocked ? "blocked" : "issuer_declined").put("network_status", blocked ? "not_sent_to_network" : "declined_by_network");
        outcome.put("reason", blocked ? "highest_risk_level" : decline.declineCode()).put("risk_level", blocked ? "highest" : "normal");
        outcome.put("seller_message", blocked ? "Stripe blocked this payment as too risky."
                : "The bank returned the decline code `" + decline.declineCode() + "`.");
        if (!blocked) {
            outcome.put("network_decline_code", "01").put("advice_code", decline.declineCode().equals("insufficient_funds") ? "try_again_later" : "do_not_try_again");
        }
        charge.set("outcome", outcome);
        call.work().put(Kind.CHARGE, charge);
        events.emit(call, "charge.failed", charge);
        return charge;
    }

    private static ObjectNode attempt(Call call, ObjectNode intent, ObjectNode method) {
        ObjectNode charge = call.make(Kind.CHARGE, SHAPE);
        charge.put("amount", StripeJson.number(intent, "amount")).put("currency", StripeJson.text(intent, "currency"));
        for (String field : new String[] {"customer", "description", "metadata", "receipt_email", "shipping", "statement_descriptor",
            "statement_descriptor_suffix", "transfer_group"}) {
            charge.set(field, intent.get(field).deepCopy());
        }
        charge.put("payment_intent", StripeJson.text(intent, "id")).put("payment_method", StripeJson.text(method, "id"));
        charge.set("billing_details", method.get("billing_details").deepCopy());
        String suffix = StripeJson.text(intent, "statement_descriptor_suffix").toUpperCase(Locale.ROOT);
        String whole = suffix.isEmpty() ? DESCRIPTOR : DESCRIPTOR + "* " + suffix;
        charge.put("calculated_statement_descriptor", whole.substring(0, Math.min(whole.length(), LONGEST_DESCRIPTOR)));
        ObjectNode details = StripeJson.object().put("type", "card");
        ObjectNode card = StripeJson.literal(CARD_DETAILS);
        ObjectNode used = (ObjectNode) method.get("card");
        for (String field : new String[] {"brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4"}) {
            card.set(field, used.get(field).deepCopy());
        }
        if (StripeJson.has(card.get("checks"), "cvc_check")) {
            ((ObjectNode) card.get("checks")).put("cvc_check", "pass");
        }
        card.put("network", StripeJson.text(used, "brand"));
        ((ObjectNode) card.get("overcapture")).put("maximum_amount_capturable", StripeJson.number(intent, "amount"));
        details.set("card", card);
        charge.set("payment_method_details", details);
        return charge;
    }

    void capture(Call call, ObjectNode charge, long amount, boolean bookedLater) {
        charge.put("captured", true).put("amount_captured", amount);
        charge.put("receipt_url", "https://pay.stripe.com/receipts/payment/" + StripeJson.text(charge, "id"));
        if (bookedLater) {
            timers.start(call, "book_charge", StripeJson.text(charge, "id"), BOOKED_LATER);
        } else {
            charge.put("balance_transaction", balance.charge(call, charge, isAvailableAtOnce(call, charge)));
        }
        call.work().put(Kind.CHARGE, charge);
    }

    private void book(Call call, ObjectNode charge) {
        ObjectNode before = charge.deepCopy();
        charge.put("balance_transaction", balance.charge(call, charge, isAvailableAtOnce(call, charge)));
        call.work().put(Kind.CHARGE, charge);
        events.emitUpdate(call, "charge.updated", before, charge);
    }

    private static boolean isAvailableAtOnce(Call call, ObjectNode charge) {
        return call.work().find(Kind.PAYMENT_METHOD, StripeJson.text(charge, "payment_method"))
                .map(method -> PaymentMethods.card(method).afterwards() == TestCard.Afterwards.AVAILABLE_AT_ONCE).orElse(false);
    }

    /// An authorisation that was never captured is given up.
    void release(Call call, ObjectNode charge) {
        charge.put("refunded", true).put("amount_refunded", StripeJson.number(charge, "amount"));
        call.work().put(Kind.CHARGE, charge);
        events.emit(call, "charge.refunded", charge);
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.CHARGE, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.CHARGE).by("customer", "payment_intent").page("/v1/charges");
        call.parameters().text("transfer_group");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode charge = call.work().get(Kind.CHARGE, call.id(), "id");
        ObjectNode before = charge.deepCopy();
        Parameters given = call.parameters();
        given.textsInto(charge, "description", "receipt_email", "transfer_group");
        given.hashInto(charge, "shipping");
        Optional<Parameters> fraud = given.group("fraud_details");
        fraud.ifPresent(details -> details.textsInto((ObjectNode) charge.get("fraud_details"), "user_report"));
        given.metadataInto(charge);
        given.refuseUnknown();
        call.work().put(Kind.CHARGE, charge);
        events.emitUpdate(call, "charge.updated", before, charge);
        return charge;
    }
}

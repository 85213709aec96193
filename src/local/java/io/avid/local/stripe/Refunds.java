package io.avid.local.stripe;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/refunds`: money back to the card, whole or in part, never more than is left of the charge.
final class Refunds {

    private static final String SHAPE = """
            {'id':null,'object':null,'amount':0,'balance_transaction':null,'charge':null,'created':0,'currency':null,'customer':null,
             'customer_account':null,'destination_details':null,'metadata':{},'payment_intent':null,'payment_method':null,'reason':null,
             'receipt_number':null,'source_transfer_reversal':null,'status':null,'transfer_reversal':null}""";
    private static final Duration SETTLED_LATER = Duration.ofSeconds(2);

    private final Events events;
    private final BalanceTransactions balance;
    private final Timers timers;

    Refunds(Routes routes, Events events, BalanceTransactions balance, Timers timers) {
        this.events = events;
        this.balance = balance;
        this.timers = timers;
        routes.post("/v1/refunds", this::create);
        routes.get("/v1/refunds", this::list);
        routes.get("/v1/refunds/*", this::retrieve);
        routes.post("/v1/refunds/*", this::update);
        routes.post("/v1/refunds/*/cancel", this::cancel);
        routes.get("/v1/charges/*/refunds", this::listOfCharge);
        timers.on("succeed_refund", (call, id) -> succeedLater(call, call.work().linked(Kind.REFUND, id)));
        timers.on("fail_refund", (call, id) -> failLater(call, call.work().linked(Kind.REFUND, id)));
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        Optional<String> intent = given.text("payment_intent");
        Optional<String> chargeId = given.text("charge");
        Optional<Long> amount = given.isGiven("amount") ? Optional.of(Amounts.positive(given, "amount")) : Optional.empty();
        Optional<String> reason = given.oneOf("reason", "duplicate", "fraudulent", "requested_by_customer");
        ObjectNode refund = call.make(Kind.REFUND, SHAPE);
        given.metadataInto(refund);
        given.flag("refund_application_fee");
        given.flag("reverse_transfer");
        given.text("instructions_email");
        given.refuseUnknown();
        ObjectNode charge = charge(call, intent, chargeId);
        String id = StripeJson.text(charge, "id");
        long left = StripeJson.number(charge, "amount_captured") - StripeJson.number(charge, "amount_refunded");
        if (StripeJson.flag(charge, "refunded") || left == 0) {
            throw StripeError.invalid("Charge " + id + " has already been refunded.").code("charge_already_refunded");
        }
        if (StripeJson.flag(charge, "disputed") && !StripeJson.flag(charge, "_refundable")) {
            throw StripeError.invalid("Charge " + id + " has been charged back; cannot issue a refund.").code("charge_disputed");
        }
        String currency = StripeJson.text(charge, "currency");
        long refunded = amount.orElse(left);
        if (refunded > left) {
            throw StripeError.invalid("Refund amount (" + Amounts.spoken(refunded, currency) + ") is greater than "
                    + (StripeJson.number(charge, "amount_refunded") == 0 ? "charge amount (" : "unrefunded amount on charge (")
                    + Amounts.spoken(left, currency) + ")").parameter("amount");
        }
        refund.put("amount", refunded).put("currency", currency).put("charge", id).put("status", "succeeded");
        refund.set("payment_intent", charge.get("payment_intent"));
        refund.set("customer", charge.get("customer"));
        refund.set("payment_method", charge.get("payment_method"));
        reason.ifPresent(text -> refund.put("reason", text));
        ObjectNode destination = StripeJson.object().put("type", "card");
        destination.set("card", StripeJson.object().put("reference_status", "pending").put("reference_type", "acquirer_reference_number").put("type", "refund"));
        refund.set("destination_details", destination);
        refund.put("balance_transaction", balance.refund(call, refund));
        TestCard.Afterwards afterwards = call.work().find(Kind.PAYMENT_METHOD, StripeJson.text(charge, "payment_method"))
                .map(method -> PaymentMethods.card(method).afterwards()).orElse(TestCard.Afterwards.NOTHING);
        if (afterwards == TestCard.Afterwards.REFUND_SUCCEEDS_LATER) {
            refund.put("status", "pending");
            timers.start(call, "succeed_refund", StripeJson.text(refund, "id"), SETTLED_LATER);
        } else if (afterwards == TestCard.Afterwards.REFUND_FAILS_LATER) {
            timers.start(call, "fail_refund", StripeJson.text(refund, "id"), SETTLED_LATER);
        }
        long total = StripeJson.number(charge, "amount_refunded") + refunded;
        charge.put("amount_refunded", total).put("refunded", total == StripeJson.number(charge, "amount_captured"));
        call.work().put(Kind.REFUND, refund);
        call.work().put(Kind.CHARGE, charge);
        events.emit(call, "charge.refunded", charge);
        events.emit(call, "refund.created", refund);
        return refund;
    }

    private static ObjectNode charge(Call call, Optional<String> intentId, Optional<String> chargeId) {
        if (intentId.isPresent() && chargeId.isPresent()) {
            throw StripeError.invalid("parameters_exclusive", "You may only specify one of these parameters: charge, payment_intent.", "charge");
        }
        if (chargeId.isPresent()) {
            ObjectNode charge = call.work().get(Kind.CHARGE, chargeId.get(), "charge");
            if (!StripeJson.text(charge, "status").equals("succeeded")) {
                throw StripeError.invalid("Charge " + chargeId.get() + " did not succeed and cannot be refunded.").code("charge_not_refundable").parameter("charge");
            }
            return charge;
        }
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, intentId.orElseThrow(() -> call.parameters().missing("charge")), "payment_intent");
        if (!StripeJson.text(intent, "status").equals("succeeded")) {
            throw StripeError.invalid("This PaymentIntent (" + intentId.get() + ") does not have a successful charge to refund.")
                    .code("payment_intent_unexpected_state").parameter("payment_intent");
        }
        return call.work().linked(Kind.CHARGE, StripeJson.text(intent, "latest_charge"));
    }

    private void succeedLater(Call call, ObjectNode refund) {
        ObjectNode before = refund.deepCopy();
        refund.put("status", "succeeded");
        call.work().put(Kind.REFUND, refund);
        events.emitUpdate(call, "refund.updated", before, refund);
        events.emitUpdate(call, "charge.refund.updated", before, refund);
    }

    /// The money could not reach the card: it is the charge's again.
    private void failLater(Call call, ObjectNode refund) {
        refund.put("status", "failed").put("failure_reason", "expired_or_canceled_card");
        refund.put("failure_balance_transaction", balance.failedRefund(call, refund));
        call.work().put(Kind.REFUND, refund);
        ObjectNode charge = call.work().linked(Kind.CHARGE, StripeJson.text(refund, "charge"));
        charge.put("amount_refunded", StripeJson.number(charge, "amount_refunded") - StripeJson.number(refund, "amount")).put("refunded", false);
        call.work().put(Kind.CHARGE, charge);
        events.emit(call, "refund.failed", refund);
        events.emit(call, "charge.refund.updated", refund);
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.REFUND, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.REFUND).by("charge", "payment_intent").page("/v1/refunds");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode listOfCharge(Call call) {
        call.work().get(Kind.CHARGE, call.id(), "id");
        ObjectNode page = Listing.of(call, Kind.REFUND).where("charge", call.id()).page("/v1/charges/" + call.id() + "/refunds");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode refund = call.work().get(Kind.REFUND, call.id(), "id");
        ObjectNode before = refund.deepCopy();
        call.parameters().metadataInto(refund);
        call.parameters().refuseUnknown();
        call.work().put(Kind.REFUND, refund);
        events.emitUpdate(call, "refund.updated", before, refund);
        events.emitUpdate(call, "charge.refund.updated", before, refund);
        return refund;
    }

    private ObjectNode cancel(Call call) {
        call.parameters().refuseUnknown();
        ObjectNode refund = call.work().get(Kind.REFUND, call.id(), "id");
        throw StripeError.invalid("You cannot cancel this refund because it has a status of " + StripeJson.text(refund, "status")
                + ". Only a refund with the following status may be canceled: requires_action.");
    }
}

package io.avid.local.stripe;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/disputes`: a payer asked the bank for the money back. Opened by Stripe's test cards; answered with evidence, of
/// which `winning_evidence` wins and `losing_evidence` loses, as in Stripe's test mode, or accepted by closing it.
final class Disputes {

    private static final String SHAPE = """
            {'id':null,'object':null,'amount':0,'balance_transactions':[],'charge':null,'created':0,'currency':null,
             'enhanced_eligibility_types':[],
             'evidence':{'access_activity_log':null,'billing_address':null,'cancellation_policy':null,'cancellation_policy_disclosure':null,
              'cancellation_rebuttal':null,'customer_communication':null,'customer_email_address':null,'customer_name':null,
              'customer_purchase_ip':null,'customer_signature':null,'duplicate_charge_documentation':null,'duplicate_charge_explanation':null,
              'duplicate_charge_id':null,'enhanced_evidence':{},'product_description':null,'receipt':null,'refund_policy':null,
              'refund_policy_disclosure':null,'refund_refusal_explanation':null,'service_date':null,'service_documentation':null,
              'shipping_address':null,'shipping_carrier':null,'shipping_date':null,'shipping_documentation':null,
              'shipping_tracking_number':null,'uncategorized_file':null,'uncategorized_text':null},
             'evidence_details':{'due_by':0,'enhanced_eligibility':{},'has_evidence':false,'past_due':false,'submission_count':0},
             'is_charge_refundable':false,'livemode':false,'metadata':{},'payment_intent':null,
             'payment_method_details':{'card':{'brand':null,'case_type':'chargeback','network':null,'network_reason_code':null},'type':'card'},
             'reason':null,'status':'needs_response'}""";
    private static final Duration TIME_TO_ANSWER = Duration.ofDays(9);
    private static final Duration DECIDED_LATER = Duration.ofSeconds(1);
    private static final String WINNING = "winning_evidence";

    private final Events events;
    private final BalanceTransactions balance;
    private final Timers timers;

    Disputes(Routes routes, Events events, BalanceTransactions balance, Timers timers) {
        this.events = events;
        this.balance = balance;
        this.timers = timers;
        routes.get("/v1/disputes", this::list);
        routes.get("/v1/disputes/*", this::retrieve);
        routes.post("/v1/disputes/*", this::update);
        routes.post("/v1/disputes/*/close", this::close);
        timers.on("dispute_charge", (call, id) -> open(call, call.work().linked(Kind.CHARGE, id)));
        timers.on("decide_dispute", (call, id) -> decide(call, call.work().linked(Kind.DISPUTE, id)));
    }

    /// The money is taken back with it, unless the bank only asks.
    private void open(Call call, ObjectNode charge) {
        TestCard.Afterwards afterwards = PaymentMethods.card(call.work().linked(Kind.PAYMENT_METHOD, StripeJson.text(charge, "payment_method"))).afterwards();
        boolean inquiry = afterwards == TestCard.Afterwards.INQUIRED;
        boolean fraud = afterwards == TestCard.Afterwards.DISPUTED_AS_FRAUDULENT;
        ObjectNode dispute = call.make(Kind.DISPUTE, SHAPE);
        dispute.put("amount", StripeJson.number(charge, "amount") - StripeJson.number(charge, "amount_refunded")).put("currency", StripeJson.text(charge, "currency"));
        dispute.put("charge", StripeJson.text(charge, "id")).put("payment_intent", StripeJson.text(charge, "payment_intent"));
        dispute.put("reason", fraud ? "fraudulent" : "product_not_received").put("status", inquiry ? "warning_needs_response" : "needs_response");
        dispute.put("is_charge_refundable", inquiry);
        ((ObjectNode) dispute.get("evidence_details")).put("due_by", call.now() + TIME_TO_ANSWER.toSeconds());
        String brand = StripeJson.text(charge.path("payment_method_details").path("card"), "brand");
        ((ObjectNode) dispute.get("payment_method_details").get("card")).put("brand", brand).put("network", brand)
                .put("case_type", inquiry ? "inquiry" : "chargeback").put("network_reason_code", fraud ? "10.4" : "13.1");
        charge.put("disputed", true).put("_refundable", inquiry);
        call.work().put(Kind.CHARGE, charge);
        call.work().put(Kind.DISPUTE, dispute);
        events.emit(call, "charge.dispute.created", dispute);
        if (!inquiry) {
            moved(call, dispute, balance.dispute(call, dispute), "charge.dispute.funds_withdrawn");
        }
    }

    private void moved(Call call, ObjectNode dispute, String movement, String event) {
        dispute.withArray("balance_transactions").add(call.work().linked(Kind.BALANCE_TRANSACTION, movement));
        call.work().put(Kind.DISPUTE, dispute);
        events.emit(call, event, dispute);
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.DISPUTE, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.DISPUTE).by("charge", "payment_intent").page("/v1/disputes");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode dispute = call.work().get(Kind.DISPUTE, call.id(), "id");
        ObjectNode before = dispute.deepCopy();
        Parameters given = call.parameters();
        Optional<Parameters> evidence = given.group("evidence");
        ObjectNode kept = (ObjectNode) dispute.get("evidence");
        evidence.ifPresent(fields -> kept.propertyNames().forEach(name -> {
            if (!name.equals("enhanced_evidence")) {
                fields.textsInto(kept, name);
            }
        }));
        given.metadataInto(dispute);
        boolean submit = given.flag("submit").orElse(true);
        given.refuseUnknown();
        if (evidence.isPresent()) {
            refuseUnlessOpen(dispute);
            ObjectNode details = (ObjectNode) dispute.get("evidence_details");
            details.put("has_evidence", true);
            if (submit) {
                details.put("submission_count", StripeJson.number(details, "submission_count") + 1);
                dispute.put("status", StripeJson.text(dispute, "status").equals("warning_needs_response") ? "warning_under_review" : "under_review");
                timers.start(call, "decide_dispute", call.id(), DECIDED_LATER);
            }
        }
        call.work().put(Kind.DISPUTE, dispute);
        events.emitUpdate(call, "charge.dispute.updated", before, dispute);
        return dispute;
    }

    private void decide(Call call, ObjectNode dispute) {
        if (StripeJson.text(dispute, "status").equals("warning_under_review")) {
            end(call, dispute, "warning_closed");
            return;
        }
        boolean won = StripeJson.text(dispute.get("evidence"), "uncategorized_text").equals(WINNING);
        end(call, dispute, won ? "won" : "lost");
        if (won) {
            moved(call, dispute, balance.wonDispute(call, dispute), "charge.dispute.funds_reinstated");
        }
    }

    private ObjectNode close(Call call) {
        call.parameters().refuseUnknown();
        ObjectNode dispute = call.work().get(Kind.DISPUTE, call.id(), "id");
        refuseUnlessOpen(dispute);
        end(call, dispute, "lost");
        return dispute;
    }

    private void end(Call call, ObjectNode dispute, String status) {
        dispute.put("status", status);
        call.work().put(Kind.DISPUTE, dispute);
        events.emit(call, "charge.dispute.closed", dispute);
    }

    private static void refuseUnlessOpen(ObjectNode dispute) {
        if (!StripeJson.text(dispute, "status").endsWith("needs_response")) {
            throw StripeError.invalid("This dispute is already closed");
        }
    }
}

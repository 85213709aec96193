package io.avid.local.stripe;

import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/// `/v1/balance_transactions` and `/v1/balance`: every movement of the account's money at Stripe, with Stripe's fees.
final class BalanceTransactions {

    private static final String SHAPE = """
            {'id':null,'object':null,'amount':0,'available_on':0,'balance_type':'payments','created':0,'currency':null,'description':null,
             'exchange_rate':null,'fee':0,'fee_details':[],'net':0,'reporting_category':null,'source':null,'status':'pending','type':null}""";
    /// Money of a card charge can be paid out two days later.
    private static final Duration UNTIL_AVAILABLE = Duration.ofDays(2);

    private final FeeSchedule fees;

    BalanceTransactions(Routes routes, FeeSchedule fees) {
        this.fees = fees;
        routes.get("/v1/balance_transactions", this::list);
        routes.get("/v1/balance_transactions/*", this::retrieve);
        routes.get("/v1/balance", this::balance);
    }

    /// Money comes in by a charge, less Stripe's fee.
    String charge(Call call, ObjectNode charge, boolean availableAtOnce) {
        long amount = StripeJson.number(charge, "amount_captured");
        long fee = fees.ofCharge(amount, StripeJson.text(charge, "currency"));
        return record(call, charge, "charge", "charge", amount, fee, "Stripe processing fees", availableAtOnce ? Duration.ZERO : UNTIL_AVAILABLE);
    }

    /// Money goes back to the payer; Stripe keeps its fee of the charge.
    String refund(Call call, ObjectNode refund) {
        return record(call, refund, "refund", "refund", -StripeJson.number(refund, "amount"), 0, "", Duration.ZERO);
    }

    /// A refund did not reach the payer, the money is back.
    String failedRefund(Call call, ObjectNode refund) {
        return record(call, refund, "refund_failure", "refund_failure", StripeJson.number(refund, "amount"), 0, "", Duration.ZERO);
    }

    /// The bank took the money back, and Stripe a fee for its work.
    String dispute(Call call, ObjectNode dispute) {
        return record(call, dispute, "adjustment", "dispute", -StripeJson.number(dispute, "amount"), fees.ofDispute(StripeJson.text(dispute, "currency")),
                "Dispute fee", Duration.ZERO);
    }

    /// The bank gave the money back after a dispute that was won; the fee stays.
    String wonDispute(Call call, ObjectNode dispute) {
        return record(call, dispute, "adjustment", "dispute_reversal", StripeJson.number(dispute, "amount"), 0, "", Duration.ZERO);
    }

    /// Money leaves for the bank account.
    String payout(Call call, ObjectNode payout) {
        return record(call, payout, "payout", "payout", -StripeJson.number(payout, "amount"), 0, "", Duration.ZERO);
    }

    private static String record(Call call, ObjectNode source, String type, String category, long amount, long fee, String feeDescription, Duration untilAvailable) {
        ObjectNode movement = call.make(Kind.BALANCE_TRANSACTION, SHAPE);
        movement.put("amount", amount).put("fee", fee).put("net", amount - fee).put("currency", StripeJson.text(source, "currency"));
        movement.put("type", type).put("reporting_category", category).put("source", StripeJson.text(source, "id"));
        movement.put("available_on", call.now() + untilAvailable.toSeconds());
        if (StripeJson.has(source, "description")) {
            movement.put("description", StripeJson.text(source, "description"));
        }
        if (fee > 0) {
            movement.withArray("fee_details").add(StripeJson.object().put("amount", fee).putNull("application")
                    .put("currency", StripeJson.text(source, "currency")).put("description", feeDescription).put("type", "stripe_fee"));
        }
        call.work().put(Kind.BALANCE_TRANSACTION, movement);
        return StripeJson.text(movement, "id");
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.BALANCE_TRANSACTION, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        Listing listing = Listing.of(call, Kind.BALANCE_TRANSACTION).by("type", "source", "payout");
        call.parameters().text("currency").ifPresent(currency -> listing.where(stored -> StripeJson.text(stored.node(), "currency").equals(currency)));
        ObjectNode page = listing.page("/v1/balance_transactions");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode balance(Call call) {
        call.parameters().refuseUnknown();
        Map<String, long[]> sums = new TreeMap<>();
        sums.put("usd", new long[2]);
        for (ObjectNode movement : call.work().all(Kind.BALANCE_TRANSACTION, any -> true)) {
            long[] sum = sums.computeIfAbsent(StripeJson.text(movement, "currency"), any -> new long[2]);
            sum[StripeJson.number(movement, "available_on") <= call.now() ? 0 : 1] += StripeJson.number(movement, "net");
        }
        ObjectNode balance = StripeJson.object().put("object", "balance");
        ArrayNode available = balance.putArray("available");
        ArrayNode reserved = balance.putArray("connect_reserved");
        balance.put("livemode", false);
        ArrayNode pending = balance.putArray("pending");
        sums.forEach((currency, sum) -> {
            available.add(part(sum[0], currency));
            pending.add(part(sum[1], currency));
            reserved.add(StripeJson.object().put("amount", 0).put("currency", currency));
        });
        return balance;
    }

    private static ObjectNode part(long amount, String currency) {
        ObjectNode part = StripeJson.object().put("amount", amount).put("currency", currency);
        part.set("source_types", StripeJson.object().put("card", amount));
        return part;
    }
}

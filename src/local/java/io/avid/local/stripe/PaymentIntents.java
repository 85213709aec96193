package io.avid.local.stripe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/payment_intents`: one payment, from the wish to the money.
///
/// ```
/// requires_payment_method ──method──► requires_confirmation ──confirm──► succeeded | requires_capture
///        ▲   ▲                                                   │            ▲
///        │   │                                                   ├──► processing, while the bank decides
///        │   └───────────── refused by the bank ─────────────────┤
///        └── authentication failed ── requires_action ◄──────────┘ the card holder must prove who they are
/// ```
/// Every state but `succeeded` and `processing` leads to `canceled`. A refusal is an error for who confirmed, and a state of the intent
/// for everybody: it waits for another payment method.
final class PaymentIntents {

    private static final String SHAPE = """
            {'id':null,'object':null,'amount':0,'amount_capturable':0,'amount_details':{'tip':{}},'amount_received':0,'application':null,
             'application_fee_amount':null,'automatic_payment_methods':null,'canceled_at':null,'cancellation_reason':null,
             'capture_method':'automatic_async','client_secret':null,'confirmation_method':'automatic','created':0,'currency':null,'customer':null,
             'customer_account':null,'description':null,'excluded_payment_method_types':null,'last_payment_error':null,'latest_charge':null,
             'livemode':false,'managed_payments':null,'metadata':{},'next_action':null,'on_behalf_of':null,'payment_method':null,
             'payment_method_configuration_details':null,
             'payment_method_options':{'card':{'installments':null,'mandate_options':null,'network':null,'request_three_d_secure':'automatic'}},
             'payment_method_types':['card'],'processing':null,'receipt_email':null,'review':null,'setup_future_usage':null,'shipping':null,
             'source':null,'statement_descriptor':null,'statement_descriptor_suffix':null,'status':'requires_payment_method','transfer_data':null,
             'transfer_group':null}""";
    private static final String UNEXPECTED = "payment_intent_unexpected_state";
    /// The emulator's own: the card holder proved who they are, and the bank still decides.
    private static final String AUTHENTICATED = "_authenticated";
    private static final List<String> OPEN = List.of("requires_payment_method", "requires_confirmation", "requires_action");

    private final Events events;
    private final PaymentMethods paymentMethods;
    private final Charges charges;
    private final Challenge challenge;
    private final Timers timers;
    private final Faults faults;
    private final List<BiConsumer<Call, ObjectNode>> whenDone = new ArrayList<>();

    PaymentIntents(Routes routes, Events events, PaymentMethods paymentMethods, Charges charges, Challenge challenge, Timers timers, Faults faults) {
        this.events = events;
        this.paymentMethods = paymentMethods;
        this.charges = charges;
        this.challenge = challenge;
        this.timers = timers;
        this.faults = faults;
        timers.on("decide_payment", this::decide);
        routes.post("/v1/payment_intents", this::create);
        routes.get("/v1/payment_intents", this::list);
        routes.get("/v1/payment_intents/*", this::retrieve);
        routes.post("/v1/payment_intents/*", this::update);
        routes.post("/v1/payment_intents/*/confirm", this::confirm);
        routes.post("/v1/payment_intents/*/cancel", this::cancel);
        routes.post("/v1/payment_intents/*/capture", this::capture);
    }

    /// Told of every intent that the bank said yes to.
    void whenDone(BiConsumer<Call, ObjectNode> listener) {
        whenDone.add(listener);
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        ObjectNode intent = call.make(Kind.PAYMENT_INTENT, SHAPE);
        String currency = Amounts.currency(given, "currency");
        intent.put("currency", currency).put("amount", Amounts.chargeable(given, "amount", currency));
        intent.put("client_secret", StripeIds.clientSecret(StripeJson.text(intent, "id")));
        IntentOptions.methodsInto(intent, given);
        given.oneOf("capture_method", "automatic", "automatic_async", "manual").ifPresent(capture -> intent.put("capture_method", capture));
        given.oneOf("confirmation_method", "automatic", "manual").ifPresent(method -> intent.put("confirmation_method", method));
        fill(call, intent);
        boolean confirm = given.flag("confirm").orElse(false);
        if (!confirm && given.isGiven("off_session")) {
            throw StripeError.invalid("parameter_unknown", "You cannot set `off_session` without `confirm=true`.", "off_session");
        }
        Confirmation confirmation = Confirmation.of(call, intent, confirm);
        Optional<ObjectNode> method = paymentMethods.ofIntent(call);
        given.refuseUnknown();
        method.ifPresent(chosen -> choose(intent, chosen));
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.created", intent);
        return confirm ? attempt(call, intent, confirmation) : intent;
    }

    /// For a session of checkout: with everything but the method, which the payer gives.
    ObjectNode make(Call call, long amount, String currency, String customer, Consumer<ObjectNode> further) {
        ObjectNode intent = call.make(Kind.PAYMENT_INTENT, SHAPE);
        intent.put("currency", currency).put("amount", amount).put("client_secret", StripeIds.clientSecret(StripeJson.text(intent, "id")));
        if (!customer.isEmpty()) {
            intent.put("customer", customer);
        }
        further.accept(intent);
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.created", intent);
        return intent;
    }

    /// For a session of checkout: a card that the payer gave.
    ObjectNode confirmWith(Call call, ObjectNode intent, ObjectNode method, Confirmation confirmation) {
        if (!OPEN.contains(StripeJson.text(intent, "status"))) {
            throw StripeError.invalid("This payment is being processed. Wait a moment, then look again.").code(UNEXPECTED);
        }
        choose(intent, method);
        return attempt(call, intent, confirmation);
    }

    private static void fill(Call call, ObjectNode intent) {
        Parameters given = call.parameters();
        given.textsInto(intent, "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "transfer_group");
        given.hashInto(intent, "shipping");
        StatementDescriptors.admit(given);
        if (given.isGiven("setup_future_usage")) {
            given.oneOf("setup_future_usage", "off_session", "on_session")
                    .ifPresentOrElse(usage -> intent.put("setup_future_usage", usage), () -> intent.putNull("setup_future_usage"));
        }
        given.text("customer").ifPresent(customer -> intent.put("customer", StripeJson.text(Customers.existing(call, customer, "customer"), "id")));
        given.group("payment_method_options").ifPresent(options -> IntentOptions.optionsInto(intent, options));
        given.metadataInto(intent);
    }

    private static void choose(ObjectNode intent, ObjectNode method) {
        PaymentMethods.admit(method, StripeJson.text(intent, "customer"));
        intent.put("payment_method", StripeJson.text(method, "id")).put("status", "requires_confirmation").putNull("last_payment_error").putNull("next_action");
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().text("client_secret");
        call.parameters().refuseUnknown();
        return call.work().get(Kind.PAYMENT_INTENT, call.id(), "intent");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.PAYMENT_INTENT).by("customer").page("/v1/payment_intents");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, call.id(), "intent");
        Parameters given = call.parameters();
        String status = StripeJson.text(intent, "status");
        boolean open = OPEN.contains(status);
        for (String field : new String[] {"amount", "currency", "customer", "payment_method", "payment_method_data", "setup_future_usage"}) {
            if (given.isGiven(field) && !open) {
                throw StripeError.invalid(UNEXPECTED, "This PaymentIntent's " + field + " could not be updated because it has a status of " + status
                        + ". You may only update the " + field + " of a PaymentIntent with one of the following statuses: " + String.join(", ", OPEN) + ".", field)
                        .with("payment_intent", intent);
            }
        }
        if (given.isGiven("currency")) {
            intent.put("currency", Amounts.currency(given, "currency"));
        }
        if (given.isGiven("amount")) {
            intent.put("amount", Amounts.chargeable(given, "amount", StripeJson.text(intent, "currency")));
        }
        fill(call, intent);
        Optional<ObjectNode> method = paymentMethods.ofIntent(call);
        given.refuseUnknown();
        method.ifPresent(chosen -> choose(intent, chosen));
        call.work().put(Kind.PAYMENT_INTENT, intent);
        return intent;
    }

    private ObjectNode confirm(Call call) {
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, call.id(), "intent");
        Parameters given = call.parameters();
        given.textsInto(intent, "receipt_email");
        given.hashInto(intent, "shipping");
        given.text("client_secret");
        given.oneOf("capture_method", "automatic", "automatic_async", "manual").ifPresent(capture -> intent.put("capture_method", capture));
        given.oneOf("setup_future_usage", "off_session", "on_session").ifPresent(usage -> intent.put("setup_future_usage", usage));
        given.group("payment_method_options").ifPresent(options -> IntentOptions.optionsInto(intent, options));
        Optional<String> methodId = given.text("payment_method");
        Optional<Parameters> data = given.group("payment_method_data");
        String status = StripeJson.text(intent, "status");
        if (!OPEN.contains(status)) {
            throw StripeError.invalid("You cannot confirm this PaymentIntent because it " + (status.equals("succeeded")
                    ? "has already succeeded after being previously confirmed."
                    : "has a status of " + status + ". Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action."))
                    .code(UNEXPECTED).with("payment_intent", intent);
        }
        Confirmation confirmation = Confirmation.of(call, intent, true);
        Optional<ObjectNode> method = methodId.isPresent() || data.isPresent() ? paymentMethods.ofIntent(call) : Optional.empty();
        given.refuseUnknown();
        method.ifPresent(chosen -> choose(intent, chosen));
        call.work().put(Kind.PAYMENT_INTENT, intent);
        return attempt(call, intent, confirmation);
    }

    /// Tries the card, unless its holder must be asked first.
    private ObjectNode attempt(Call call, ObjectNode intent, Confirmation confirmation) {
        String methodId = StripeJson.text(intent, "payment_method");
        if (methodId.isEmpty()) {
            throw StripeError.invalid("You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with"
                    + " a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.")
                    .code(UNEXPECTED).with("payment_intent", intent);
        }
        ObjectNode method = call.work().get(Kind.PAYMENT_METHOD, methodId, "payment_method");
        PaymentMethods.admit(method, StripeJson.text(intent, "customer"));
        if (needsAuthentication(intent, method, confirmation.offSession())) {
            if (confirmation.offSession()) {
                throw refuse(call, intent, method, new TestCard.Decline("authentication_required", "authentication_required",
                        "Your card was declined. This transaction requires authentication."));
            }
            if (confirmation.errorOnRequiresAction()) {
                throw refuse(call, intent, method, new TestCard.Decline("authentication_required", "authentication_required",
                        "Your card was declined. This transaction requires authentication."));
            }
            intent.put("status", "requires_action").putNull("last_payment_error");
            intent.set("next_action", challenge.nextAction(Kind.PAYMENT_INTENT, StripeJson.text(intent, "id"), confirmation.returnUrl()));
            call.work().put(Kind.PAYMENT_INTENT, intent);
            events.emit(call, "payment_intent.requires_action", intent);
            return intent;
        }
        return charge(call, intent, method, false);
    }

    private static boolean needsAuthentication(ObjectNode intent, ObjectNode method, boolean offSession) {
        TestCard card = PaymentMethods.card(method);
        String requested = StripeJson.text(intent.path("payment_method_options").path("card"), "request_three_d_secure");
        return switch (card.authentication()) {
            case UNSUPPORTED -> false;
            case OPTIONAL -> !offSession && (requested.equals("any") || requested.equals("challenge"));
            case UNLESS_SET_UP -> !(offSession && PaymentMethods.isSetUp(method));
            case ALREADY_SET_UP -> !offSession;
            case ALWAYS -> true;
        };
    }

    /// At once, as a bank decides on cards; only on demand a moment later.
    private ObjectNode charge(Call call, ObjectNode intent, ObjectNode method, boolean authenticated) {
        Optional<Duration> later = faults.ofCharge(call.work().account());
        if (later.isEmpty()) {
            return decide(call, intent, method, authenticated);
        }
        intent.put("status", "processing").putNull("next_action").put(AUTHENTICATED, authenticated);
        intent.set("processing", StripeJson.literal("{'type':'card','card':{}}"));
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.processing", intent);
        timers.start(call, "decide_payment", StripeJson.text(intent, "id"), later.get());
        return intent;
    }

    private void decide(Call call, String id) {
        ObjectNode intent = call.work().linked(Kind.PAYMENT_INTENT, id);
        intent.putNull("processing");
        try {
            decide(call, intent, call.work().linked(Kind.PAYMENT_METHOD, StripeJson.text(intent, "payment_method")), StripeJson.flag(intent, AUTHENTICATED));
        } catch (StripeError refusal) {
            if (!refusal.keepsChanges()) {
                throw refusal;
            }
        }
    }

    private ObjectNode decide(Call call, ObjectNode intent, ObjectNode method, boolean authenticated) {
        Optional<TestCard.Decline> decline = PaymentMethods.card(method).decline();
        if (decline.isPresent()) {
            throw refuse(call, intent, method, decline.get());
        }
        ObjectNode charge = charges.succeed(call, intent, method, authenticated);
        intent.put("latest_charge", StripeJson.text(charge, "id")).putNull("last_payment_error").putNull("next_action");
        keepMethod(call, intent, method);
        if (StripeJson.text(intent, "capture_method").equals("manual")) {
            intent.put("status", "requires_capture").put("amount_capturable", StripeJson.number(intent, "amount"));
            call.work().put(Kind.PAYMENT_INTENT, intent);
            events.emit(call, "payment_intent.amount_capturable_updated", intent);
        } else {
            intent.put("status", "succeeded").put("amount_received", StripeJson.number(intent, "amount"));
            call.work().put(Kind.PAYMENT_INTENT, intent);
            events.emit(call, "payment_intent.succeeded", intent);
        }
        whenDone.forEach(listener -> listener.accept(call, intent));
        return intent;
    }

    /// What is to be used again is the customer's; what is nobody's is used up.
    private void keepMethod(Call call, ObjectNode intent, ObjectNode method) {
        String customer = StripeJson.text(intent, "customer");
        String usage = StripeJson.text(intent, "setup_future_usage");
        if (!usage.isEmpty() && !customer.isEmpty()) {
            paymentMethods.setUp(call, method, Optional.of(customer), usage.equals("off_session"));
        } else if (StripeJson.text(method, "customer").isEmpty()) {
            PaymentMethods.consume(call, method);
        }
    }

    private StripeError refuse(Call call, ObjectNode intent, ObjectNode method, TestCard.Decline decline) {
        ObjectNode charge = charges.fail(call, intent, method, decline);
        StripeError refusal = decline.refusal().with("charge", StripeJson.text(charge, "id")).with("payment_method", method).keepingChanges();
        intent.put("status", "requires_payment_method").put("latest_charge", StripeJson.text(charge, "id"));
        intent.putNull("next_action").putNull("payment_method");
        intent.set("last_payment_error", refusal.asLastError());
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.payment_failed", intent);
        return refusal.with("payment_intent", intent);
    }

    /// The card holder came back from the challenge.
    ///
    /// @return the intent, charged or waiting for another method
    ObjectNode authenticated(Call call, String id, boolean success) {
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, id, "intent");
        if (!StripeJson.text(intent, "status").equals("requires_action")) {
            return intent;
        }
        ObjectNode method = call.work().linked(Kind.PAYMENT_METHOD, StripeJson.text(intent, "payment_method"));
        if (success) {
            return charge(call, intent, method, true);
        }
        StripeError failure = StripeError.invalid("The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new"
                + " PaymentMethod to attempt to fulfill this PaymentIntent again.").code("payment_intent_authentication_failure").with("payment_method", method);
        intent.put("status", "requires_payment_method").putNull("next_action").putNull("payment_method");
        intent.set("last_payment_error", failure.asLastError());
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.payment_failed", intent);
        return intent;
    }

    private ObjectNode cancel(Call call) {
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, call.id(), "intent");
        Optional<String> reason = call.parameters().oneOf("cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned");
        call.parameters().refuseUnknown();
        cancel(call, intent, reason.orElse(""));
        return intent;
    }

    void cancel(Call call, ObjectNode intent, String reason) {
        String status = StripeJson.text(intent, "status");
        if (status.equals("processing")) {
            throw StripeError.invalid("You cannot cancel this PaymentIntent because the bank is processing it.").code(UNEXPECTED).with("payment_intent", intent);
        }
        if (!OPEN.contains(status) && !status.equals("requires_capture")) {
            throw StripeError.invalid("You cannot cancel this PaymentIntent because it has a status of " + status + ". Only a PaymentIntent with one of the"
                    + " following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.")
                    .code(UNEXPECTED).with("payment_intent", intent);
        }
        if (status.equals("requires_capture")) {
            charges.release(call, call.work().linked(Kind.CHARGE, StripeJson.text(intent, "latest_charge")));
        }
        intent.put("status", "canceled").put("canceled_at", call.now()).put("amount_capturable", 0).putNull("next_action");
        if (!reason.isEmpty()) {
            intent.put("cancellation_reason", reason);
        }
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.canceled", intent);
    }

    private ObjectNode capture(Call call) {
        ObjectNode intent = call.work().get(Kind.PAYMENT_INTENT, call.id(), "intent");
        Parameters given = call.parameters();
        Optional<Long> wanted = given.isGiven("amount_to_capture") ? Optional.of(Amounts.positive(given, "amount_to_capture")) : Optional.empty();
        given.refuseUnknown();
        String status = StripeJson.text(intent, "status");
        if (!status.equals("requires_capture")) {
            throw StripeError.invalid("This PaymentIntent could not be captured because it has a status of " + status
                    + ". Only a PaymentIntent with one of the following statuses may be captured: requires_capture.").code(UNEXPECTED).with("payment_intent", intent);
        }
        long capturable = StripeJson.number(intent, "amount_capturable");
        long amount = wanted.orElse(capturable);
        if (amount > capturable) {
            throw StripeError.invalid("amount_too_large", "The amount_to_capture is greater than the capturable amount of this PaymentIntent ("
                    + Amounts.spoken(capturable, StripeJson.text(intent, "currency")) + ").", "amount_to_capture");
        }
        ObjectNode charge = call.work().linked(Kind.CHARGE, StripeJson.text(intent, "latest_charge"));
        charges.capture(call, charge, amount, false);
        events.emit(call, "charge.captured", charge);
        intent.put("status", "succeeded").put("amount_capturable", 0).put("amount_received", amount);
        call.work().put(Kind.PAYMENT_INTENT, intent);
        events.emit(call, "payment_intent.succeeded", intent);
        return intent;
    }
}

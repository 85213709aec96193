package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/setup_intents`: a card is saved for later, with its holder's consent and, where the bank wants it, their proof.
/// The states are those of [PaymentIntents], without money.
final class SetupIntents {

    private static final String SHAPE = """
            {'id':null,'object':null,'application':null,'automatic_payment_methods':null,'cancellation_reason':null,'client_secret':null,
             'created':0,'customer':null,'customer_account':null,'description':null,'excluded_payment_method_types':null,'flow_directions':null,
             'last_setup_error':null,'latest_attempt':null,'livemode':false,'mandate':null,'metadata':{},'next_action':null,'on_behalf_of':null,
             'payment_method':null,'payment_method_configuration_details':null,
             'payment_method_options':{'card':{'mandate_options':null,'network':null,'request_three_d_secure':'automatic'}},
             'payment_method_types':['card'],'single_use_mandate':null,'status':'requires_payment_method','usage':'off_session'}""";
    private static final String ATTEMPT = """
            {'id':null,'object':null,'application':null,'created':0,'customer':null,'customer_account':null,'flow_directions':null,'livemode':false,
             'on_behalf_of':null,'payment_method':null,'payment_method_details':{'type':'card','card':{'network':null,'three_d_secure':null,'wallet':null}},'setup_error':null,
             'setup_intent':null,'status':null,'usage':'off_session'}""";
    private static final String UNEXPECTED = "setup_intent_unexpected_state";
    private static final List<String> OPEN = List.of("requires_payment_method", "requires_confirmation", "requires_action");

    private final Events events;
    private final PaymentMethods paymentMethods;
    private final Challenge challenge;
    private final List<BiConsumer<Call, ObjectNode>> whenDone = new ArrayList<>();

    SetupIntents(Routes routes, Events events, PaymentMethods paymentMethods, Challenge challenge) {
        this.events = events;
        this.paymentMethods = paymentMethods;
        this.challenge = challenge;
        routes.post("/v1/setup_intents", this::create);
        routes.get("/v1/setup_intents", this::list);
        routes.get("/v1/setup_intents/*", this::retrieve);
        routes.post("/v1/setup_intents/*", this::update);
        routes.post("/v1/setup_intents/*/confirm", this::confirm);
        routes.post("/v1/setup_intents/*/cancel", this::cancel);
        routes.get("/v1/setup_attempts", this::listAttempts);
    }

    /// Told of every intent that succeeded.
    void whenDone(BiConsumer<Call, ObjectNode> listener) {
        whenDone.add(listener);
    }

    /// For a session of checkout: with everything but the card, which its holder gives.
    ObjectNode make(Call call, String customer, Consumer<ObjectNode> further) {
        ObjectNode intent = call.make(Kind.SETUP_INTENT, SHAPE);
        intent.put("client_secret", StripeIds.clientSecret(StripeJson.text(intent, "id")));
        if (!customer.isEmpty()) {
            intent.put("customer", customer);
        }
        further.accept(intent);
        call.work().put(Kind.SETUP_INTENT, intent);
        events.emit(call, "setup_intent.created", intent);
        return intent;
    }

    /// For a session of checkout: a card that its holder gave.
    ObjectNode confirmWith(Call call, ObjectNode intent, ObjectNode method, Confirmation confirmation) {
        choose(intent, method);
        return attempt(call, intent, confirmation);
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        ObjectNode intent = call.make(Kind.SETUP_INTENT, SHAPE);
        intent.put("client_secret", StripeIds.clientSecret(StripeJson.text(intent, "id")));
        IntentOptions.methodsInto(intent, given);
        given.oneOf("usage", "off_session", "on_session").ifPresent(usage -> intent.put("usage", usage));
        fill(call, intent);
        boolean confirm = given.flag("confirm").orElse(false);
        Confirmation confirmation = Confirmation.of(call, intent, confirm);
        Optional<ObjectNode> method = paymentMethods.ofIntent(call);
        given.refuseUnknown();
        method.ifPresent(chosen -> choose(intent, chosen));
        call.work().put(Kind.SETUP_INTENT, intent);
        events.emit(call, "setup_intent.created", intent);
        return confirm ? attempt(call, intent, confirmation) : intent;
    }

    private static void fill(Call call, ObjectNode intent) {
        Parameters given = call.parameters();
        given.textsInto(intent, "description");
        given.text("customer").ifPresent(customer -> intent.put("customer", StripeJson.text(Customers.existing(call, customer, "customer"), "id")));
        given.group("payment_method_options").ifPresent(options -> IntentOptions.optionsInto(intent, options));
        given.metadataInto(intent);
    }

    private static void choose(ObjectNode intent, ObjectNode method) {
        PaymentMethods.admit(method, StripeJson.text(intent, "customer"));
        intent.put("payment_method", StripeJson.text(method, "id")).put("status", "requires_confirmation").putNull("last_setup_error").putNull("next_action");
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().text("client_secret");
        call.parameters().refuseUnknown();
        return call.work().get(Kind.SETUP_INTENT, call.id(), "intent");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.SETUP_INTENT).by("customer", "payment_method").page("/v1/setup_intents");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode listAttempts(Call call) {
        String intent = call.parameters().required("setup_intent");
        ObjectNode page = Listing.of(call, Kind.SETUP_ATTEMPT).where("setup_intent", intent).page("/v1/setup_attempts");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode intent = call.work().get(Kind.SETUP_INTENT, call.id(), "intent");
        fill(call, intent);
        Optional<ObjectNode> method = paymentMethods.ofIntent(call);
        call.parameters().refuseUnknown();
        method.ifPresent(chosen -> {
            refuseUnlessOpen(intent, "update");
            choose(intent, chosen);
        });
        call.work().put(Kind.SETUP_INTENT, intent);
        return intent;
    }

    /// By the API, or by the card holder's browser.
    ObjectNode confirm(Call call) {
        ObjectNode intent = call.work().get(Kind.SETUP_INTENT, call.id(), "intent");
        Parameters given = call.parameters();
        given.text("client_secret");
        given.group("payment_method_options").ifPresent(options -> IntentOptions.optionsInto(intent, options));
        refuseUnlessOpen(intent, "confirm");
        Confirmation confirmation = Confirmation.of(call, intent, true);
        Optional<ObjectNode> method = paymentMethods.ofIntent(call);
        given.refuseUnknown();
        method.ifPresent(chosen -> choose(intent, chosen));
        call.work().put(Kind.SETUP_INTENT, intent);
        return attempt(call, intent, confirmation);
    }

    private static void refuseUnlessOpen(ObjectNode intent, String verb) {
        String status = StripeJson.text(intent, "status");
        if (!OPEN.contains(status)) {
            throw StripeError.invalid("You cannot " + verb + " this SetupIntent because it has " + (status.equals("succeeded") ? "already succeeded."
                    : "a status of " + status + ".")).code(UNEXPECTED).with("setup_intent", intent);
        }
    }

    private ObjectNode attempt(Call call, ObjectNode intent, Confirmation confirmation) {
        String methodId = StripeJson.text(intent, "payment_method");
        if (methodId.isEmpty()) {
            throw StripeError.invalid("You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a"
                    + " payment method and then confirm it again, or confirm it again directly with a payment method.")
                    .code(UNEXPECTED).with("setup_intent", intent);
        }
        ObjectNode method = call.work().get(Kind.PAYMENT_METHOD, methodId, "payment_method");
        PaymentMethods.admit(method, StripeJson.text(intent, "customer"));
        TestCard card = PaymentMethods.card(method);
        if (card.refusesAttachment()) {
            StripeError refusal = card.decline().orElseThrow().refusal().with("payment_method", method).keepingChanges();
            fail(call, intent, method, refusal);
            throw refusal.with("setup_intent", intent);
        }
        boolean asked = card.authentication() == TestCard.Authentication.UNLESS_SET_UP || card.authentication() == TestCard.Authentication.ALWAYS;
        if (asked) {
            recordAttempt(call, intent, method, "requires_action", Optional.empty());
            intent.put("status", "requires_action");
            intent.set("next_action", challenge.nextAction(Kind.SETUP_INTENT, StripeJson.text(intent, "id"), confirmation.returnUrl()));
            call.work().put(Kind.SETUP_INTENT, intent);
            events.emit(call, "setup_intent.requires_action", intent);
            return intent;
        }
        return succeed(call, intent, method);
    }

    private ObjectNode succeed(Call call, ObjectNode intent, ObjectNode method) {
        Optional<String> customer = Optional.of(StripeJson.text(intent, "customer")).filter(id -> !id.isEmpty());
        paymentMethods.setUp(call, method, customer, StripeJson.text(intent, "usage").equals("off_session"));
        recordAttempt(call, intent, method, "succeeded", Optional.empty());
        intent.put("status", "succeeded").putNull("next_action").putNull("last_setup_error");
        call.work().put(Kind.SETUP_INTENT, intent);
        events.emit(call, "setup_intent.succeeded", intent);
        whenDone.forEach(listener -> listener.accept(call, intent));
        return intent;
    }

    private void fail(Call call, ObjectNode intent, ObjectNode method, StripeError error) {
        recordAttempt(call, intent, method, "failed", Optional.of(error));
        intent.put("status", "requires_payment_method").putNull("next_action").putNull("payment_method");
        intent.set("last_setup_error", error.asLastError());
        call.work().put(Kind.SETUP_INTENT, intent);
        events.emit(call, "setup_intent.setup_failed", intent);
    }

    private static void recordAttempt(Call call, ObjectNode intent, ObjectNode method, String status, Optional<StripeError> error) {
        ObjectNode attempt = call.make(Kind.SETUP_ATTEMPT, ATTEMPT);
        attempt.put("status", status).put("setup_intent", StripeJson.text(intent, "id"));
        attempt.set("customer", intent.get("customer"));
        attempt.set("payment_method", intent.get("payment_method"));
        attempt.set("usage", intent.get("usage"));
        ObjectNode card = (ObjectNode) attempt.get("payment_method_details").get("card");
        for (String field : new String[] {"brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4"}) {
            card.set(field, method.get("card").get(field));
        }
        card.put("network", StripeJson.text(card, "brand"));
        error.ifPresent(failure -> attempt.set("setup_error", failure.asLastError()));
        call.work().put(Kind.SETUP_ATTEMPT, attempt);
        intent.put("latest_attempt", StripeJson.text(attempt, "id"));
    }

    /// The card holder came back from the challenge.
    ObjectNode authenticated(Call call, String id, boolean success) {
        ObjectNode intent = call.work().get(Kind.SETUP_INTENT, id, "intent");
        if (!StripeJson.text(intent, "status").equals("requires_action")) {
            return intent;
        }
        ObjectNode method = call.work().linked(Kind.PAYMENT_METHOD, StripeJson.text(intent, "payment_method"));
        if (success) {
            return succeed(call, intent, method);
        }
        fail(call, intent, method, StripeError.invalid("The latest attempt to set up the payment method has failed because authentication failed.")
                .code("setup_intent_authentication_failure").with("payment_method", method));
        return intent;
    }

    private ObjectNode cancel(Call call) {
        ObjectNode intent = call.work().get(Kind.SETUP_INTENT, call.id(), "intent");
        Optional<String> reason = call.parameters().oneOf("cancellation_reason", "abandoned", "requested_by_customer", "duplicate");
        call.parameters().refuseUnknown();
        cancel(call, intent, reason.orElse(""));
        return intent;
    }

    void cancel(Call call, ObjectNode intent, String reason) {
        String status = StripeJson.text(intent, "status");
        if (!OPEN.contains(status)) {
            throw StripeError.invalid("You cannot cancel this SetupIntent because it has a status of " + status + ". Only a SetupIntent with one of the following"
                    + " statuses may be canceled: requires_payment_method, requires_confirmation, requires_action.").code(UNEXPECTED).with("setup_intent", intent);
        }
        intent.put("status", "canceled").putNull("next_action");
        if (!reason.isEmpty()) {
            intent.put("cancellation_reason", reason);
        }
        call.work().put(Kind.SETUP_INTENT, intent);
        events.emit(call, "setup_intent.canceled", intent);
    }
}

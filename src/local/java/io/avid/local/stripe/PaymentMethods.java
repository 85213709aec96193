package io.avid.local.stripe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.CRC32;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/payment_methods`: cards. A card comes by its number, which the real Stripe takes from browsers only and this one
/// from anybody, by one of Stripe's test tokens (`card[token]=tok_visa`), or is one of the test payment methods
/// (`pm_card_visa`), which becomes a new one wherever it is used.
///
/// Only the last four digits are kept, and, for [TestCard]s, which of them it is: they are public.
final class PaymentMethods {

    private static final String SHAPE = """
            {'id':null,'object':null,'allow_redisplay':'unspecified',
             'billing_details':{'address':null,'email':null,'name':null,'phone':null,'tax_id':null},
             'created':0,'customer':null,'customer_account':null,'livemode':false,'metadata':{},'type':'card'}""";
    private static final String CARD = """
            {'brand':null,'checks':{'address_line1_check':null,'address_postal_code_check':null,'cvc_check':null},'country':null,
             'display_brand':null,'exp_month':0,'exp_year':0,'fingerprint':null,'funding':null,'generated_from':null,'last4':null,
             'networks':{'available':[],'preferred':null},'regulated_status':'unregulated','three_d_secure_usage':{'supported':true},'wallet':null}""";
    private static final String TEST_METHOD = "pm_card_";
    private static final String TEST_TOKEN = "tok_";
    /// The emulator's own: which test card it is.
    private static final String TEST_NUMBER = "_test_number";
    /// The emulator's own: an off-session payment needs no authentication any more.
    private static final String SET_UP = "_set_up";
    /// The emulator's own: it paid without a customer or left one, and may never be used again.
    private static final String CONSUMED = "_consumed";

    private final Events events;

    PaymentMethods(Routes routes, Events events) {
        this.events = events;
        routes.post("/v1/payment_methods", this::create);
        routes.get("/v1/payment_methods", this::list);
        routes.get("/v1/payment_methods/*", this::retrieve);
        routes.post("/v1/payment_methods/*", this::update);
        routes.post("/v1/payment_methods/*/attach", this::attach);
        routes.post("/v1/payment_methods/*/detach", this::detach);
    }

    private ObjectNode create(Call call) {
        ObjectNode method = make(call, call.parameters());
        call.parameters().refuseUnknown();
        call.work().put(Kind.PAYMENT_METHOD, method);
        return method;
    }

    /// From the parameters of its own request, or from an intent's `payment_method_data`.
    ObjectNode make(Call call, Parameters given) {
        String type = given.required("type");
        if (!type.equals("card")) {
            throw StripeError.invalid("Invalid type: must be card; this emulator takes no other payment method, and was given " + type + ".")
                    .parameter(given.full("type"));
        }
        Parameters card = given.group("card").orElseThrow(() -> given.missing("card"));
        Optional<String> token = card.text("token");
        ObjectNode method;
        if (token.isPresent()) {
            TestCard known = Optional.of(token.get()).filter(text -> text.startsWith(TEST_TOKEN)).flatMap(text -> TestCard.named(text.substring(TEST_TOKEN.length())))
                    .orElseThrow(() -> StripeError.noSuch("token", token.get(), card.full("token")));
            method = ofTestCard(call, known);
        } else {
            method = ofNumber(call, card);
        }
        given.group("billing_details").ifPresent(details -> billingInto((ObjectNode) method.get("billing_details"), details));
        given.oneOf("allow_redisplay", "always", "limited", "unspecified").ifPresent(allow -> method.put("allow_redisplay", allow));
        given.metadataInto(method);
        return method;
    }

    private static ObjectNode ofNumber(Call call, Parameters card) {
        String number = card.required("number").replace(" ", "").replace("-", "");
        long month = card.integer("exp_month").orElseThrow(() -> card.missing("exp_month"));
        long year = card.integer("exp_year").map(given -> given < 100 ? given + 2000 : given).orElseThrow(() -> card.missing("exp_year"));
        Optional<String> cvc = card.text("cvc");
        if (!TestCard.isNumber(number)) {
            throw StripeError.card("incorrect_number", "", "Your card number is incorrect.").parameter(card.full("number"));
        }
        if (month < 1 || month > 12) {
            throw StripeError.card("invalid_expiry_month", "", "Your card's expiration month is invalid.").parameter(card.full("exp_month"));
        }
        YearMonth thisMonth = YearMonth.from(Instant.ofEpochSecond(call.now()).atZone(ZoneOffset.UTC));
        if (year > thisMonth.getYear() + 50L || YearMonth.of((int) Math.max(0, year), (int) month).isBefore(thisMonth)) {
            throw StripeError.card("invalid_expiry_year", "", "Your card's expiration year is invalid.").parameter(card.full("exp_year"));
        }
        TestCard known = TestCard.ofNumber(number);
        if (cvc.isPresent() && !cvc.get().matches(known.brand().equals("amex") ? "\\d{3,4}" : "\\d{3}")) {
            throw StripeError.card("invalid_cvc", "", "Your card's security code is invalid.").parameter(card.full("cvc"));
        }
        ObjectNode method = ofCard(call, known, month, year);
        if (cvc.isPresent()) {
            ((ObjectNode) method.get("card").get("checks")).put("cvc_check", "unchecked");
        }
        return method;
    }

    private static ObjectNode ofTestCard(Call call, TestCard card) {
        YearMonth now = YearMonth.from(Instant.ofEpochSecond(call.now()).atZone(ZoneOffset.UTC));
        ObjectNode method = ofCard(call, card, now.getMonthValue(), now.getYear() + 1L);
        ((ObjectNode) method.get("card").get("checks")).put("cvc_check", "unchecked");
        return method;
    }

    private static ObjectNode ofCard(Call call, TestCard known, long month, long year) {
        ObjectNode method = call.make(Kind.PAYMENT_METHOD, SHAPE);
        ((ObjectNode) method.get("billing_details")).set("address", Addresses.none());
        ObjectNode card = StripeJson.literal(CARD);
        card.put("brand", known.brand()).put("display_brand", known.brand()).put("country", known.country()).put("funding", known.funding());
        card.put("exp_month", month).put("exp_year", year).put("last4", known.lastFour()).put("fingerprint", fingerprint(known.number()));
        ((ObjectNode) card.get("networks")).withArray("available").add(known.brand());
        ((ObjectNode) card.get("three_d_secure_usage")).put("supported", known.authentication() != TestCard.Authentication.UNSUPPORTED);
        method.set("card", card);
        if (!known.names().isEmpty()) {
            method.put(TEST_NUMBER, known.number());
        }
        return method;
    }

    /// The same for the same number, as Stripe's; from a checksum, so that it does not tell the number.
    private static String fingerprint(String number) {
        CRC32 checksum = new CRC32();
        checksum.update(number.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        long value = checksum.getValue() * 2654435761L;
        for (int i = 0; i < 16; i++) {
            text.append("0123456789abcdefghijklmnopqrstuv".charAt((int) (value >>> i * 3 & 31)));
        }
        return text.toString();
    }

    private static void billingInto(ObjectNode billing, Parameters details) {
        details.textsInto(billing, "email", "name", "phone", "tax_id");
        details.group("address").ifPresent(address -> billing.set("address", Addresses.of(address)));
    }

    /// What the card does.
    static TestCard card(ObjectNode method) {
        String number = StripeJson.text(method, TEST_NUMBER);
        return TestCard.ofNumber(number.isEmpty() ? "4000000000000000" : number);
    }

    static boolean isSetUp(ObjectNode method) {
        return StripeJson.flag(method, SET_UP);
    }

    /// A payment method by its id; a test one (`pm_card_visa`) becomes a new one with an id of its own.
    ObjectNode resolve(Call call, String id, String parameter) {
        if (id.startsWith(TEST_METHOD)) {
            ObjectNode made = ofTestCard(call, TestCard.named(id.substring(TEST_METHOD.length())).orElseThrow(() -> StripeError.noSuch(Kind.PAYMENT_METHOD, id, parameter)));
            call.work().put(Kind.PAYMENT_METHOD, made);
            return made;
        }
        return call.work().get(Kind.PAYMENT_METHOD, id, parameter);
    }

    /// The one that an intent names, in its parameters or by data to make a new one from.
    Optional<ObjectNode> ofIntent(Call call) {
        Parameters given = call.parameters();
        Optional<ObjectNode> made = given.group("payment_method_data").map(data -> make(call, data));
        made.ifPresent(method -> call.work().put(Kind.PAYMENT_METHOD, method));
        return given.text("payment_method").map(id -> resolve(call, id, "payment_method")).or(() -> made);
    }

    /// Refuses a payment method that the intent's customer, or nobody any more, may use.
    static void admit(ObjectNode method, String customer) {
        String owner = StripeJson.text(method, "customer");
        String id = StripeJson.text(method, "id");
        if (StripeJson.flag(method, CONSUMED)) {
            throw StripeError.invalid("The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a"
                    + " connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod"
                    + " multiple times, you must attach it to a Customer first.");
        }
        if (!owner.isEmpty() && customer.isEmpty()) {
            throw StripeError.invalid("The payment method you provided is attached to a customer so for security purposes you must provide the customer in the request.");
        }
        if (!owner.isEmpty() && !owner.equals(customer)) {
            throw StripeError.invalid("The customer does not have a payment method with the ID " + id + ". The payment method must be attached to the customer.")
                    .code("resource_missing").parameter("payment_method");
        }
    }

    /// It paid without being anybody's, and may not again.
    static void consume(Call call, ObjectNode method) {
        call.work().put(Kind.PAYMENT_METHOD, method.put(CONSUMED, true));
    }

    private ObjectNode attach(Call call) {
        String customer = call.parameters().required("customer");
        call.parameters().refuseUnknown();
        Customers.existing(call, customer, "customer");
        return attach(call, resolve(call, call.id(), "id"), customer);
    }

    ObjectNode attach(Call call, ObjectNode method, String customer) {
        String owner = StripeJson.text(method, "customer");
        if (owner.equals(customer)) {
            return method;
        }
        if (!owner.isEmpty()) {
            throw StripeError.invalid("The payment method you provided has already been attached to a customer.");
        }
        admit(method, customer);
        TestCard card = card(method);
        if (card.refusesAttachment()) {
            throw card.decline().orElseThrow().refusal();
        }
        method.put("customer", customer);
        pass(method);
        call.work().put(Kind.PAYMENT_METHOD, method);
        events.emit(call, "payment_method.attached", method);
        return method;
    }

    /// As [#attach], for payments off-session from now on.
    ObjectNode setUp(Call call, ObjectNode method, Optional<String> customer, boolean offSession) {
        ObjectNode attached = customer.map(id -> attach(call, method, id)).orElse(method);
        if (offSession) {
            attached.put(SET_UP, true);
        }
        pass(attached);
        call.work().put(Kind.PAYMENT_METHOD, attached);
        return attached;
    }

    /// The security code was looked at and is right.
    private static void pass(ObjectNode method) {
        ObjectNode checks = (ObjectNode) method.get("card").get("checks");
        if (StripeJson.has(checks, "cvc_check")) {
            checks.put("cvc_check", "pass");
        }
    }

    private ObjectNode detach(Call call) {
        call.parameters().refuseUnknown();
        ObjectNode method = call.work().get(Kind.PAYMENT_METHOD, call.id(), "id");
        if (StripeJson.text(method, "customer").isEmpty()) {
            throw StripeError.invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
        }
        return detach(call, method);
    }

    ObjectNode detach(Call call, ObjectNode method) {
        String customerId = StripeJson.text(method, "customer");
        ObjectNode before = method.deepCopy();
        method.putNull("customer").put(CONSUMED, true);
        call.work().put(Kind.PAYMENT_METHOD, method);
        call.work().find(Kind.CUSTOMER, customerId).filter(customer -> !StripeJson.flag(customer, "deleted")).ifPresent(customer -> {
            ObjectNode settings = (ObjectNode) customer.get("invoice_settings");
            if (StripeJson.text(settings, "default_payment_method").equals(StripeJson.text(method, "id"))) {
                settings.putNull("default_payment_method");
                call.work().put(Kind.CUSTOMER, customer);
            }
        });
        events.emitUpdate(call, "payment_method.detached", before, method);
        return method;
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.PAYMENT_METHOD, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.PAYMENT_METHOD).by("customer", "type").where(stored -> stored.links().containsKey("customer")).page("/v1/payment_methods");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode method = call.work().get(Kind.PAYMENT_METHOD, call.id(), "id");
        ObjectNode before = method.deepCopy();
        Parameters given = call.parameters();
        given.group("billing_details").ifPresent(details -> billingInto((ObjectNode) method.get("billing_details"), details));
        given.group("card").ifPresent(card -> {
            card.integer("exp_month").ifPresent(month -> ((ObjectNode) method.get("card")).put("exp_month", month));
            card.integer("exp_year").ifPresent(year -> ((ObjectNode) method.get("card")).put("exp_year", year));
        });
        given.oneOf("allow_redisplay", "always", "limited", "unspecified").ifPresent(allow -> method.put("allow_redisplay", allow));
        given.metadataInto(method);
        given.refuseUnknown();
        if (StripeJson.text(method, "customer").isEmpty()) {
            throw StripeError.invalid("You must save this PaymentMethod to a customer before you can update it.").parameter("payment_method");
        }
        call.work().put(Kind.PAYMENT_METHOD, method);
        events.emitUpdate(call, "payment_method.updated", before, method);
        return method;
    }
}

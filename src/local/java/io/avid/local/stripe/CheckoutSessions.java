package io.avid.local.stripe;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/checkout/sessions`: a page of Stripe's where somebody pays with a card (`mode=payment`) or saves one
/// (`mode=setup`), without a login and for some hours. The page itself is [CheckoutPages].
final class CheckoutSessions {

    static final String PATH = "/c/pay/";
    private static final String SHAPE = """
            {'id':null,'object':null,'adaptive_pricing':null,'after_expiration':null,'allow_promotion_codes':null,'amount_subtotal':null,
             'amount_total':null,'automatic_tax':{'enabled':false,'liability':null,'provider':null,'status':null},'billing_address_collection':null,
             'cancel_url':null,'client_reference_id':null,'client_secret':null,'collected_information':null,'consent':null,
             'consent_collection':null,'created':0,'currency':null,'currency_conversion':null,'custom_fields':[],
             'custom_text':{'after_submit':null,'shipping_address':null,'submit':null,'terms_of_service_acceptance':null},'customer':null,
             'customer_account':null,'customer_creation':null,'customer_details':null,'customer_email':null,'discounts':[],'expires_at':0,
             'integration_identifier':null,'invoice':null,'invoice_creation':null,'livemode':false,'locale':null,'managed_payments':null,
             'metadata':{},'mode':null,'origin_context':null,'payment_intent':null,'payment_link':null,'payment_method_collection':'if_required',
             'payment_method_configuration_details':null,'payment_method_options':{},'payment_method_types':['card'],'payment_status':'unpaid',
             'permissions':null,'phone_number_collection':{'enabled':false},'recovered_from':null,'saved_payment_method_options':null,
             'setup_intent':null,'shipping_address_collection':null,'shipping_cost':null,'shipping_options':[],'status':'open',
             'submit_type':null,'subscription':null,'success_url':null,'total_details':null,'ui_mode':'hosted_page','url':null,
             'wallet_options':null}""";
    private static final String ITEM = """
            {'id':null,'object':'item','adjustable_quantity':null,'amount_discount':0,'amount_subtotal':0,'amount_tax':0,'amount_total':0,
             'currency':null,'description':null,'metadata':null,
             'price':{'id':null,'object':'price','active':false,'billing_scheme':'per_unit','created':0,'currency':null,'custom_unit_amount':null,
              'livemode':false,'lookup_key':null,'metadata':{},'nickname':null,'product':null,'recurring':null,'tax_behavior':'unspecified',
              'tiers_mode':null,'transform_quantity':null,'type':'one_time','unit_amount':0,'unit_amount_decimal':null},'quantity':1}""";
    private static final Duration SHORTEST = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(24);
    /// The emulator's own: what the payment intent is made with once somebody pays.
    private static final String INTENT_DATA = "_intent_data";
    static final String LINE_ITEMS = "_line_items";
    /// The emulator's own: which session an intent pays.
    private static final String SESSION = "_checkout_session";

    private final Events events;
    private final PaymentIntents payments;
    private final SetupIntents setups;
    private final Timers timers;
    private final Supplier<String> base;

    CheckoutSessions(Routes routes, Events events, PaymentIntents payments, SetupIntents setups, Timers timers, Supplier<String> base) {
        this.events = events;
        this.payments = payments;
        this.setups = setups;
        this.timers = timers;
        this.base = base;
        routes.post("/v1/checkout/sessions", this::create);
        routes.get("/v1/checkout/sessions", this::list);
        routes.get("/v1/checkout/sessions/*", this::retrieve);
        routes.post("/v1/checkout/sessions/*", this::update);
        routes.post("/v1/checkout/sessions/*/expire", this::expire);
        routes.get("/v1/checkout/sessions/*/line_items", this::listItems);
        timers.on("expire_session", this::expireIfOpen);
        payments.whenDone(this::complete);
        setups.whenDone(this::complete);
    }

    private ObjectNode create(Call call) {
        Parameters given = call.parameters();
        ObjectNode session = call.make(Kind.CHECKOUT_SESSION, SHAPE);
        String mode = given.oneOf("mode", "payment", "setup", "subscription").orElseThrow(() -> given.missing("mode"));
        if (mode.equals("subscription")) {
            throw StripeError.invalid("This emulator has no subscriptions; mode is payment or setup.").parameter("mode");
        }
        session.put("mode", mode);
        session.put("success_url", given.required("success_url"));
        given.textsInto(session, "cancel_url", "client_reference_id", "customer_email", "locale");
        given.oneOf("submit_type", "auto", "book", "donate", "pay").ifPresent(type -> session.put("submit_type", type));
        given.oneOf("ui_mode", "hosted", "hosted_page");
        given.text("customer").ifPresent(customer -> session.put("customer", StripeJson.text(Customers.existing(call, customer, "customer"), "id")));
        given.oneOf("customer_creation", "always", "if_required").ifPresent(creation -> session.put("customer_creation", creation));
        if (mode.equals("payment") && !StripeJson.has(session, "customer_creation") && !StripeJson.has(session, "customer")) {
            session.put("customer_creation", "if_required");
        }
        IntentOptions.methodsInto(session, given);
        session.remove("automatic_payment_methods");
        given.group("payment_method_options").ifPresent(options -> IntentOptions.optionsInto(session, options));
        given.metadataInto(session);
        session.put("expires_at", expiry(call));
        if (mode.equals("payment")) {
            itemsInto(call, session);
            session.set(INTENT_DATA, intentData(call, "payment_intent_data"));
        } else {
            session.put("payment_status", "no_payment_required");
            given.text("currency").ifPresent(currency -> session.put("currency", Amounts.currency(given, "currency")));
            session.set(INTENT_DATA, intentData(call, "setup_intent_data"));
        }
        given.refuseUnknown();
        session.put("url", base.get() + PATH + StripeJson.text(session, "id"));
        if (mode.equals("setup")) {
            ObjectNode intent = setups.make(call, StripeJson.text(session, "customer"), made -> fill(made, session));
            session.put("setup_intent", StripeJson.text(intent, "id"));
        }
        call.work().put(Kind.CHECKOUT_SESSION, session);
        timers.start(call, "expire_session", StripeJson.text(session, "id"), Duration.ofSeconds(StripeJson.number(session, "expires_at") - call.now()));
        return session;
    }

    private static long expiry(Call call) {
        Optional<Long> wanted = call.parameters().integer("expires_at");
        wanted.ifPresent(at -> {
            if (at < call.now() + SHORTEST.toSeconds() || at > call.now() + LONGEST.toSeconds()) {
                throw StripeError.invalid("The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.")
                        .parameter("expires_at");
            }
        });
        return wanted.orElse(call.now() + LONGEST.toSeconds());
    }

    private static void itemsInto(Call call, ObjectNode session) {
        Parameters given = call.parameters();
        ArrayNode items = StripeJson.array();
        long total = 0;
        String currency = "";
        for (Parameters line : given.list("line_items")) {
            if (line.isGiven("price")) {
                throw StripeError.noSuch("price", line.required("price"), line.full("price"));
            }
            Parameters price = line.group("price_data").orElseThrow(() -> line.missing("price_data"));
            String own = Amounts.currency(price, "currency");
            if (!currency.isEmpty() && !currency.equals(own)) {
                throw StripeError.invalid("All prices on a Checkout session must be in the same currency.").parameter(price.full("currency"));
            }
            currency = own;
            long unit = price.integer("unit_amount").orElseThrow(() -> price.missing("unit_amount"));
            long quantity = line.integer("quantity").orElseThrow(() -> line.missing("quantity"));
            if (unit < 0 || quantity < 1) {
                throw StripeError.invalid("parameter_invalid_integer", "Invalid non-negative integer", unit < 0 ? price.full("unit_amount") : line.full("quantity"));
            }
            Parameters product = price.group("product_data").orElseThrow(() -> price.missing("product_data"));
            ObjectNode item = StripeJson.literal(ITEM);
            item.put("id", "li_" + StripeIds.random(24)).put("currency", own).put("quantity", quantity).put("description", product.required("name"));
            product.text("description");
            item.put("amount_subtotal", Math.multiplyExact(unit, quantity)).put("amount_total", Math.multiplyExact(unit, quantity));
            ((ObjectNode) item.get("price")).put("id", "price_" + StripeIds.random(24)).put("created", call.now()).put("currency", own)
                    .put("product", "prod_" + StripeIds.random(14)).put("unit_amount", unit).put("unit_amount_decimal", Long.toString(unit));
            items.add(item);
            total = Math.addExact(total, Math.multiplyExact(unit, quantity));
        }
        if (items.isEmpty()) {
            throw given.missing("line_items");
        }
        long minimum = Amounts.minimum(currency);
        if (total < minimum) {
            throw StripeError.invalid("amount_too_small", "The Checkout Session's total amount due must add up to at least " + Amounts.spoken(minimum, currency) + " "
                    + currency, "line_items");
        }
        session.set(LINE_ITEMS, items);
        session.put("amount_subtotal", total).put("amount_total", total).put("currency", currency);
        session.set("total_details", StripeJson.object().put("amount_discount", 0).put("amount_shipping", 0).put("amount_tax", 0));
    }

    private static ObjectNode intentData(Call call, String name) {
        ObjectNode data = StripeJson.object();
        data.set("metadata", StripeJson.object());
        call.parameters().group(name).ifPresent(given -> {
            given.metadataInto(data);
            given.textsInto(data, "description");
            if (name.equals("payment_intent_data")) {
                given.textsInto(data, "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "transfer_group");
                given.oneOf("setup_future_usage", "off_session", "on_session").ifPresent(usage -> data.put("setup_future_usage", usage));
                given.oneOf("capture_method", "automatic", "automatic_async", "manual").ifPresent(capture -> data.put("capture_method", capture));
            }
        });
        return data;
    }

    private static void fill(ObjectNode intent, ObjectNode session) {
        session.get(INTENT_DATA).properties().forEach(field -> intent.set(field.getKey(), field.getValue().deepCopy()));
        intent.put(SESSION, StripeJson.text(session, "id"));
    }

    /// Somebody gave a card on the page.
    ///
    /// @return the intent: done, or with a challenge to go to
    /// @throws StripeError the bank's refusal; the session stays open
    ObjectNode pay(Call call, ObjectNode session, ObjectNode method, String email) {
        if (!email.isEmpty()) {
            session.set("customer_details", details(email));
        }
        call.work().put(Kind.CHECKOUT_SESSION, session);
        Confirmation confirmation = new Confirmation(false, Optional.of(StripeJson.text(session, "url")), false);
        if (StripeJson.text(session, "mode").equals("setup")) {
            return setups.confirmWith(call, call.work().linked(Kind.SETUP_INTENT, StripeJson.text(session, "setup_intent")), method, confirmation);
        }
        String known = StripeJson.text(session, "payment_intent");
        ObjectNode intent = known.isEmpty() ? payments.make(call, StripeJson.number(session, "amount_total"), StripeJson.text(session, "currency"),
                StripeJson.text(session, "customer"), made -> fill(made, session)) : call.work().linked(Kind.PAYMENT_INTENT, known);
        session.put("payment_intent", StripeJson.text(intent, "id"));
        call.work().put(Kind.CHECKOUT_SESSION, session);
        return payments.confirmWith(call, intent, method, confirmation);
    }

    private static ObjectNode details(String email) {
        ObjectNode details = StripeJson.literal("{'business_name':null,'individual_name':null,'name':null,'phone':null,'tax_exempt':'none','tax_ids':[]}");
        details.set("address", Addresses.none());
        return details.put("email", email);
    }

    private void complete(Call call, ObjectNode intent) {
        String id = StripeJson.text(intent, SESSION);
        if (id.isEmpty()) {
            return;
        }
        ObjectNode session = call.work().linked(Kind.CHECKOUT_SESSION, id);
        if (!StripeJson.text(session, "status").equals("open")) {
            return;
        }
        session.put("status", "complete").putNull("url");
        if (StripeJson.text(session, "mode").equals("payment")) {
            session.put("payment_status", "paid");
        }
        call.work().put(Kind.CHECKOUT_SESSION, session);
        events.emit(call, "checkout.session.completed", session);
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.CHECKOUT_SESSION, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        ObjectNode page = Listing.of(call, Kind.CHECKOUT_SESSION).by("customer", "payment_intent", "status").page("/v1/checkout/sessions");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode listItems(Call call) {
        ObjectNode session = call.work().get(Kind.CHECKOUT_SESSION, call.id(), "id");
        call.parameters().integer("limit");
        call.parameters().refuseUnknown();
        return items(session);
    }

    static ObjectNode items(ObjectNode session) {
        ObjectNode list = StripeJson.object().put("object", "list");
        list.set("data", session.get(LINE_ITEMS) instanceof ArrayNode items ? items.deepCopy() : StripeJson.array());
        return list.put("has_more", false).put("url", "/v1/checkout/sessions/" + StripeJson.text(session, "id") + "/line_items");
    }

    private ObjectNode update(Call call) {
        ObjectNode session = call.work().get(Kind.CHECKOUT_SESSION, call.id(), "id");
        call.parameters().metadataInto(session);
        call.parameters().refuseUnknown();
        call.work().put(Kind.CHECKOUT_SESSION, session);
        return session;
    }

    private ObjectNode expire(Call call) {
        call.parameters().refuseUnknown();
        ObjectNode session = call.work().get(Kind.CHECKOUT_SESSION, call.id(), "id");
        if (!StripeJson.text(session, "status").equals("open")) {
            throw StripeError.invalid("Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `"
                    + StripeJson.text(session, "status") + "`.");
        }
        return expire(call, session);
    }

    private void expireIfOpen(Call call, String id) {
        ObjectNode session = call.work().linked(Kind.CHECKOUT_SESSION, id);
        if (StripeJson.text(session, "status").equals("open")) {
            expire(call, session);
        }
    }

    /// A payment that was tried meanwhile and not made is given up with it.
    private ObjectNode expire(Call call, ObjectNode session) {
        session.put("status", "expired").putNull("url");
        call.work().put(Kind.CHECKOUT_SESSION, session);
        call.work().find(Kind.PAYMENT_INTENT, StripeJson.text(session, "payment_intent")).ifPresent(intent -> payments.cancel(call, intent, "abandoned"));
        call.work().find(Kind.SETUP_INTENT, StripeJson.text(session, "setup_intent")).ifPresent(intent -> setups.cancel(call, intent, "abandoned"));
        events.emit(call, "checkout.session.expired", session);
        return session;
    }
}

package io.avid.local.stripe;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/customers`: whom an account charges again and again.
final class Customers {

    private static final String SHAPE = """
            {'id':null,'object':null,'address':null,'balance':0,'created':0,'currency':null,'customer_account':null,'default_source':null,
             'delinquent':false,'description':null,'discount':null,'email':null,'invoice_prefix':null,
             'invoice_settings':{'custom_fields':null,'default_payment_method':null,'footer':null,'rendering_options':null},
             'livemode':false,'metadata':{},'name':null,'next_invoice_sequence':1,'phone':null,'preferred_locales':[],
             'shipping':null,'tax_exempt':'none','test_clock':null}""";

    private final Events events;
    private final PaymentMethods paymentMethods;

    Customers(Routes routes, Events events, PaymentMethods paymentMethods) {
        this.events = events;
        this.paymentMethods = paymentMethods;
        routes.post("/v1/customers", this::create);
        routes.get("/v1/customers", this::list);
        routes.get("/v1/customers/*", this::retrieve);
        routes.post("/v1/customers/*", this::update);
        routes.delete("/v1/customers/*", this::delete);
        routes.get("/v1/customers/*/payment_methods", this::listPaymentMethods);
        routes.get("/v1/customers/*/payment_methods/*", this::retrievePaymentMethod);
    }

    private ObjectNode create(Call call) {
        ObjectNode customer = call.make(Kind.CUSTOMER, SHAPE);
        customer.put("invoice_prefix", StripeIds.random(8).toUpperCase(java.util.Locale.ROOT));
        fill(customer, call);
        Optional<String> paymentMethod = call.parameters().text("payment_method");
        call.parameters().refuseUnknown();
        call.work().put(Kind.CUSTOMER, customer);
        paymentMethod.ifPresent(id -> paymentMethods.attach(call, paymentMethods.resolve(call, id, "payment_method"), StripeJson.text(customer, "id")));
        chooseDefault(customer, call);
        call.work().put(Kind.CUSTOMER, customer);
        events.emit(call, "customer.created", customer);
        return customer;
    }

    private static void fill(ObjectNode customer, Call call) {
        Parameters given = call.parameters();
        given.textsInto(customer, "description", "email", "name", "phone");
        given.hashInto(customer, "shipping");
        given.group("address").ifPresent(address -> customer.set("address", Addresses.of(address)));
        given.integer("balance").ifPresent(balance -> customer.put("balance", balance));
        given.oneOf("tax_exempt", "none", "exempt", "reverse").ifPresent(exempt -> customer.put("tax_exempt", exempt));
        if (given.isGiven("preferred_locales")) {
            var locales = StripeJson.array();
            given.texts("preferred_locales").forEach(locales::add);
            customer.set("preferred_locales", locales);
        }
        given.metadataInto(customer);
        given.group("invoice_settings").ifPresent(settings -> settings.textsInto((ObjectNode) customer.get("invoice_settings"), "default_payment_method", "footer"));
    }

    /// The default must be one of the customer's own.
    private void chooseDefault(ObjectNode customer, Call call) {
        String chosen = StripeJson.text(customer.get("invoice_settings"), "default_payment_method");
        if (!chosen.isEmpty()) {
            ObjectNode method = call.work().get(Kind.PAYMENT_METHOD, chosen, "invoice_settings[default_payment_method]");
            if (!StripeJson.text(method, "customer").equals(StripeJson.text(customer, "id"))) {
                throw StripeError.invalid("resource_missing", "The customer does not have a payment method with the ID " + chosen
                        + ". The payment method must be attached to the customer.", "invoice_settings[default_payment_method]");
            }
        }
    }

    /// @throws StripeError for one that never was or is deleted
    static ObjectNode existing(Call call, String id, String parameter) {
        ObjectNode customer = call.work().get(Kind.CUSTOMER, id, parameter);
        if (StripeJson.flag(customer, "deleted")) {
            throw StripeError.noSuch(Kind.CUSTOMER, id, parameter);
        }
        return customer;
    }

    private ObjectNode retrieve(Call call) {
        call.parameters().refuseUnknown();
        return call.work().get(Kind.CUSTOMER, call.id(), "id");
    }

    private ObjectNode list(Call call) {
        Parameters given = call.parameters();
        Optional<String> email = given.text("email");
        Listing listing = Listing.of(call, Kind.CUSTOMER).where(stored -> !StripeJson.flag(stored.node(), "deleted"));
        email.ifPresent(wanted -> listing.where(stored -> StripeJson.text(stored.node(), "email").equals(wanted)));
        ObjectNode page = listing.page("/v1/customers");
        given.refuseUnknown();
        return page;
    }

    private ObjectNode update(Call call) {
        ObjectNode customer = existing(call, call.id(), "id");
        ObjectNode before = customer.deepCopy();
        fill(customer, call);
        call.parameters().refuseUnknown();
        chooseDefault(customer, call);
        call.work().put(Kind.CUSTOMER, customer);
        events.emitUpdate(call, "customer.updated", before, customer);
        return customer;
    }

    private ObjectNode delete(Call call) {
        ObjectNode customer = existing(call, call.id(), "id");
        call.parameters().refuseUnknown();
        for (ObjectNode method : call.work().all(Kind.PAYMENT_METHOD, stored -> call.id().equals(stored.links().get("customer")))) {
            paymentMethods.detach(call, method);
        }
        ObjectNode deleted = StripeJson.object().put("id", call.id()).put("object", "customer").put("deleted", true);
        call.work().put(Kind.CUSTOMER, deleted);
        events.emit(call, "customer.deleted", customer);
        return deleted;
    }

    private ObjectNode listPaymentMethods(Call call) {
        existing(call, call.id(), "id");
        ObjectNode page = Listing.of(call, Kind.PAYMENT_METHOD).where("customer", call.id()).by("type").page("/v1/customers/" + call.id() + "/payment_methods");
        call.parameters().text("allow_redisplay");
        call.parameters().refuseUnknown();
        return page;
    }

    private ObjectNode retrievePaymentMethod(Call call) {
        call.parameters().refuseUnknown();
        String id = call.ids().get(1);
        return call.work().find(Kind.PAYMENT_METHOD, id).filter(method -> StripeJson.text(method, "customer").equals(call.id()))
                .orElseThrow(() -> StripeError.noSuch(Kind.PAYMENT_METHOD, id, "id"));
    }
}

package io.avid.local.stripe;

import tools.jackson.databind.node.ObjectNode;

/// Postal addresses: all fields there, those not given null.
final class Addresses {

    private static final String[] FIELDS = {"city", "country", "line1", "line2", "postal_code", "state"};

    private Addresses() {
    }

    static ObjectNode none() {
        ObjectNode address = StripeJson.object();
        for (String field : FIELDS) {
            address.putNull(field);
        }
        return address;
    }

    static ObjectNode of(Parameters given) {
        ObjectNode address = none();
        given.textsInto(address, FIELDS);
        return address;
    }
}

package io.avid.local.stripe;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A refusal in Stripe's own words and shape.
final class StripeError extends RuntimeException {

    private static final long serialVersionUID = 1L;
    static final String INVALID_REQUEST = "invalid_request_error";
    static final String CARD = "card_error";
    static final String API = "api_error";
    static final String IDEMPOTENCY = "idempotency_error";

    private final int status;
    private final transient ObjectNode error;
    private boolean keepsChanges;

    private StripeError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.error = StripeJson.object().put("message", message).put("type", type);
    }

    static StripeError of(int status, String type, String message) {
        return new StripeError(status, type, message);
    }

    static StripeError invalid(String message) {
        return new StripeError(400, INVALID_REQUEST, message);
    }

    static StripeError invalid(String code, String message, String parameter) {
        return invalid(message).code(code).parameter(parameter);
    }

    static StripeError noSuch(Kind kind, String id, String parameter) {
        return noSuch(kind.spoken(), id, parameter);
    }

    /// Named by the path: 404; by a parameter: 400.
    static StripeError noSuch(String spoken, String id, String parameter) {
        return new StripeError(isOfPath(parameter) ? 404 : 400, INVALID_REQUEST, "No such " + spoken + ": '" + id + "'")
                .code("resource_missing").parameter(parameter);
    }

    /// Stripe calls an id of the path by the resource's own name or `id`.
    private static boolean isOfPath(String parameter) {
        return parameter.equals("id") || parameter.equals("intent") || parameter.equals("resource");
    }

    static StripeError card(String code, String declineCode, String message) {
        StripeError refusal = new StripeError(402, CARD, message).code(code);
        if (!declineCode.isEmpty()) {
            refusal.error.put("decline_code", declineCode);
        }
        return refusal;
    }

    StripeError code(String code) {
        error.put("code", code).put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        return this;
    }

    StripeError parameter(String parameter) {
        error.put("param", parameter);
        return this;
    }

    StripeError with(String field, ObjectNode object) {
        error.set(field, StripeJson.published(object));
        return this;
    }

    StripeError with(String field, String value) {
        error.put(field, value);
        return this;
    }

    /// A refusal by the bank is itself something that happened: the attempt and its events stay.
    StripeError keepingChanges() {
        keepsChanges = true;
        return this;
    }

    boolean keepsChanges() {
        return keepsChanges;
    }

    int status() {
        return status;
    }

    String type() {
        return error.get("type").asString();
    }

    Optional<String> code() {
        return Optional.ofNullable(error.get("code")).map(code -> code.asString());
    }

    /// As in an intent's last error: without the intent.
    ObjectNode asLastError() {
        ObjectNode copy = error.deepCopy();
        copy.remove("payment_intent");
        copy.remove("setup_intent");
        return copy;
    }

    ObjectNode body() {
        ObjectNode body = StripeJson.object();
        body.set("error", error.deepCopy());
        return body;
    }
}

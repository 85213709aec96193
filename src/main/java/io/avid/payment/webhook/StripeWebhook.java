package io.avid.payment.webhook;

import io.avid.payment.application.ReceiveEvents;
import io.avid.payment.application.ReceivedEvent;
import io.avid.payment.stripe.StripeAccounts;
import io.avid.payment.stripe.StripeEvent;
import io.avid.payment.stripe.WebhookSignature;
import io.avid.platform.error.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;

/**
 * {@code POST /webhooks/stripe/{endpoint}}: what Stripe tells. Whose it is follows from the endpoint;
 * that Stripe sent it, from the signature over the body as it came. It is kept, then answered, and
 * applied after that: Stripe waits for nothing but the disk.
 *
 * <p>Answers 200 when it is kept (or was before), 400 without a valid signature, 404 for an endpoint
 * that is none, 413 for a body too large, 503 when it cannot be kept: Stripe sends it again.
 */
public final class StripeWebhook implements HttpRequestHandler {
    /** Where it is served. */
    public static final String PATH = "/webhooks/stripe/{endpoint}";

    private static final Logger LOG = LoggerFactory.getLogger(StripeWebhook.class);

    /** Stripe's events are some kilobytes; what is far larger is none. */
    private static final int BODY_MAX_BYTES = 512 * 1024;

    private final StripeAccounts accounts;
    private final WebhookSignature signature;
    private final ReceiveEvents receive;
    private final InstantSource clock;
    private final MeterRegistry meters;

    public StripeWebhook(StripeAccounts accounts, WebhookSignature signature, ReceiveEvents receive, InstantSource clock,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.signature = signature;
        this.receive = receive;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "method", "Webhooks are posted.");
            return;
        }
        Optional<StripeAccounts.Endpoint> endpoint = endpointId(request).flatMap(accounts::endpoint);
        if (endpoint.isEmpty()) {
            answer(response, HttpServletResponse.SC_NOT_FOUND, "unknown_endpoint", "There is no such endpoint. Set"
                    + " avid.payment.stripe.webhook-endpoints.ENDPOINT.organisation and .secrets, ENDPOINT being the last part of the path.");
            return;
        }
        byte[] bytes = request.getInputStream().readNBytes(BODY_MAX_BYTES + 1);
        if (bytes.length > BODY_MAX_BYTES) {
            answer(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too_large", "An event has at most " + BODY_MAX_BYTES + " bytes.");
            return;
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        String header = request.getHeader("Stripe-Signature");
        if (header == null || !signature.isValid(body, header, endpoint.get().secrets())) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, "bad_signature",
                    "The signature does not match the body, is older than five minutes, or is of another secret.");
            return;
        }
        Optional<StripeEvent> event = StripeEvent.parse(body);
        if (event.isEmpty()) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, "no_event", "The body is no event of Stripe's.");
            return;
        }
        keep(endpoint.get().organisation(), event.get(), body, response);
    }

    private void keep(String organisation, StripeEvent event, String body, HttpServletResponse response) throws IOException {
        try {
            boolean isNew = receive.receive(new ReceivedEvent(organisation, event.id(), body, clock.instant(), 0));
            answer(response, HttpServletResponse.SC_OK, isNew ? "kept" : "known", "");
        } catch (Failure failure) {
            LOG.atWarn().addKeyValue("organisation", organisation).addKeyValue("event", event.id()).addKeyValue("reason", failure.reason())
                    .log("An event of Stripe's could not be kept; Stripe sends it again");
            answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "not_kept", "It could not be kept. Send it again.");
        }
    }

    private static Optional<String> endpointId(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get("endpoint") instanceof String id ? Optional.of(id) : Optional.empty();
    }

    private void answer(HttpServletResponse response, int status, String result, String text) throws IOException {
        Counter.builder("avid.payment.webhook.received").description("Webhooks of Stripe's by how they were answered")
                .tag("result", result).register(meters).increment();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

package io.avid.platform.store;

import com.google.protobuf.Message;
import java.util.Objects;

/**
 * A fact to publish with a change: stored with the aggregate in the same write, delivered after.
 *
 * @param type full name of the payload's message, {@code avid.customer.v1.CustomerCreated}
 * @param payload the serialised message; no personal data
 */
public record Fact(String type, byte[] payload) {
    public Fact {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(payload, "payload");
    }

    /** The fact that a published message states. */
    public static Fact of(Message message) {
        return new Fact(message.getDescriptorForType().getFullName(), message.toByteArray());
    }
}

package io.avid.customer.domain;

import java.util.Objects;

/**
 * The id of a customer in another system. Each belongs to one customer of an organisation.
 *
 * @param system which system
 * @param value the id there
 */
public record ExternalId(String system, String value) {
    public ExternalId {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(value, "value");
    }
}

package io.avid.customer.domain;

import java.util.List;
import java.util.Objects;

/** A postal address; what is not known is empty. */
public record PostalAddress(List<String> lines, String postalCode, String locality, String regionCode) {
    public PostalAddress {
        lines = List.copyOf(lines);
        Objects.requireNonNull(postalCode, "postalCode");
        Objects.requireNonNull(locality, "locality");
        Objects.requireNonNull(regionCode, "regionCode");
    }

    /** Hides what it holds: addresses are personal data. */
    @Override
    public String toString() {
        return "PostalAddress[hidden]";
    }
}

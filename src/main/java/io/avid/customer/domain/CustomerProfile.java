package io.avid.customer.domain;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a customer; what is not known is empty.
 *
 * @param batch request_id of the batch that created it; nothing changes it
 */
public record CustomerProfile(CustomerKind kind, String displayName, List<ExternalId> externalIds, String email,
        String phone, Optional<PostalAddress> address, List<String> tags, Optional<String> batch) {
    public CustomerProfile {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(displayName, "displayName");
        externalIds = List.copyOf(new LinkedHashSet<>(externalIds));
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(phone, "phone");
        Objects.requireNonNull(address, "address");
        tags = List.copyOf(tags);
        Objects.requireNonNull(batch, "batch");
    }

    /** A part of a profile that can be changed by itself; named as in {@code avid.customer.v1.Customer}. */
    public enum Part {
        KIND("kind"),
        DISPLAY_NAME("display_name"),
        EXTERNAL_IDS("external_ids"),
        EMAIL("email"),
        PHONE("phone"),
        ADDRESS("address"),
        TAGS("tags");

        private final String fieldName;

        Part(String fieldName) {
            this.fieldName = fieldName;
        }

        /** The field that holds it. */
        public String fieldName() {
            return fieldName;
        }

        /** The part that a field holds, if any does. */
        public static Optional<Part> of(String fieldName) {
            for (Part part : values()) {
                if (part.fieldName.equals(fieldName)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /** This profile with the given parts of another. */
    public CustomerProfile revised(CustomerProfile given, Collection<Part> parts) {
        return new CustomerProfile(
                parts.contains(Part.KIND) ? given.kind : kind,
                parts.contains(Part.DISPLAY_NAME) ? given.displayName : displayName,
                parts.contains(Part.EXTERNAL_IDS) ? given.externalIds : externalIds,
                parts.contains(Part.EMAIL) ? given.email : email,
                parts.contains(Part.PHONE) ? given.phone : phone,
                parts.contains(Part.ADDRESS) ? given.address : address,
                parts.contains(Part.TAGS) ? given.tags : tags,
                batch);
    }

    /** This profile, of a customer that a batch creates. */
    public CustomerProfile createdBy(String batch) {
        return new CustomerProfile(kind, displayName, externalIds, email, phone, address, tags, Optional.of(batch));
    }

    /** The parts in which this profile and another differ. */
    public Set<Part> differenceTo(CustomerProfile other) {
        var parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (!revised(other, Set.of(part)).equals(this)) {
                parts.add(part);
            }
        }
        return new TreeSet<>(parts);
    }

    /** Hides what it holds: it is personal data. */
    @Override
    public String toString() {
        return "CustomerProfile[hidden]";
    }
}

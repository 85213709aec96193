package io.avid.platform.security;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, for which organisation, and what they may do.
 *
 * <p>It comes from a verified token (or, for background work, from what a process stored when it was
 * started) and travels with the call. Its organisation is part of every key, index and query; its
 * customer, where there is one, is a predicate in each.
 *
 * @param organisation the tenant, the token's {@code org_id}
 * @param actor who: the token's subject, or {@code process/…} for background work
 * @param permissions what the token grants, for example {@code customers.read}
 * @param customer resource name of the one customer that a customer's own login names
 */
public record Principal(String organisation, String actor, Set<String> permissions, Optional<String> customer) {
    /** What a customer's own login is granted; it opens the RPCs that say {@code customer: true} and change nothing. */
    public static final String OWN_READ = "own.read";

    /** What lets a customer's own login pay; it opens the RPCs that say {@code customer: true} and change something. */
    public static final String OWN_PAY = "own.pay";

    public Principal {
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(actor, "actor");
        permissions = Set.copyOf(permissions);
        Objects.requireNonNull(customer, "customer");
        if (organisation.isBlank()) {
            throw new IllegalArgumentException("a principal belongs to an organisation; none was given");
        }
    }

    /** Staff or a service of an organisation: sees all of its customers. */
    public static Principal staff(String organisation, String actor, Set<String> permissions) {
        return new Principal(organisation, actor, permissions, Optional.empty());
    }

    /** Whether it was granted this permission. */
    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    /** Whether it may see this customer's resources: staff may see any, a customer's login its own alone. */
    public boolean sees(String customerName) {
        return customer.isEmpty() || customer.get().equals(customerName);
    }
}

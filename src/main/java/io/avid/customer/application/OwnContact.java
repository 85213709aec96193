package io.avid.customer.application;

import io.avid.customer.domain.CustomerProfile.Part;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a customer's own login may change of itself: how it is reached. What it is called, and by which numbers
 * other systems know it, is the organisation's.
 */
public final class OwnContact {
    private static final Set<Part> REACHED_BY = Set.of(Part.EMAIL, Part.PHONE, Part.ADDRESS);

    private OwnContact() {}

    /** @throws Failure NOT_FOUND for another customer, PERMISSION_DENIED (NOT_YOURS_TO_CHANGE) for other parts; staff pass */
    public static void check(Principal caller, String customer, Set<Part> parts) {
        if (!caller.sees(customer)) {
            throw Failure.notFound(customer);
        }
        Set<Part> others = EnumSet.copyOf(parts);
        others.removeAll(REACHED_BY);
        if (caller.customer().isPresent() && !others.isEmpty()) {
            String fields = others.stream().map(Part::fieldName).collect(Collectors.joining(", "));
            throw Failure.of(FailureKind.PERMISSION_DENIED, "NOT_YOURS_TO_CHANGE", "A customer's login changes its email, phone and address; given "
                    + fields + ". Ask the organisation to change the rest.", Map.of("fields", fields));
        }
    }
}

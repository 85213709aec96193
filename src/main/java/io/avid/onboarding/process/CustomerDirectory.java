package io.avid.onboarding.process;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an import needs of the module that keeps customers. Failures are {@code io.avid.platform.error.Failure}. */
public interface CustomerDirectory {
    /** How many customers may be found or created at once. */
    int MOST_AT_ONCE = 500;

    /**
     * A customer that exists.
     *
     * @param name resource name
     * @param createdBy request id of the creation that made it, as {@link #create} was given it; empty where it was made otherwise
     */
    record FoundCustomer(String name, Optional<String> createdBy) {}

    /**
     * A customer that is to be created.
     *
     * @param externalId in the system that receivables files come from
     * @param country as the file writes it
     */
    record NewCustomer(String externalId, String displayName, Optional<String> country) {
        /** Leaves the name out: what is printed ends up in logs. */
        @Override
        public String toString() {
            return "NewCustomer[externalId=" + externalId + "]";
        }
    }

    /** Those that exist, by external id. */
    Map<String, FoundCustomer> find(Collection<String> externalIds);

    /**
     * Creates each, unless somebody created it in the meantime; answers all of them by external id. Repeating it
     * creates nothing twice, whatever the request id.
     */
    Map<String, FoundCustomer> create(List<NewCustomer> customers, String requestId);

    /** The name that {@link #create} gives to a customer with this external id in this organisation. */
    String nameToBe(String organisation, String externalId);
}

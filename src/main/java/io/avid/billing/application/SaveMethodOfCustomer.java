package io.avid.billing.application;

import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.Customers;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import java.util.function.Function;

/**
 * Begins the saving of a card for a customer that there is. Who keeps cards knows no customers, and who
 * keeps customers knows no cards: that both agree is seen here, and there is no other way in.
 */
public final class SaveMethodOfCustomer {
    private final Customers customers;

    public SaveMethodOfCustomer(Customers customers) {
        this.customers = customers;
    }

    /**
     * Begins it, or answers what the same request began before.
     *
     * @param begin begins it, given an id for the request that does
     * @param <S> how the saving stands
     * @throws Failure NOT_FOUND where the organisation has no such customer, or the caller's login is another's
     */
    public <S> S begin(Principal caller, String customer, RequestIdentity request, Function<String, S> begin) {
        if (!caller.sees(customer)) {
            throw Failure.notFound(customer);
        }
        return AsBilling.call(BillingIdentity.onBehalfOf(caller), () -> {
            customers.requireThere(customer);
            return AsBilling.once(caller, request, begin);
        });
    }
}

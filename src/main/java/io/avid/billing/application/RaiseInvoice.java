package io.avid.billing.application;

import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.Customers;
import io.avid.billing.process.Invoices;
import io.avid.billing.process.RaiseInvoiceProcess;
import io.avid.billing.process.References;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Starts the raising of an invoice. */
public final class RaiseInvoice {
    private final Customers customers;
    private final Invoices invoices;
    private final ProcessEngine processes;
    private final OrganisationProfiles organisations;

    public RaiseInvoice(Customers customers, Invoices invoices, ProcessEngine processes, OrganisationProfiles organisations) {
        this.customers = customers;
        this.invoices = invoices;
        this.processes = processes;
        this.organisations = organisations;
    }

    /**
     * Starts it, or answers the process that the same request started before.
     *
     * @param customer whose, where the draft is yet to be made
     * @param draft makes the draft, or knows it, given an id for the request that makes it; its name
     * @param locale of the PDF; empty means the organisation's
     * @throws io.avid.platform.error.Failure what the draft lacks; NOT_FOUND, the customer included; FAILED_PRECONDITION
     *     (ORGANISATION_PROFILE_MISSING), before a number is taken for an invoice that could not be printed
     */
    public ProcessSnapshot start(Principal caller, Optional<String> customer, UnaryOperator<String> draft, String locale,
            RequestIdentity request) {
        organisations.of(caller.organisation()).requireName();
        Principal billing = BillingIdentity.onBehalfOf(caller);
        Invoices.Billed invoice = AsBilling.call(billing, () -> {
            customer.ifPresent(customers::requireThere);
            Invoices.Billed drafted = invoices.get(AsBilling.once(caller, request, draft));
            if (customer.isEmpty()) {
                customers.requireThere(drafted.customer());
            }
            return drafted;
        });
        return processes.start(billing, ProcessStart.now(RaiseInvoiceProcess.TYPE,
                Map.of(RaiseInvoiceProcess.LOCALE, locale),
                Map.of(References.INVOICE, invoice.name(), References.CUSTOMER, invoice.customer()), request));
    }
}

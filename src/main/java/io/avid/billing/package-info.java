/**
 * Bills customers and collects what they owe: raises invoices, takes and returns money, and keeps
 * ledger, documents and invoices in step.
 *
 * <p>An orchestrator: it owns no business data, and reaches every outcome by calling core services
 * through what they publish.
 */
@ApplicationModule(allowedDependencies = {"platform", "customer :: v1", "document :: v1", "invoice :: v1",
        "payment :: v1", "transaction :: v1"})
package io.avid.billing;

import org.springframework.modulith.ApplicationModule;

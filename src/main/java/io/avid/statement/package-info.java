/**
 * Issues statements of account: what was owed, what happened, what is owed, as the ledger has it.
 *
 * <p>An orchestrator: it owns no business data, and reaches every outcome by calling core services
 * through what they publish.
 */
@ApplicationModule(allowedDependencies = {"platform", "customer :: v1", "document :: v1", "transaction :: v1"})
package io.avid.statement;

import org.springframework.modulith.ApplicationModule;

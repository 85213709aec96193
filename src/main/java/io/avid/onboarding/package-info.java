/**
 * Brings customers in, with what they owe and have paid, from a file.
 *
 * <p>An orchestrator: it owns no business data, and reaches every outcome by calling core services
 * through what they publish.
 */
@ApplicationModule(allowedDependencies = {"platform", "customer :: v1", "document :: v1", "transaction :: v1"})
package io.avid.onboarding;

import org.springframework.modulith.ApplicationModule;

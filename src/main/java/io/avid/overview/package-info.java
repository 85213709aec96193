/**
 * Answers in one call what a page or a report needs from several core services.
 *
 * <p>An orchestrator: it owns no business data, only what it can build again.
 */
@ApplicationModule(allowedDependencies = {"platform", "customer :: v1", "document :: v1", "invoice :: v1",
        "payment :: v1", "transaction :: v1"})
package io.avid.overview;

import org.springframework.modulith.ApplicationModule;

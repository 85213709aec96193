/** The command line: a client of what the modules publish ({@code v1}), like any other. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "customer :: v1",
            "document :: v1",
            "onboarding :: v1",
            "overview :: v1",
            "transaction :: v1"
        })
package io.avid.cli;

import org.springframework.modulith.ApplicationModule;

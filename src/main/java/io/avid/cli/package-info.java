/**
 * The command line: a client of the published v1 services like any other, by gRPC through the edge.
 *
 * <p>It decides nothing that a service decides. {@code terminal} writes for people and scripts,
 * {@code connection} finds Avid and the login, {@code receivables} brings a file in; the commands
 * stand here, a class each. It starts without Spring, so that a command answers at once.
 */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "billing :: v1",
            "customer :: v1",
            "document :: v1",
            "invoice :: v1",
            "onboarding :: v1",
            "overview :: v1",
            "payment :: v1",
            "statement :: v1",
            "transaction :: v1"
        })
package io.avid.cli;

import org.springframework.modulith.ApplicationModule;

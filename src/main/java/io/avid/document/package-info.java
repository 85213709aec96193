/**
 * Keeps documents: what was imported, issued or uploaded, addressed by its content.
 *
 * <p>A core service: it depends on the platform alone, and is reached by its published gRPC and
 * events ({@code v1}) alone.
 */
@ApplicationModule(allowedDependencies = "platform")
package io.avid.document;

import org.springframework.modulith.ApplicationModule;

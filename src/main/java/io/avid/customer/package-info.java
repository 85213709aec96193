/**
 * Keeps customers: who they are, how they are reached, and what other systems call them.
 *
 * <p>A core service: it depends on the platform alone, and is reached by its published gRPC and
 * events ({@code v1}) alone.
 */
@ApplicationModule(allowedDependencies = "platform")
package io.avid.customer;

import org.springframework.modulith.ApplicationModule;

/**
 * Keeps transactions: every movement on every account, for ever, in a journal that proves itself.
 *
 * <p>A core service: it depends on the platform alone, and is reached by its published gRPC and
 * events ({@code v1}) alone.
 */
@ApplicationModule(allowedDependencies = "platform")
package io.avid.transaction;

import org.springframework.modulith.ApplicationModule;

/**
 * Keeps what was billed: invoices, their lines, taxes and terms, and numbers without gap.
 *
 * <p>A core service: it depends on the platform alone, and is reached by its published gRPC and
 * events ({@code v1}) alone.
 */
@ApplicationModule(allowedDependencies = "platform")
package io.avid.invoice;

import org.springframework.modulith.ApplicationModule;

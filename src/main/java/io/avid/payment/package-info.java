/**
 * Takes money through Stripe: saved cards, payments, refunds, links.
 *
 * <p>A core service: it depends on the platform alone, and is reached by its published gRPC and
 * events ({@code v1}) alone.
 */
@ApplicationModule(allowedDependencies = "platform")
package io.avid.payment;

import org.springframework.modulith.ApplicationModule;

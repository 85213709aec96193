/** What the billing module publishes: messages and stubs, generated from {@code proto/avid/billing/v1}. */
@NamedInterface("v1")
package io.avid.billing.v1;

import org.springframework.modulith.NamedInterface;

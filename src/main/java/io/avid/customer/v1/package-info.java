/** What the customer module publishes: messages, stubs and events, generated from {@code proto/avid/customer/v1}. */
@NamedInterface("v1")
package io.avid.customer.v1;

import org.springframework.modulith.NamedInterface;

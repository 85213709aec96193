/** What the invoice module publishes: messages, stubs and events, generated from {@code proto/avid/invoice/v1}. */
@NamedInterface("v1")
package io.avid.invoice.v1;

import org.springframework.modulith.NamedInterface;

/** What the payment module publishes: messages, stubs and events, generated from {@code proto/avid/payment/v1}. */
@NamedInterface("v1")
package io.avid.payment.v1;

import org.springframework.modulith.NamedInterface;

/** What the transaction module publishes: messages, stubs and events, generated from {@code proto/avid/transaction/v1}. */
@NamedInterface("v1")
package io.avid.transaction.v1;

import org.springframework.modulith.NamedInterface;

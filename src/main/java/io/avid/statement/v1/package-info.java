/** What the statement module publishes: messages, stubs and events, generated from {@code proto/avid/statement/v1}. */
@NamedInterface("v1")
package io.avid.statement.v1;

import org.springframework.modulith.NamedInterface;

/** What the document module publishes: messages, stubs and events, generated from {@code proto/avid/document/v1}. */
@NamedInterface("v1")
package io.avid.document.v1;

import org.springframework.modulith.NamedInterface;

/** What the overview module publishes: messages, stubs and events, generated from {@code proto/avid/overview/v1}. */
@NamedInterface("v1")
package io.avid.overview.v1;

import org.springframework.modulith.NamedInterface;

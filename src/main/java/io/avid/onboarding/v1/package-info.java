/** What the onboarding module publishes: messages, stubs and events, generated from {@code proto/avid/onboarding/v1}. */
@NamedInterface("v1")
package io.avid.onboarding.v1;

import org.springframework.modulith.NamedInterface;

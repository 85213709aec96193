/**
 * What every module stands on: the module channel, the edge, security, stores, events, processes,
 * errors and telemetry. It knows no module.
 *
 * <p>It is open: a module may use whatever is public in one of its rooms. What a room keeps to itself
 * is package-private.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN, allowedDependencies = {})
package io.avid.platform;

import org.springframework.modulith.ApplicationModule;

package io.avid.platform.module;

import io.grpc.Channel;

/**
 * Where modules reach each other: a channel to each, wherever it is hosted. Each module's are its own: the module called
 * knows by them who calls, and accepts those alone that its definition names.
 */
public interface ModuleChannels {
    /**
     * The channel to a module; stubs are built on it. In this process it runs the handler on the
     * caller's thread; elsewhere it is a network channel. Both behave the same.
     *
     * @throws IllegalArgumentException if there is no module of that name
     */
    Channel to(String module);
}

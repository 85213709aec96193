package io.avid.platform.module;

import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Objects;

/**
 * A module as the platform needs to know it. {@code io.avid.Avid} alone lists them.
 *
 * @param name the module's name, which is its package's and its proto's: {@code customer}
 * @param configuration the module's one Spring configuration, loaded where the module is hosted
 * @param services the gRPC services that it publishes; known in every process, hosted there or not
 */
public record ModuleDefinition(String name, Class<?> configuration, List<ServiceDescriptor> services) {
    public ModuleDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(configuration, "configuration");
        services = List.copyOf(services);
    }
}

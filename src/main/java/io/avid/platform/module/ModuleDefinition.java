package io.avid.platform.module;

import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A module as the platform needs to know it. {@code io.avid.Avid} alone lists them.
 *
 * @param name the module's name, which is its package's and its proto's: {@code customer}
 * @param configuration the module's one Spring configuration, loaded where the module is hosted
 * @param services the gRPC services that it publishes; known in every process, hosted there or not
 * @param callers the modules that may call it, by name; the edge, which asks for people and services outside, may call
 *     every module
 */
public record ModuleDefinition(String name, Class<?> configuration, List<ServiceDescriptor> services, Set<String> callers) {
    /** A module that no other calls. */
    public ModuleDefinition(String name, Class<?> configuration, List<ServiceDescriptor> services) {
        this(name, configuration, services, Set.of());
    }

    public ModuleDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(configuration, "configuration");
        services = List.copyOf(services);
        callers = Set.copyOf(callers);
    }
}

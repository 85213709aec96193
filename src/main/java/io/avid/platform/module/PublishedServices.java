package io.avid.platform.module;

import io.grpc.ServiceDescriptor;
import java.util.List;

/** Every service that a module of Avid publishes, hosted in this process or in another. */
public interface PublishedServices {
    /**
     * One of them.
     *
     * @param module the module's name; {@link ModuleChannels#to} gives the channel to it
     * @param descriptor the service; its schema descriptor is a
     *     {@link io.grpc.protobuf.ProtoServiceDescriptorSupplier}
     * @param hosted whether it is hosted in this process
     */
    record PublishedService(String module, ServiceDescriptor descriptor, boolean hosted) {}

    /** All of them, in the order in which the modules are listed. */
    List<PublishedService> all();
}

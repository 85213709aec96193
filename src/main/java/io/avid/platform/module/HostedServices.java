package io.avid.platform.module;

import io.grpc.ServerServiceDefinition;
import java.util.List;

/**
 * The services of the modules hosted in this process, with the boundary's interceptors around them,
 * ready to be served by any gRPC server: the edge, or the listener for other processes.
 *
 * <p>The server's own part is to verify the token and to run each call in a context made by
 * {@link io.avid.platform.security.CurrentPrincipal#in}; everything else is done here.
 */
public interface HostedServices {
    /** One definition per hosted service; empty until the modules have started. */
    List<ServerServiceDefinition> definitions();
}

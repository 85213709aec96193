package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.ServiceRequestContextWrapper;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * HEAD on a path of REST answers as GET does, without the body (RFC 9110, section 9.3.2).
 *
 * <p>Armeria knows the methods of a path by its route alone, so each route of a GET has a twin for HEAD,
 * and a call that comes by the twin is served as if it had come by the GET. The body is left out where
 * any answer to HEAD is written. It is no decorator: the docs look behind those for gRPC, and would find
 * each method twice.
 */
final class HeadAsGet implements HttpService {
    private final HttpService rest;

    HeadAsGet(HttpService rest) {
        this.rest = rest;
    }

    /** The twins of those routes that answer GET. */
    static Stream<Route> twins(Set<Route> routes) {
        return routes.stream()
                .filter(route -> route.methods().contains(HttpMethod.GET) && !route.methods().contains(HttpMethod.HEAD))
                .map(route -> route.toBuilder().methods(HttpMethod.HEAD).build());
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        if (request.method() != HttpMethod.HEAD) {
            return rest.serve(context, request);
        }
        Route twin = context.config().route();
        Optional<ServiceConfig> get = context.config().server().serviceConfigs().stream()
                .filter(config -> config.route().methods().contains(HttpMethod.GET) && isSamePath(config.route(), twin))
                .findFirst();
        if (get.isEmpty()) {
            return rest.serve(context, request);
        }
        HttpRequest asGet = request.withHeaders(request.headers().toBuilder().method(HttpMethod.GET).build());
        context.updateRequest(asGet);
        return rest.serve(new ServedBy(context, get.get()), asGet);
    }

    private static boolean isSamePath(Route one, Route other) {
        return one.pathType() == other.pathType() && one.patternString().equals(other.patternString());
    }

    /** The same call, as if it had been routed to this. */
    private static final class ServedBy extends ServiceRequestContextWrapper {
        private final ServiceConfig config;

        ServedBy(ServiceRequestContext call, ServiceConfig config) {
            super(call);
            this.config = config;
        }

        @Override
        public ServiceConfig config() {
            return config;
        }
    }
}

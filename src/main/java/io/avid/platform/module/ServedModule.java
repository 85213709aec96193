package io.avid.platform.module;

import io.avid.platform.security.ModuleIdentity;
import io.grpc.BindableService;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The services of one hosted module with the boundary's rules around each method: the same, in the
 * same order, whoever calls and from where.
 *
 * <p>From outside in: added interceptors (telemetry), time, failures, depth, calling module, permission, rules of
 * the request, handler. Everything that can be decided once per method is, here. Before all of it a call from
 * another process proves which module makes it ({@link CallingModule}).
 *
 * @param direct for callers in this process
 * @param networked for servers: with what a network call needs besides
 */
record ServedModule(List<ServerServiceDefinition> direct, List<ServerServiceDefinition> networked) {
    /**
     * Wraps the services of a module.
     *
     * @throws IllegalStateException if a published service has no handler, or a handler's service is
     *     not published
     */
    static ServedModule of(ModuleDefinition module, List<MethodContract> contracts, Collection<BindableService> handlers,
            MeterRegistry metrics, List<ServerInterceptor> added, ModuleIdentity identity) {
        List<ServerServiceDefinition> bound = handlers.stream().map(BindableService::bindService).toList();
        requireAll(module, bound);
        Map<String, MethodContract> byName = contracts.stream().collect(Collectors.toMap(MethodContract::name, c -> c));
        var direct = new ArrayList<ServerServiceDefinition>();
        var networked = new ArrayList<ServerServiceDefinition>();
        for (ServerServiceDefinition service : bound) {
            var inside = ServerServiceDefinition.builder(service.getServiceDescriptor());
            var outside = ServerServiceDefinition.builder(service.getServiceDescriptor());
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                MethodContract contract = byName.get(method.getMethodDescriptor().getFullMethodName());
                ServerMethodDefinition<?, ?> ruled = ruled(method, contract, module, metrics, added);
                inside.addMethod(ruled);
                outside.addMethod(networked(ruled, contract, identity));
            }
            direct.add(inside.build());
            networked.add(outside.build());
        }
        return new ServedModule(List.copyOf(direct), List.copyOf(networked));
    }

    private static void requireAll(ModuleDefinition module, List<ServerServiceDefinition> bound) {
        var published = module.services().stream().map(ServiceDescriptor::getName).collect(Collectors.toCollection(TreeSet::new));
        var served = bound.stream().map(s -> s.getServiceDescriptor().getName()).collect(Collectors.toCollection(TreeSet::new));
        if (!published.equals(served)) {
            throw new IllegalStateException("Module " + module.name() + " publishes " + published + " and its context has"
                    + " handlers (BindableService beans) for " + served + "; expected one for each.");
        }
    }

    private static <Q, R> ServerMethodDefinition<Q, R> ruled(ServerMethodDefinition<Q, R> method, MethodContract contract,
            ModuleDefinition module, MeterRegistry metrics, List<ServerInterceptor> added) {
        ServerCallHandler<Q, R> handler = method.getServerCallHandler();
        handler = RequestRules.checked(handler);
        handler = CallPermission.required(contract, handler);
        handler = CallingModule.accepted(contract, module.callers(), handler);
        handler = CallDepth.limited(contract, handler);
        handler = FailureStatuses.mapped(contract, handler);
        handler = CallMetrics.measured(metrics, contract, handler);
        for (int i = added.size() - 1; i >= 0; i--) {
            handler = intercepted(added.get(i), handler);
        }
        return method.withServerCallHandler(handler);
    }

    private static <Q, R> ServerCallHandler<Q, R> intercepted(ServerInterceptor interceptor, ServerCallHandler<Q, R> next) {
        return (call, headers) -> interceptor.interceptCall(call, headers, next);
    }

    private static <Q, R> ServerMethodDefinition<Q, R> networked(ServerMethodDefinition<Q, R> method, MethodContract contract,
            ModuleIdentity identity) {
        return method.withServerCallHandler(NetworkServing.likeDirect(contract,
                CallingModule.proven(contract, identity, method.getServerCallHandler())));
    }
}

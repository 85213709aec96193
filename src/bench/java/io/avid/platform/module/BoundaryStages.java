package io.avid.platform.module;

import io.avid.platform.telemetry.CarriedTrace;
import io.avid.platform.telemetry.TracedAsking;
import io.avid.platform.telemetry.TracedServing;
import io.avid.platform.telemetry.Tracing;
import io.avid.platform.telemetry.TracingThreadState;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The module channel built up one part at a time, so that a benchmark can tell what each costs. The
 * last stage is what {@link ModuleHost} builds.
 */
public final class BoundaryStages {
    /** In the order in which they are added. */
    public enum Stage {
        CHANNEL("the channel alone"),
        THREAD_STATE("ThreadLocals set aside"),
        DEADLINE("deadline"),
        ORIGIN("principal and depth, out"),
        RULES("protovalidate"),
        PERMISSION("permission"),
        CALLING_MODULE("calling module"),
        DEPTH("depth"),
        FAILURES("failures to statuses"),
        METRICS("metrics"),
        TRACING("tracing, not recorded");

        private final String title;

        Stage(String title) {
            this.title = title;
        }

        /** What it adds, for people. */
        public String title() {
            return title;
        }

        boolean has(Stage part) {
            return ordinal() >= part.ordinal();
        }
    }

    private BoundaryStages() {}

    /** A channel to this service with everything up to this stage. */
    public static Channel channel(String module, BindableService service, ServiceDescriptor descriptor, Stage stage) {
        var states = new ArrayList<CallerThreadState>();
        if (stage.has(Stage.THREAD_STATE)) {
            states.add(new LoggingThreadState());
            states.add(new WebThreadState());
            states.add(new PlatformModules().securityThreadState());
            states.add(new TracingThreadState());
        }
        var clients = new ArrayList<ClientInterceptor>();
        if (stage.has(Stage.DEADLINE)) {
            clients.add(new ShrinkingDeadlines(30_000));
        }
        if (stage.has(Stage.ORIGIN)) {
            clients.add(new CallOrigins(CallOrigin.EDGE));
        }
        Tracing tracing = Tracing.off();
        if (stage.has(Stage.TRACING)) {
            clients.add(new TracedAsking(tracing));
        }
        var channel = new DirectChannel(module, states, stage.has(Stage.TRACING) ? List.of(new CarriedTrace()) : List.of());
        channel.bind(List.of(ruled(module, service, descriptor, stage, tracing)));
        return ClientInterceptors.interceptForward(channel, clients);
    }

    private static ServerServiceDefinition ruled(String module, BindableService service, ServiceDescriptor descriptor, Stage stage,
            Tracing tracing) {
        Map<String, MethodContract> contracts = MethodContract.of(module, List.of(descriptor)).stream()
                .collect(Collectors.toMap(MethodContract::name, Function.identity()));
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServerServiceDefinition bound = service.bindService();
        var ruled = ServerServiceDefinition.builder(bound.getServiceDescriptor());
        for (ServerMethodDefinition<?, ?> method : bound.getMethods()) {
            ruled.addMethod(ruled(method, contracts.get(method.getMethodDescriptor().getFullMethodName()), stage, registry, tracing));
        }
        return ruled.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> ruled(ServerMethodDefinition<Q, R> method, MethodContract contract, Stage stage,
            MeterRegistry registry, Tracing tracing) {
        ServerCallHandler<Q, R> handler = method.getServerCallHandler();
        if (stage.has(Stage.RULES)) {
            handler = RequestRules.checked(handler);
        }
        if (stage.has(Stage.PERMISSION)) {
            handler = CallPermission.required(contract, handler);
        }
        if (stage.has(Stage.CALLING_MODULE)) {
            handler = CallingModule.accepted(contract, Set.of(), handler);
        }
        if (stage.has(Stage.DEPTH)) {
            handler = CallDepth.limited(contract, handler);
        }
        if (stage.has(Stage.FAILURES)) {
            handler = FailureStatuses.mapped(contract, handler);
        }
        if (stage.has(Stage.METRICS)) {
            handler = CallMetrics.measured(registry, contract, handler);
        }
        if (stage.has(Stage.TRACING)) {
            ServerCallHandler<Q, R> next = handler;
            var traced = new TracedServing(tracing);
            handler = (call, headers) -> traced.interceptCall(call, headers, next);
        }
        return method.withServerCallHandler(handler);
    }
}

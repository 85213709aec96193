package io.avid.platform.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.grpc.GrpcMeterIdPrefixFunction;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.docs.DocServiceBuilder;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckServiceBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import com.linecorp.armeria.server.tomcat.TomcatService;
import io.avid.platform.module.CallLimits;
import io.avid.platform.module.HostedServices;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.module.PublishedServices;
import io.avid.platform.module.PublishedServices.PublishedService;
import io.avid.platform.security.CallerVerification;
import io.avid.platform.telemetry.Tracing;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The ports of this process.
 *
 * <p>The public one speaks gRPC, gRPC-web and REST for every service of Avid, wherever it is hosted,
 * and has health, docs and, mounted from a Tomcat without a port of its own, the actuator. The other,
 * open where {@code avid.modules.port} says so, serves the modules hosted here to modules in other
 * processes: gRPC alone, with tokens that the public one refuses.
 *
 * <p>It starts last and stops first. When it stops, health says so, no new connection is taken, and
 * calls under way have time to end.
 */
public final class Edge implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    /** After Tomcat and the modules; so it stops before them. */
    private static final int PHASE = Integer.MAX_VALUE - 64;

    private static final long QUIET_MILLIS = 50;
    /** A message as base64 (gRPC-web text) with its frame. */
    private static final long REQUEST_BYTES = CallLimits.MESSAGE_BYTES * 4L / 3 + 64 * 1024;

    /** What the ports serve. */
    record Parts(ModuleChannels channels, PublishedServices services, HostedServices hosted, CallerVerification verification,
            Tracing tracing, MeterRegistry meters, AskReadiness readiness, Supplier<Optional<Connector>> tomcat, Optional<FrontEnds> frontEnds) {}

    private final EdgeProperties settings;
    private final OptionalInt modulesPort;
    private final Parts parts;
    private final Drain drain = new Drain();
    private final List<BlockingTaskExecutor> threads = new ArrayList<>();
    private volatile Server open;
    private volatile Server modules;

    Edge(EdgeProperties settings, OptionalInt modulesPort, Parts parts) {
        this.settings = settings;
        this.modulesPort = modulesPort;
        this.parts = parts;
    }

    @Override
    public void start() {
        if (modulesPort.isPresent()) {
            modules = started(modulesListener(modulesPort.getAsInt()), "avid.modules.port");
        }
        open = started(publicListener(), "avid.edge.port");
        drain.serving();
        LOG.info("Avid answers on port {}{}", port(), modules == null ? "" : ", other processes' modules on port " + modules.activeLocalPort());
    }

    private static Server started(Server server, String property) {
        try {
            server.start().join();
            return server;
        } catch (CompletionException failure) {
            server.close();
            throw new IllegalStateException("The port of " + property + " cannot be opened: " + failure.getCause().getMessage()
                    + ". Choose another or end the process that has it.", failure.getCause());
        }
    }

    @Override
    public void stop() {
        drain.begin();
        Stream.of(Optional.ofNullable(open), Optional.ofNullable(modules)).flatMap(Optional::stream).map(Server::stop).toList()
                .forEach(CompletableFuture::join);
        // What is still at work had its time: its caller has been told, and its thread is interrupted.
        threads.forEach(ExecutorService::shutdownNow);
        threads.clear();
        open = null;
        modules = null;
    }

    @Override
    public boolean isRunning() {
        return open != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** The public port, also where {@code avid.edge.port} is 0. */
    public int port() {
        return open.activeLocalPort();
    }

    /** The port for modules in other processes, where it is open. */
    public OptionalInt modulesPort() {
        return modules == null ? OptionalInt.empty() : OptionalInt.of(modules.activeLocalPort());
    }

    private Server publicListener() {
        Semaphore calls = new Semaphore(settings.calls());
        Door door = new PublicDoor(parts.verification());
        GrpcService published = grpc()
                .addServiceDefinitions(new ForwardedCalls(parts.channels()).definitions(parts.services()))
                .intercept(new CallStart(door, calls))
                .enableUnframedRequests(true)
                .unframedGrpcErrorHandler(EdgeFailures::problem)
                .jsonMarshallerFactory(descriptor -> new RestJson())
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .queryParamMatchRules(HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD, HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                        .errorHandler(EdgeFailures::problem)
                        .build())
                .build();
        GrpcServiceBuilder about = grpc().addService(health(parts.services().all().stream().map(service -> service.descriptor().getName()).toList()));
        if (settings.docs()) {
            about.addService(ProtoReflectionServiceV1.newInstance());
        }
        ServerBuilder server = server(settings.port(), "avid-edge", parts.meters());
        Function<HttpService, HttpService> forBrowsers = forBrowsers();
        HttpService entry = forBrowsers.apply(MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of("avid.edge"))
                .apply(CallEntry.before(published, door, parts.tracing(), settings)));
        HttpService head = new HeadAsGet(entry);
        published.routes().forEach(route -> server.service(route, entry));
        HeadAsGet.twins(published.routes()).forEach(route -> server.service(route, head));
        server.service(about.build(), forBrowsers);
        server.service("/health", health(HealthPage.Question.ALL));
        server.service("/health/live", health(HealthPage.Question.LIVE));
        server.service("/health/ready", health(HealthPage.Question.READY));
        if (settings.docs()) {
            server.serviceUnder("/docs", docs().decorate(DocsFromThisHost::new));
        }
        parts.tomcat().get().ifPresent(connector -> Stream.concat(Stream.of("/actuator"), ModulePages.ROOTS.stream()).forEach(root ->
                server.service(Route.builder().pathPrefix(root, false).build(), TomcatService.of(connector))));
        parts.frontEnds().ifPresent(frontEnds -> frontEnds.serve(server, parts.meters()));
        return server.build();
    }

    private Server modulesListener(int port) {
        Map<String, String> moduleOfService = parts.services().all().stream()
                .collect(Collectors.toUnmodifiableMap(service -> service.descriptor().getName(), PublishedService::module));
        Door door = new ModuleDoor(parts.verification(), moduleOfService);
        GrpcService hosted = grpc()
                .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
                .addServiceDefinitions(parts.hosted().definitions())
                .intercept(new CallStart(door, new Semaphore(settings.calls())))
                .build();
        // The module channel measures these calls already; an empty composite measures nothing.
        ServerBuilder server = server(port, "avid-modules", new CompositeMeterRegistry());
        server.service(hosted,
                service -> CallEntry.before(service, door, parts.tracing(), settings));
        server.service(grpc().addService(health(parts.hosted().definitions().stream().map(service -> service.getServiceDescriptor().getName()).toList())).build());
        return server.build();
    }

    private GrpcHealthCheckService health(List<String> services) {
        GrpcHealthCheckServiceBuilder health = GrpcHealthCheckService.builder().checkers(drain.health());
        services.forEach(service -> health.serviceCheckers(service, drain.health()));
        return health.build();
    }

    private GrpcServiceBuilder grpc() {
        return GrpcService.builder()
                .useBlockingTaskExecutor(true)
                .useClientTimeoutHeader(false)
                .maxRequestMessageLength(CallLimits.MESSAGE_BYTES)
                .maxResponseMessageLength(CallLimits.MESSAGE_BYTES)
                .exceptionHandler(EdgeFailures::status);
    }

    private ServerBuilder server(int port, String name, MeterRegistry meters) {
        BlockingTaskExecutor waiting = WaitingThreads.of(name, settings.calls());
        threads.add(waiting);
        return Server.builder()
                .http(port)
                .blockingTaskExecutor(waiting, false)
                .maxNumConnections(settings.connections())
                .idleTimeoutMillis(settings.idleMillis())
                .requestTimeoutMillis(settings.defaultDeadlineMillis() + CallDeadline.GRACE_MILLIS)
                .maxRequestLength(REQUEST_BYTES)
                .http1MaxHeaderSize(CallLimits.HEADER_BYTES)
                .http2MaxHeaderListSize(CallLimits.HEADER_BYTES)
                .gracefulShutdownTimeoutMillis(QUIET_MILLIS, Math.max(QUIET_MILLIS, settings.drainMillis()))
                .meterRegistry(meters)
                .disableServerHeader()
                // Armeria's own reports of exceptions quote messages; EdgeFailures logs defects without.
                .unhandledExceptionsReportIntervalMillis(0)
                .unloggedExceptionsReportIntervalMillis(0)
                .decorator((delegate, context, request) -> GrpcTrailersOnly.wantedBy(request.headers())
                        && context.config().service().as(GrpcService.class) == null
                        ? EdgeFailures.noRpc(request.headers()) : delegate.serve(context, request))
                .errorHandler(new EdgeFailures());
    }

    private HealthPage health(HealthPage.Question question) {
        return new HealthPage(question, drain, parts.services(), parts.readiness());
    }

    private Function<HttpService, HttpService> forBrowsers() {
        if (settings.allowedOrigins().isEmpty()) {
            return Function.identity();
        }
        return CorsService.builder(settings.allowedOrigins())
                .allowRequestMethods(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE)
                .allowRequestHeaders("authorization", "content-type", "grpc-timeout", "traceparent", "x-grpc-web", "x-user-agent")
                .exposeHeaders("grpc-status", "grpc-message", "grpc-status-details-bin", "www-authenticate", "retry-after")
                .maxAge(7200)
                .newDecorator()::apply;
    }

    private DocService docs() {
        DocServiceBuilder docs = DocService.builder()
                .webAppTitle("Avid's API")
                .exampleHeaders(HttpHeaders.of(HttpHeaderNames.AUTHORIZATION, "Bearer TOKEN"));
        for (PublishedService service : parts.services().all()) {
            if (service.descriptor().getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier proto) {
                proto.getServiceDescriptor().getMethods().forEach(method -> docs.exampleRequests(
                        service.descriptor().getName(), method.getName(), ExampleRequests.of(method.getInputType())));
            }
        }
        return docs.build();
    }
}

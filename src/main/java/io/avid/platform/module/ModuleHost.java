package io.avid.platform.module;

import io.avid.platform.security.ModuleIdentity;
import io.avid.platform.security.OutgoingCredentials;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * Hosts this process's share of Avid's modules and knows the way to all of them.
 *
 * <p>Each hosted module gets a Spring context of its own, whose parent is the platform's: it sees the
 * platform's beans and its own, and no other module's. Among its own are the channels to the others, which bear its name:
 * by them the module called knows who calls, and no module can give itself out as another or as the edge. Its services are bound to its
 * {@link DirectChannel} as soon as its context stands; modules start in the order in which they are
 * listed, core services first, so that whoever starts finds those below it running. They stop in
 * reverse.
 */
public final class ModuleHost implements ModuleChannels, HostedServices, HostedReadiness, PublishedServices, SmartLifecycle {
    /** The edge starts after this phase and stops before it. */
    public static final int PHASE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(ModuleHost.class);

    /**
     * What the platform's rooms add to the boundary, each a bean of theirs.
     *
     * @param beans what each module's context gets besides its own configuration
     * @param threadStates what is set aside on a caller's thread
     * @param carried what goes with a call by reference inside the process
     * @param clientInterceptors around every outgoing call, inside of the boundary's own
     * @param serverInterceptors around every served call, outside of the boundary's own
     * @param credentials for calls to other processes; may be absent where there are none
     * @param identity by which processes prove to each other which module calls
     * @param metrics where calls are timed
     */
    public record Rooms(List<ModuleBeans> beans, List<CallerThreadState> threadStates, List<CarriedContext> carried,
            List<ClientInterceptor> clientInterceptors, List<ServerInterceptor> serverInterceptors,
            Optional<OutgoingCredentials> credentials, ModuleIdentity identity, MeterRegistry metrics) {
        public Rooms {
            beans = List.copyOf(beans);
            threadStates = List.copyOf(threadStates);
            carried = List.copyOf(carried);
            clientInterceptors = List.copyOf(clientInterceptors);
            serverInterceptors = List.copyOf(serverInterceptors);
            Objects.requireNonNull(credentials, "credentials");
            Objects.requireNonNull(identity, "identity");
            Objects.requireNonNull(metrics, "metrics");
        }
    }

    private record Way(ModuleDefinition module, List<MethodContract> contracts, Function<String, Channel> channelOf,
            Channel edges, Optional<DirectChannel> direct, Optional<ManagedChannel> network) {
        Way(ModuleDefinition module, List<MethodContract> contracts, Function<String, Channel> channelOf,
                Optional<DirectChannel> direct, Optional<ManagedChannel> network) {
            this(module, contracts, channelOf, channelOf.apply(CallOrigin.EDGE), direct, network);
        }
    }

    private record Running(Way way, AnnotationConfigApplicationContext context, ServedModule served) {}

    private final ApplicationContext platform;
    private final Rooms rooms;
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Deque<Running> running = new ArrayDeque<>();
    private volatile List<ServerServiceDefinition> definitions = List.of();
    private volatile List<ReadinessCheck> checks = List.of();
    private volatile boolean started;

    /**
     * Decides where every module is and makes the channels; starts nothing.
     *
     * @throws IllegalStateException if a module is neither hosted nor has an address, if a setting
     *     names no module, or if a method's proto breaks the boundary's laws
     */
    public ModuleHost(ApplicationContext platform, List<ModuleDefinition> modules, ModulesProperties properties, Rooms rooms) {
        this.platform = platform;
        this.rooms = rooms;
        requireKnownCallers(modules);
        ModulePlacement placement = ModulePlacement.of(modules, properties);
        for (ModuleDefinition module : modules) {
            ways.put(module.name(), wayTo(module, placement, properties));
        }
    }

    private static void requireKnownCallers(List<ModuleDefinition> modules) {
        List<String> names = modules.stream().map(ModuleDefinition::name).toList();
        if (names.contains(CallOrigin.EDGE)) {
            throw new IllegalStateException("A module bears the name \"" + CallOrigin.EDGE + "\", by which the platform itself calls; name it otherwise.");
        }
        for (ModuleDefinition module : modules) {
            for (String caller : module.callers()) {
                if (!names.contains(caller)) {
                    throw new IllegalStateException("Module " + module.name() + " names \"" + caller + "\" among its callers, which is no module;"
                            + " expected some of " + names);
                }
            }
        }
    }

    private Way wayTo(ModuleDefinition module, ModulePlacement placement, ModulesProperties properties) {
        List<MethodContract> contracts = MethodContract.of(module.name(), module.services());
        Optional<DirectChannel> direct = placement.hosted().contains(module.name())
                ? Optional.of(new DirectChannel(module.name(), rooms.threadStates(), rooms.carried()))
                : Optional.empty();
        if (direct.isPresent() && !properties.loopback()) {
            DirectChannel here = direct.get();
            return new Way(module, contracts, caller -> ClientInterceptors.interceptForward(here, interceptors(caller, properties)),
                    direct, Optional.empty());
        }
        OutgoingCredentials credentials = rooms.credentials().orElseThrow(() -> new IllegalStateException("Module "
                + module.name() + " is called over the network and there is no OutgoingCredentials bean to call it with."));
        ManagedChannel network = NetworkChannels.to(direct.isPresent()
                ? "dns:///127.0.0.1:" + properties.listenerPort().orElseThrow()
                : placement.addresses().get(module.name()), contracts);
        var outgoing = new NetworkCalls(module.name(), credentials, rooms.identity(), rooms.carried());
        return new Way(module, contracts, caller -> {
            List<ClientInterceptor> interceptors = interceptors(caller, properties);
            interceptors.add(outgoing);
            return ClientInterceptors.interceptForward(network, interceptors);
        }, direct, Optional.of(network));
    }

    private List<ClientInterceptor> interceptors(String caller, ModulesProperties properties) {
        var interceptors = new ArrayList<ClientInterceptor>();
        interceptors.add(new ShrinkingDeadlines(properties.defaultDeadlineMillis()));
        interceptors.add(new CallOrigins(caller));
        interceptors.addAll(rooms.clientInterceptors());
        return interceptors;
    }

    /** As the edge calls; a module is given channels of its own. */
    @Override
    public Channel to(String module) {
        return way(module).edges();
    }

    private Way way(String module) {
        Way way = ways.get(module);
        if (way == null) {
            throw new IllegalArgumentException("There is no module \"" + module + "\"; expected one of " + ways.keySet());
        }
        return way;
    }

    private void giveChannels(ModuleDefinition module, AnnotationConfigApplicationContext context) {
        ModuleChannels channels = called -> way(called).channelOf().apply(module.name());
        context.registerBean(ModuleChannels.class, () -> channels, definition -> definition.setPrimary(true));
    }

    @Override
    public List<ServerServiceDefinition> definitions() {
        return definitions;
    }

    @Override
    public List<ReadinessCheck> checks() {
        return checks;
    }

    @Override
    public List<PublishedService> all() {
        return ways.values().stream()
                .flatMap(way -> way.module().services().stream()
                        .map(service -> new PublishedService(way.module().name(), service, way.direct().isPresent())))
                .toList();
    }

    @Override
    public void start() {
        try {
            for (Way way : ways.values()) {
                if (way.direct().isPresent()) {
                    running.push(host(way, way.direct().get()));
                }
            }
        } catch (RuntimeException | Error e) {
            stop();
            throw e;
        }
        var served = new ArrayList<ServerServiceDefinition>();
        running.descendingIterator().forEachRemaining(module -> served.addAll(module.served().networked()));
        definitions = List.copyOf(served);
        var needs = new ArrayList<ReadinessCheck>();
        running.descendingIterator().forEachRemaining(module ->
                needs.addAll(module.context().getBeansOfType(ReadinessCheck.class).values()));
        checks = List.copyOf(needs);
        started = true;
        Thread.ofVirtual().name("avid-warm-request-rules").start(() ->
                ways.values().stream().filter(way -> way.direct().isPresent()).forEach(way -> RequestRules.warm(way.contracts())));
    }

    private Running host(Way way, DirectChannel direct) {
        ModuleDefinition module = way.module();
        var context = new AnnotationConfigApplicationContext();
        context.setId("avid-" + module.name());
        context.setDisplayName("Module " + module.name());
        context.setParent(platform);
        context.setAllowBeanDefinitionOverriding(false);
        rooms.beans().forEach(room -> room.register(module.name(), context));
        giveChannels(module, context);
        context.register(module.configuration());
        try {
            context.refresh();
            ServedModule served = ServedModule.of(module, way.contracts(),
                    context.getBeansOfType(BindableService.class).values(), rooms.metrics(), rooms.serverInterceptors(),
                    rooms.identity());
            direct.bind(served.direct());
            LOG.info("Module {} is hosted here", module.name());
            return new Running(way, context, served);
        } catch (RuntimeException | Error e) {
            context.close();
            throw new IllegalStateException("Module " + module.name() + " did not start: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage(), e);
        }
    }

    @Override
    public void stop() {
        started = false;
        definitions = List.of();
        checks = List.of();
        while (!running.isEmpty()) {
            Running module = running.pop();
            module.context().close();
            module.way().direct().orElseThrow().unbind();
        }
        ways.values().forEach(way -> way.network().ifPresent(ManagedChannel::shutdown));
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}

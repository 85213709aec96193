package io.avid.platform.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.module.TestingModule.Behaviour;
import io.avid.testing.v1.EchoResponse;
import io.avid.testing.v1.LawlessServiceGrpc;
import io.avid.testing.v1.TestingServiceGrpc;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Which modules run here, what each sees, and what keeps a process from starting. */
class ModuleHostTest {
    /** Something that only module alpha has. */
    record AlphasOwn() {}

    /** Something that the platform gives to each module by itself. */
    record Given(String module) {}

    /** What modules tell the test. */
    static final class Told {
        private final List<String> events = new ArrayList<>();
    }

    @Configuration(proxyBeanMethods = false)
    static class Alpha {
        @Bean
        AlphasOwn own() {
            return new AlphasOwn();
        }

        @Bean
        AutoCloseable life(Told told, Given given) {
            told.events.add("start alpha with what is given to " + given.module());
            return () -> told.events.add("stop alpha");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beta {
        @Bean
        AutoCloseable life(Told told, Given given) {
            told.events.add("start beta with what is given to " + given.module());
            return () -> told.events.add("stop beta");
        }
    }

    /** Asks for what is alpha's. */
    @Configuration(proxyBeanMethods = false)
    static class Prying {
        @Bean
        String seen(AlphasOwn alphas) {
            return "seen " + alphas;
        }
    }

    /** Has no handler for the service that it publishes. */
    @Configuration(proxyBeanMethods = false)
    static class Silent {}

    /** Tries to reach another module while the modules start. */
    @Configuration(proxyBeanMethods = false)
    static class Eager {
        @Bean
        String tried(ModuleChannels channels, Told told) {
            try {
                CallContract.echo(channels.to(TestingModule.NAME), CallContract.text("x"));
                told.events.add("answered");
            } catch (StatusRuntimeException e) {
                told.events.add(Failures.from(e).kind().name());
            }
            return "tried";
        }
    }

    private static final ModuleDefinition ALPHA = new ModuleDefinition("alpha", Alpha.class, List.of());
    private static final ModuleDefinition BETA = new ModuleDefinition("beta", Beta.class, List.of());
    private static final ModuleDefinition EAGER = new ModuleDefinition("eager", Eager.class, List.of());

    private final GenericApplicationContext platform = new GenericApplicationContext();
    private final Told told = new Told();

    @BeforeEach
    void openPlatform() {
        platform.registerBean(Told.class, () -> told);
        platform.registerBean(Behaviour.class, Behaviour::new);
    }

    @AfterEach
    void closePlatform() {
        platform.close();
    }

    private ModuleHost host(ModulesProperties properties, ModuleDefinition... modules) {
        return host(properties, new SimpleMeterRegistry(), modules);
    }

    private ModuleHost host(ModulesProperties properties, SimpleMeterRegistry metrics, ModuleDefinition... modules) {
        var rooms = TestingModule.rooms(metrics);
        ModuleBeans given = (module, child) -> child.registerBean(Given.class, () -> new Given(module));
        platform.registerBean(ModuleHost.class, () -> new ModuleHost(platform, List.of(modules), properties, new ModuleHost.Rooms(
                List.of(given), rooms.threadStates(), List.of(), List.of(), List.of(), rooms.credentials(), rooms.identity(), metrics)));
        platform.refresh();
        return platform.getBean(ModuleHost.class);
    }

    private static ModulesProperties all() {
        return TestingModule.hosting(Optional.empty(), Map.of());
    }

    @Test
    void modulesStartInOrderAndStopInReverseEachWithWhatIsItsOwn() {
        host(all(), ALPHA, BETA);
        assertThat(told.events).containsExactly("start alpha with what is given to alpha", "start beta with what is given to beta");
        platform.close();
        assertThat(told.events.subList(2, 4)).containsExactly("stop beta", "stop alpha");
    }

    @Test
    void aModuleThatAsksForAnothersBeanDoesNotStartAndTheOthersAreStopped() {
        assertThatThrownBy(() -> host(all(), ALPHA, new ModuleDefinition("prying", Prying.class, List.of())))
                .rootCause().hasMessageContaining("AlphasOwn");
        assertThat(told.events).contains("stop alpha");
    }

    @Test
    void thePlatformSeesNoModulesBean() {
        host(all(), ALPHA);
        assertThat(platform.getBeansOfType(AlphasOwn.class)).isEmpty();
        assertThat(platform.getBeansOfType(Given.class)).isEmpty();
    }

    @Test
    void onlyTheModulesNamedRunHere() {
        ModuleHost host = host(TestingModule.hosting(Optional.of(List.of("beta")), Map.of("alpha", "dns:///alpha:9090")), ALPHA, BETA);
        assertThat(told.events).containsExactly("start beta with what is given to beta");
        assertThat(host.to("alpha")).isNotNull();
        assertThatThrownBy(() -> host.to("gamma")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gamma");
    }

    @Test
    void aModuleNeitherHostedNorAddressedKeepsTheProcessFromStarting() {
        assertThatThrownBy(() -> host(TestingModule.hosting(Optional.of(List.of("beta")), Map.of()), ALPHA, BETA))
                .rootCause().hasMessageContaining("avid.modules.address.alpha is missing");
        assertThat(told.events).isEmpty();
    }

    @Test
    void settingsThatNameNoModuleKeepTheProcessFromStartingAllAtOnce() {
        assertThatThrownBy(() -> host(TestingModule.hosting(Optional.of(List.of("alpha", "beta", "custmer")), Map.of("trnsaction", "dns:///x:1")),
                ALPHA, BETA)).rootCause()
                .hasMessageContaining("\"custmer\"").hasMessageContaining("avid.modules.address.trnsaction").hasMessageContaining("[alpha, beta]");
    }

    @Test
    void aMethodWithoutPermissionOrRequestIdKeepsTheProcessFromStarting() {
        var lawless = new ModuleDefinition("lawless", Silent.class, List.of(LawlessServiceGrpc.getServiceDescriptor()));
        assertThatThrownBy(() -> host(all(), lawless)).rootCause()
                .hasMessageContaining("LawlessService/Unguarded states no permission")
                .hasMessageContaining("LawlessService/Unrepeatable changes something and its request avid.testing.v1.EchoRequest has no request_id");
    }

    @Test
    void thoseLawsHoldForModulesElsewhereToo() {
        var lawless = new ModuleDefinition("lawless", Silent.class, List.of(LawlessServiceGrpc.getServiceDescriptor()));
        assertThatThrownBy(() -> host(TestingModule.hosting(Optional.of(List.of()), Map.of("lawless", "dns:///x:1")), lawless))
                .rootCause().hasMessageContaining("states no permission");
    }

    @Test
    void aPublishedServiceNeedsAHandler() {
        var silent = new ModuleDefinition("silent", Silent.class, List.of(TestingServiceGrpc.getServiceDescriptor()));
        assertThatThrownBy(() -> host(all(), silent)).rootCause()
                .hasMessageContaining("Module silent publishes [avid.testing.v1.TestingService]");
    }

    @Test
    void aModuleThatIsNotStartedYetIsUnavailableAndOneBelowIsNot() {
        host(all(), EAGER, TestingModule.accepting("eager"));
        assertThat(told.events).containsExactly("UNAVAILABLE");
    }

    @Test
    void anOrchestratorFindsTheCoreServicesThatAreListedBeforeIt() {
        host(all(), TestingModule.accepting("eager"), EAGER);
        assertThat(told.events).containsExactly("answered");
    }

    @Test
    void whoIsNotAmongTheCallersOfAModuleIsRefusedByIt() {
        host(all(), TestingModule.DEFINITION, EAGER);
        assertThat(told.events).containsExactly("PERMISSION_DENIED");
    }

    @Test
    void aCallerThatIsNoModuleAndAModuleThatBearsTheEdgesNameKeepTheProcessFromStarting() {
        assertThatThrownBy(() -> host(all(), TestingModule.accepting("eagre"), EAGER)).rootCause()
                .hasMessageContaining("Module testing names \"eagre\" among its callers").hasMessageContaining("[testing, eager]");
        assertThatThrownBy(() -> new ModuleHost(platform, List.of(new ModuleDefinition("edge", Silent.class, List.of())), all(),
                TestingModule.rooms(new SimpleMeterRegistry()))).hasMessageContaining("name it otherwise");
    }

    @Test
    void aModuleThatHasStoppedIsUnavailable() {
        ModuleHost host = host(all(), TestingModule.DEFINITION);
        host.stop();
        Failure failure = Failures.from(catchThrowableOfType(StatusRuntimeException.class,
                () -> CallContract.echo(host.to(TestingModule.NAME), CallContract.text("x"))));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.metadata()).containsEntry("dependency", "Module testing");
        assertThat(host.definitions()).isEmpty();
    }

    @Test
    void everyPublishedServiceIsKnownHostedOrNot() {
        ModuleHost host = host(TestingModule.hosting(Optional.of(List.of("alpha")), Map.of(TestingModule.NAME, "dns:///testing:9090")),
                ALPHA, TestingModule.DEFINITION);
        assertThat(host.all()).singleElement().satisfies(service -> {
            assertThat(service.module()).isEqualTo(TestingModule.NAME);
            assertThat(service.descriptor().getName()).isEqualTo(TestingServiceGrpc.SERVICE_NAME);
            assertThat(service.hosted()).isFalse();
        });
        assertThat(host.definitions()).isEmpty();
    }

    @Test
    void callsAreTimedByMethodAndCode() {
        var metrics = new SimpleMeterRegistry();
        ModuleHost host = host(all(), metrics, TestingModule.DEFINITION);
        CallContract.echo(host.to(TestingModule.NAME), CallContract.text("x"));
        CallContract.echo(host.to(TestingModule.NAME), CallContract.text("x"));
        catchThrowableOfType(StatusRuntimeException.class,
                () -> TestingServiceGrpc.newBlockingStub(host.to(TestingModule.NAME)).echo(CallContract.text("x")));
        assertThat(metrics.get("avid.module.call").tags("module", "testing", "method", "avid.testing.v1.TestingService/Echo", "code", "OK")
                .timer().count()).isEqualTo(2);
        assertThat(metrics.get("avid.module.call").tags("code", "UNAUTHENTICATED").timer().count()).isEqualTo(1);
    }

    /** A handler of a service that the module does not publish would be reachable without a contract. */
    @Test
    void aHandlerOfAnUnpublishedServiceIsRefused() {
        assertThatThrownBy(() -> host(all(), new ModuleDefinition("extra", Extra.class, List.of()))).rootCause()
                .hasMessageContaining("publishes [] and its context has handlers (BindableService beans) for [avid.testing.v1.TestingService]");
    }

    @Configuration(proxyBeanMethods = false)
    static class Extra {
        @Bean
        BindableService extra() {
            return new TestingServiceGrpc.TestingServiceImplBase() {
                @Override
                public void echo(io.avid.testing.v1.EchoRequest request, StreamObserver<EchoResponse> answer) {
                    answer.onCompleted();
                }
            };
        }
    }
}

package io.avid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.avid.architecture.Conditions.classesOfTheProduct;
import static io.avid.architecture.Conditions.notKnow;
import static io.avid.architecture.Conditions.residesIn;
import static io.avid.architecture.Conditions.writtenClasses;
import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;
import static io.avid.architecture.ProductMap.COMMAND_LINE;
import static io.avid.architecture.ProductMap.CORE_SERVICES;
import static io.avid.architecture.ProductMap.ORCHESTRATORS;
import static io.avid.architecture.ProductMap.PLATFORM;
import static io.avid.architecture.ProductMap.isPublished;
import static io.avid.architecture.ProductMap.partOf;
import static io.avid.architecture.ProductMap.roomOf;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** Laws 1 to 4: who may know whom, and what crosses a boundary. */
final class BoundaryLaws {
    private static final Set<String> PLAIN_ROOMS = Set.of("domain", "process");
    private static final Set<String> ROOMS_WITH_GENERATED_TYPES =
            Set.of("v1", "grpc", "event", "subscriber", "client");
    private static final Set<String> FRONT_PARTS = Set.of("overview", COMMAND_LINE);

    private BoundaryLaws() {}

    static List<Law> all() {
        return List.of(noCycle(), coreServices(), orchestrators(), platform(), avidAlone(), ownChannels(), onlyPublished(), noBase(), plainRooms(), generatedTypes());
    }

    private static Law noCycle() {
        return Law.of(
                "Law 1: no packages depend on each other in a cycle",
                slices().matching("io.avid.(**)").should().beFreeOfCycles(),
                caught(
                        "two packages of a module that need each other",
                        "package io.avid.customer.domain; public class CycleA { io.avid.customer.store.CycleB b; }",
                        "package io.avid.customer.store; public class CycleB { io.avid.customer.domain.CycleA a; }"),
                caught(
                        "two rooms of the platform that need each other",
                        "package io.avid.platform.store; public class CycleC { io.avid.platform.event.CycleD d; }",
                        "package io.avid.platform.event; public class CycleD { io.avid.platform.store.CycleC c; }"));
    }

    private static Law coreServices() {
        return Law.of(
                "Law 2: a core service depends on the platform alone",
                classes()
                        .that(written(CORE_SERVICES))
                        .should(notKnow("another module", (from, to) -> isOurs(to) && !Set.of(PLATFORM, partOf(from)).contains(partOf(to)))),
                caught(
                        "a core service that uses what another publishes",
                        "package io.avid.customer.application; class AsksDocuments { io.avid.document.v1.Document document; }"),
                caught(
                        "a core service that uses an orchestrator",
                        "package io.avid.customer.application; class AsksOnboarding { io.avid.onboarding.v1.ImportReceivablesRequest request; }"),
                caught(
                        "a core service that names the main class",
                        "package io.avid.customer.application; class NamesMain { Class<?> main = io.avid.Avid.class; }"),
                allowed(
                        "a core service that uses the platform and itself",
                        "package io.avid.customer.grpc; class UsesPlatform { io.avid.platform.security.Principal p; io.avid.customer.v1.Customer c; }"));
    }

    private static Law orchestrators() {
        return Law.of(
                "Law 2: an orchestrator depends on the platform and on what core services publish",
                classes()
                        .that(written(ORCHESTRATORS))
                        .should(notKnow("anything else", (from, to) -> isOurs(to)
                                && !Set.of(PLATFORM, partOf(from)).contains(partOf(to))
                                && !(isPublished(to) && CORE_SERVICES.contains(partOf(to))))),
                caught(
                        "an orchestrator that uses another",
                        "package io.avid.overview.client; class AsksAnOrchestrator { io.avid.onboarding.v1.ImportReceivablesRequest request; }"),
                caught(
                        "an orchestrator that reaches into a core service",
                        "package io.avid.onboarding.client; class ReachesIn { io.avid.customer.domain.Inner inner; }",
                        "package io.avid.customer.domain; public class Inner {}"),
                allowed(
                        "an orchestrator that uses what a core service publishes",
                        "package io.avid.onboarding.client; class AsksCustomers { io.avid.customer.v1.Customer customer; }"));
    }

    private static Law platform() {
        return Law.of(
                "Law 2: the platform knows no module",
                classes()
                        .that(Conditions.writtenClasses(javaClass -> partOf(javaClass).equals(PLATFORM)))
                        .should(notKnow("a module", (from, to) -> isOurs(to) && !partOf(to).equals(PLATFORM))),
                caught(
                        "a room of the platform that uses what a module publishes",
                        "package io.avid.platform.edge; class KnowsCustomers { io.avid.customer.v1.Customer customer; }"),
                caught(
                        "a room of the platform that uses the main class",
                        "package io.avid.platform.edge; class KnowsMain { Class<?> main = io.avid.Avid.class; }"));
    }

    private static Law avidAlone() {
        return Law.of(
                "Law 2: nothing but the main class names modules from outside, and nothing knows the command line",
                classes()
                        .that(classesOfTheProduct())
                        .should(notKnow("the command line, or a module's inside", (from, to) -> isOurs(to)
                                && !partOf(from).equals(partOf(to))
                                && !isMain(from)
                                && (partOf(to).equals(COMMAND_LINE)
                                        || partOf(from).equals(COMMAND_LINE) && !partOf(to).equals(PLATFORM) && !isPublished(to)))),
                caught(
                        "a command that reaches into a module",
                        "package io.avid.cli; class ReachesInside { io.avid.transaction.domain.Hidden hidden; }",
                        "package io.avid.transaction.domain; public class Hidden {}"),
                caught(
                        "a module that uses the command line",
                        "package io.avid.onboarding.grpc; class UsesCommand { io.avid.cli.SomeCommand command; }",
                        "package io.avid.cli; public class SomeCommand {}"),
                allowed(
                        "a command that uses what a module publishes",
                        "package io.avid.cli; class UsesPublished { io.avid.overview.v1.CustomerOverview overview; }"));
    }

    private static Law ownChannels() {
        return Law.of(
                "Law 2: a module calls others by the channels that it is given, which bear its name",
                classes()
                        .that(writtenClasses(javaClass -> ProductMap.isModule(partOf(javaClass))))
                        .should(notKnow("the host, whose channels are the edge's", (from, to) -> to.getFullName().equals("io.avid.platform.module.ModuleHost"))),
                caught(
                        "a module that asks the host",
                        "package io.avid.statement.client; class AsksTheHost { io.grpc.Channel f(io.avid.platform.module.ModuleHost host) { return host.to(\"payment\"); } }"),
                allowed(
                        "a module that asks for its channels",
                        "package io.avid.statement.client; class AsksForChannels { io.grpc.Channel f(io.avid.platform.module.ModuleChannels mine) { return mine.to(\"customer\"); } }"));
    }

    private static Law onlyPublished() {
        return Law.of(
                "Law 3: only v1 crosses a boundary",
                classes()
                        .that(classesOfTheProduct())
                        .should(notKnow("what another module does not publish", (from, to) -> ProductMap.isModule(partOf(to))
                                && !partOf(from).equals(partOf(to))
                                && !isMain(from)
                                && !isPublished(to))),
                caught(
                        "an orchestrator that uses a core service's store",
                        "package io.avid.overview.client; class ReadsTheStore { io.avid.customer.store.Documents documents; }",
                        "package io.avid.customer.store; public class Documents {}"));
    }

    private static Law noBase() {
        return Law.of(
                "Law 3: a service's base class is for its own module's grpc package",
                classes()
                        .that(writtenClasses(javaClass -> true))
                        .should(notKnow("an ImplBase elsewhere", (from, to) -> to.getSimpleName().endsWith("ImplBase")
                                && isOurs(to)
                                && !(partOf(from).equals(partOf(to)) && roomOf(from).equals("grpc")))),
                caught(
                        "an orchestrator that implements a core service",
                        "package io.avid.overview.client; class Pretends extends io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase {}"),
                caught(
                        "a module that implements its service outside of grpc",
                        "package io.avid.customer.application; class Misplaced extends io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase {}"),
                allowed(
                        "a module's own grpc package",
                        "package io.avid.customer.grpc; class Placed extends io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase {}"));
    }

    private static Law plainRooms() {
        return Law.of(
                "Law 4: domain and process are plain Java",
                classes()
                        .that(writtenClasses(javaClass ->
                                ProductMap.isModule(partOf(javaClass)) && PLAIN_ROOMS.contains(roomOf(javaClass))))
                        .should(notKnow(
                                "a generated type, Spring, MongoDB, Elasticsearch or gRPC",
                                (from, to) -> isGenerated(to)
                                        || residesIn(
                                                to,
                                                "org.springframework",
                                                "com.mongodb",
                                                "org.bson",
                                                "co.elastic",
                                                "io.grpc",
                                                "com.azure",
                                                "com.google.protobuf",
                                                "com.google.rpc",
                                                "com.linecorp",
                                                "jakarta"))),
                caught(
                        "a rule that sees a generated type",
                        "package io.avid.customer.domain; class SeesGenerated { io.avid.customer.v1.Customer customer; }"),
                caught(
                        "a rule that is a Spring bean",
                        "package io.avid.transaction.domain; @org.springframework.stereotype.Component class IsBean {}"),
                caught(
                        "a process that knows gRPC",
                        "package io.avid.onboarding.process; class KnowsStatus { void f(io.grpc.StatusRuntimeException e) {} }"),
                caught(
                        "a rule that knows MongoDB",
                        "package io.avid.transaction.domain; class KnowsBson { org.bson.Document document; }"),
                allowed(
                        "a rule that throws a failure",
                        "package io.avid.customer.domain; class Throws { void f() { throw io.avid.platform.error.Failure.notFound(\"x\"); } }"));
    }

    private static Law generatedTypes() {
        return Law.of(
                "Law 4: generated types appear only in v1, grpc, event, subscriber, client, overview and cli",
                classes()
                        .that(writtenClasses(javaClass -> ProductMap.isModule(partOf(javaClass))
                                && !FRONT_PARTS.contains(partOf(javaClass))
                                && !ROOMS_WITH_GENERATED_TYPES.contains(roomOf(javaClass))))
                        .should(notKnow("a generated type", (from, to) -> isGenerated(to))),
                caught(
                        "a use case that takes a request message",
                        "package io.avid.customer.application; class TakesRequest { void f(io.avid.customer.v1.GetCustomerRequest r) {} }"),
                caught(
                        "a store that keeps a message",
                        "package io.avid.customer.store; class KeepsMessage { com.google.protobuf.Timestamp time; }"),
                allowed(
                        "a grpc class that maps a message",
                        "package io.avid.customer.grpc; class MapsMessage { void f(io.avid.customer.v1.GetCustomerRequest r) {} }"));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> written(Set<String> parts) {
        return writtenClasses(javaClass -> parts.contains(partOf(javaClass)));
    }

    private static boolean isOurs(JavaClass javaClass) {
        return residesIn(javaClass, ProductMap.ROOT);
    }

    private static boolean isMain(JavaClass javaClass) {
        return javaClass.getPackageName().equals(ProductMap.ROOT);
    }

    private static boolean isGenerated(JavaClass javaClass) {
        return isPublished(javaClass) || residesIn(javaClass, "com.google.protobuf", "com.google.rpc", "com.google.type");
    }
}

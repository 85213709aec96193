package io.avid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.avid.architecture.Conditions.classesOfTheProduct;
import static io.avid.architecture.Conditions.notCall;
import static io.avid.architecture.Conditions.notKnow;
import static io.avid.architecture.Conditions.residesIn;
import static io.avid.architecture.Conditions.writtenClasses;
import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;
import static io.avid.architecture.ProductMap.PLATFORM;
import static io.avid.architecture.ProductMap.partOf;
import static io.avid.architecture.ProductMap.roomOf;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** Laws 7, 9 and 11: what a write is, where time and chance come from, and what travels with a call. */
final class DeterminismLaws {
    private static final Set<String> NOW = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.OffsetTime",
            "java.time.Year",
            "java.time.YearMonth");
    private static final Set<String> SYSTEM_CLOCK = Set.of("nanoTime", "currentTimeMillis");
    private static final Set<String> RANDOMNESS =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom", "org.bson.types.ObjectId");

    private DeterminismLaws() {}

    static List<Law> all() {
        return List.of(oneWriteOneDocument(), injectedTimeAndChance(), nothingScheduled(), noThreadLocal());
    }

    private static Law oneWriteOneDocument() {
        return Law.of(
                "Law 7: no transaction over several documents",
                classes()
                        .that(classesOfTheProduct())
                        .should(notKnow(
                                        "a transaction",
                                        (from, to) -> residesIn(to, "org.springframework.transaction")
                                                || Set.of(
                                                                "com.mongodb.client.ClientSession",
                                                                "com.mongodb.session.ClientSession",
                                                                "com.mongodb.TransactionOptions",
                                                                "org.springframework.data.mongodb.MongoTransactionManager")
                                                        .contains(to.getName()))
                                .and(notCall(
                                        "a session of MongoDB's",
                                        target -> Set.of("startSession", "withTransaction", "withSession", "inTransaction")
                                                        .contains(target.getName())
                                                && residesIn(target.getOwner(), "com.mongodb", "org.springframework.data")))),
                caught(
                        "a store that opens a session",
                        "package io.avid.customer.store; class OpensSession { void f(com.mongodb.client.MongoClient c) { c.startSession(); } }"),
                caught(
                        "a use case that declares a transaction",
                        "package io.avid.customer.application; class Declares { @org.springframework.transaction.annotation.Transactional void f() {} }"),
                allowed(
                        "a store that writes one document",
                        "package io.avid.customer.store; class WritesOne { void f(com.mongodb.client.MongoCollection<org.bson.Document> c) { c.insertOne(new org.bson.Document()); } }"));
    }

    private static Law injectedTimeAndChance() {
        return Law.of(
                "Law 9: time, chance and ids are injected",
                classes()
                        .that(writtenClasses(javaClass -> !partOf(javaClass).equals(PLATFORM)))
                        .should(notCall("a clock, a random source or a pause of its own", DeterminismLaws::isAmbient)),
                caught(
                        "a rule that reads the clock",
                        "package io.avid.customer.domain; class AsksNow { Object f() { return java.time.Instant.now(); } }"),
                caught(
                        "a rule that refers to now",
                        "package io.avid.customer.domain; class RefersToNow { java.util.function.Supplier<?> f = java.time.Instant::now; }"),
                caught(
                        "a use case that asks for today",
                        "package io.avid.transaction.application; class AsksToday { Object f() { return java.time.LocalDate.now(java.time.ZoneOffset.UTC); } }"),
                caught(
                        "a store that measures by the system",
                        "package io.avid.transaction.store; class Measures { long f() { return System.nanoTime(); } }"),
                caught(
                        "a process that makes an id by chance",
                        "package io.avid.onboarding.process; class MakesId { Object f() { return java.util.UUID.randomUUID(); } }"),
                caught(
                        "a store that lets MongoDB make an id",
                        "package io.avid.customer.store; class MakesObjectId { Object f() { return new org.bson.types.ObjectId(); } }"),
                caught(
                        "a process that sleeps",
                        "package io.avid.onboarding.process; class Sleeps { void f() throws Exception { Thread.sleep(1); } }"),
                caught(
                        "a rule that throws dice",
                        "package io.avid.customer.domain; class ThrowsDice { double f() { return Math.random() + new java.util.Random().nextInt(); } }"),
                caught(
                        "a module that takes the system's clock",
                        "package io.avid.customer; class TakesSystemClock { Object f() { return java.time.InstantSource.system(); } }"),
                allowed(
                        "a use case that asks an injected clock",
                        "package io.avid.customer.application; class AsksInjected { Object f(java.time.InstantSource clock) { return java.time.LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC); } }"),
                allowed(
                        "the platform, which injects them",
                        "package io.avid.platform.store; class Injects { Object f() { return java.time.Instant.now(); } }"));
    }

    private static Law nothingScheduled() {
        return Law.of(
                "Law 9: nothing is scheduled outside of the platform",
                classes()
                        .that(writtenClasses(javaClass -> !partOf(javaClass).equals(PLATFORM)))
                        .should(notKnow(
                                "a scheduler",
                                (from, to) -> residesIn(to, "org.springframework.scheduling")
                                                || Set.of("java.util.Timer", "java.util.concurrent.ScheduledExecutorService")
                                                        .contains(to.getName()))
                                .and(notCall("for a scheduler", target -> target.getName().contains("Scheduled")
                                        && target.getOwner().getName().equals("java.util.concurrent.Executors")))),
                caught(
                        "a method that Spring calls by the clock",
                        "package io.avid.document.application; class IsScheduled { @org.springframework.scheduling.annotation.Scheduled(fixedDelay = 1) void f() {} }"),
                caught(
                        "an executor of its own that waits",
                        "package io.avid.transaction.store; class Waits { Object f() { return java.util.concurrent.Executors.newSingleThreadScheduledExecutor(); } }"));
    }

    private static Law noThreadLocal() {
        return Law.of(
                "Law 11: nothing is kept on a thread outside of the platform",
                classes()
                        .that(writtenClasses(javaClass -> !partOf(javaClass).equals(PLATFORM)))
                        .should(notKnow(
                                "what lives on a thread",
                                (from, to) -> to.isAssignableTo(ThreadLocal.class)
                                        || Set.of(
                                                        "java.lang.ScopedValue",
                                                        "org.slf4j.MDC",
                                                        "org.springframework.context.i18n.LocaleContextHolder",
                                                        "org.springframework.security.core.context.SecurityContextHolder",
                                                        "org.springframework.web.context.request.RequestContextHolder")
                                                .contains(to.getName())
                                        // The principal is read from the call where the call comes in, and passed on by name.
                                        || to.getName().equals("io.grpc.Context") && !roomOf(from).equals("grpc"))),
                caught(
                        "a use case with a thread's own value",
                        "package io.avid.customer.application; class KeepsOnThread { ThreadLocal<String> current = new ThreadLocal<>(); }"),
                caught(
                        "a process that hands something on by the logging context",
                        "package io.avid.onboarding.process; class UsesMdc { void f() { org.slf4j.MDC.put(\"a\", \"b\"); } }"),
                caught(
                        "a use case that reads gRPC's context",
                        "package io.avid.document.application; class ReadsContext { Object f() { return io.grpc.Context.current(); } }"));
    }

    private static boolean isAmbient(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        String type = owner.getName();
        String name = target.getName();
        List<JavaClass> parameters = target.getRawParameterTypes();
        boolean takesClock = parameters.size() == 1 && parameters.getFirst().getName().equals("java.time.Clock");
        boolean constructor = name.equals("<init>");
        return NOW.contains(type) && name.equals("now") && !takesClock
                || type.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick") && !takesClock)
                || type.equals("java.time.InstantSource") && name.equals("system")
                || type.equals("java.lang.System") && SYSTEM_CLOCK.contains(name)
                || type.equals("java.util.Date") && constructor && parameters.isEmpty()
                || type.equals("java.util.UUID") && name.equals("randomUUID")
                || RANDOMNESS.contains(type) && constructor && (parameters.isEmpty() || type.equals("java.security.SecureRandom"))
                || type.equals("org.bson.types.ObjectId") && (name.equals("get") && parameters.isEmpty())
                || type.equals("java.lang.Math") && name.equals("random")
                || type.equals("java.util.concurrent.ThreadLocalRandom") && name.equals("current")
                || type.equals("java.util.random.RandomGenerator") && (name.equals("getDefault") || name.equals("of"))
                || type.equals("java.util.Collections") && name.equals("shuffle") && parameters.size() == 1
                || type.equals("java.lang.Thread") && name.equals("sleep")
                || type.equals("java.util.concurrent.TimeUnit") && name.equals("sleep")
                || type.equals("java.util.concurrent.locks.LockSupport") && name.startsWith("parkNanos");
    }
}

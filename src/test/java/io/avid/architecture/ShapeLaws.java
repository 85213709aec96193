package io.avid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.avid.architecture.Conditions.have;
import static io.avid.architecture.Conditions.notCall;
import static io.avid.architecture.Conditions.notKnow;
import static io.avid.architecture.Conditions.writtenClasses;
import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;
import static io.avid.architecture.ProductMap.isModule;
import static io.avid.architecture.ProductMap.partOf;
import static io.avid.architecture.ProductMap.roomOf;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The shape of a module, and what the code does without: the same folders everywhere, no scanning, no reflection. */
final class ShapeLaws {
    /** The rooms of architecture.md; a vendor's room (law 5) is named for what the vendor does. */
    private static final Set<String> CORE_ROOMS =
            Set.of("", "v1", "domain", "application", "grpc", "event", "store", "blob", "pdf", "stripe", "webhook");
    private static final Set<String> ORCHESTRATOR_ROOMS =
            Set.of("", "v1", "process", "application", "grpc", "client", "subscriber", "store", "event");

    private static final Set<String> EMPTY_WORDS = Set.of("common", "util", "utils", "helper", "helpers", "manager", "managers", "impl");
    private static final List<String> EMPTY_ENDINGS = List.of("Util", "Utils", "Helper", "Helpers", "Manager", "Impl", "Common", "Misc");
    private static final Set<String> EMPTY_NAMES = Set.of("Config", "Configuration", "Filter", "Handler", "Constants", "Service", "Processor", "Data", "Info");

    private ShapeLaws() {}

    static List<Law> all() {
        return List.of(rooms(), names(), oneConfiguration(), nothingScanned(), noReflection());
    }

    private static Law rooms() {
        return Law.of(
                "Every module has the same folders",
                classes()
                        .that(writtenClasses(javaClass -> isModule(partOf(javaClass))))
                        .should(have("stand in a folder that every module of its kind has", javaClass -> {
                            Set<String> rooms = ProductMap.CORE_SERVICES.contains(partOf(javaClass)) ? CORE_ROOMS : ORCHESTRATOR_ROOMS;
                            return rooms.contains(roomOf(javaClass))
                                    ? Stream.empty()
                                    : Stream.of(javaClass.getName() + " stands in " + roomOf(javaClass) + "; a module has " + rooms);
                        })),
                caught("a folder of a module's own making", "package io.avid.customer.logic; class Elsewhere {}"),
                caught("rules in an orchestrator", "package io.avid.onboarding.domain; class HasRules {}"),
                allowed("a folder of the map", "package io.avid.customer.store; class Here {}"));
    }

    private static Law names() {
        return Law.of(
                "A name says what a class or package does",
                classes()
                        .that(writtenClasses(javaClass -> !javaClass.isAnonymousClass()))
                        .should(have("be named for the action or decision that they hold", javaClass -> {
                            String simple = javaClass.getSimpleName();
                            boolean emptyPackage = Arrays.stream(javaClass.getPackageName().split("\\."))
                                    .anyMatch(word -> EMPTY_WORDS.contains(word.toLowerCase(Locale.ROOT)));
                            boolean emptyName = EMPTY_NAMES.contains(simple) && !javaClass.isNestedClass()
                                    || EMPTY_ENDINGS.stream().anyMatch(simple::endsWith);
                            return emptyPackage || emptyName
                                    ? Stream.of(javaClass.getName() + " says nothing of what it does")
                                    : Stream.empty();
                        })),
                caught("a package for anything", "package io.avid.platform.util; class Anything {}"),
                caught("a manager", "package io.avid.customer.application; class CustomerManager {}"),
                caught("an implementation of one interface", "package io.avid.customer.store; class CustomersImpl {}"),
                allowed("an action", "package io.avid.customer.application; class MergeCustomersFixture {}"));
    }

    private static Law oneConfiguration() {
        return Law.of(
                "A module's only Spring configuration is its XModule",
                classes()
                        .that(writtenClasses(javaClass -> isModule(partOf(javaClass))
                                && javaClass.isAnnotatedWith("org.springframework.context.annotation.Configuration")))
                        .should(have("be the module's own", javaClass -> {
                            String part = partOf(javaClass);
                            String expected = Character.toUpperCase(part.charAt(0)) + part.substring(1) + "Module";
                            return javaClass.getSimpleName().equals(expected) && roomOf(javaClass).isEmpty()
                                    ? Stream.empty()
                                    : Stream.of(javaClass.getName() + " is a second configuration beside " + expected);
                        })),
                caught(
                        "a configuration in a room",
                        "package io.avid.customer.store; @org.springframework.context.annotation.Configuration class StoreConfiguration {}"));
    }

    private static Law nothingScanned() {
        Set<String> scanned = Set.of(
                "org.springframework.stereotype.Component",
                "org.springframework.stereotype.Service",
                "org.springframework.stereotype.Repository",
                "org.springframework.stereotype.Controller",
                "org.springframework.beans.factory.annotation.Autowired",
                "org.springframework.context.annotation.ComponentScan");
        return Law.of(
                "Beans are named by @Bean methods; nothing is scanned or filled in from behind",
                classes()
                        .that(writtenClasses(javaClass -> !partOf(javaClass).isEmpty()))
                        .should(notKnow("an annotation that is scanned for", (from, to) -> scanned.contains(to.getName()))),
                caught(
                        "a component",
                        "package io.avid.customer.application; @org.springframework.stereotype.Service class IsScanned {}"),
                caught(
                        "a field that Spring fills in",
                        "package io.avid.platform.edge; class IsFilled { @org.springframework.beans.factory.annotation.Autowired Object it; }"));
    }

    private static Law noReflection() {
        return Law.of(
                "The code uses no reflection of its own",
                classes()
                        .that(writtenClasses(javaClass -> true))
                        .should(notKnow(
                                        "reflection",
                                        (from, to) -> Set.of(
                                                        "java.lang.reflect.Method",
                                                        "java.lang.reflect.Field",
                                                        "java.lang.reflect.Constructor",
                                                        "java.lang.reflect.Proxy",
                                                        "java.lang.reflect.AccessibleObject")
                                                .contains(to.getName()))
                                .and(notCall(
                                        "a class by its name",
                                        target -> target.getOwner().isEquivalentTo(Class.class)
                                                && (Set.of("forName", "newInstance").contains(target.getName())
                                                        || target.getName().startsWith("getDeclared")
                                                        || target.getName().startsWith("getMethod")
                                                        || target.getName().startsWith("getField"))))),
                caught(
                        "a class found by its name",
                        "package io.avid.platform.module; class FindsByName { Object f() throws Exception { return Class.forName(\"x\"); } }"),
                caught(
                        "a field opened",
                        "package io.avid.customer.store; class Opens { void f(Object o) throws Exception { o.getClass().getDeclaredField(\"x\").setAccessible(true); } }"),
                allowed(
                        "a generic type",
                        "package io.avid.customer.store; class IsGeneric { Class<?> f(Object o) { return o.getClass(); } }"));
    }
}

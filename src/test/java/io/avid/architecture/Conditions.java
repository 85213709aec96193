package io.avid.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The few ways in which the laws look at classes. */
final class Conditions {
    private Conditions() {}

    /** Any class; a rule's condition sorts them. */
    static DescribedPredicate<JavaClass> classesOfTheProduct() {
        return DescribedPredicate.describe("classes of the product", javaClass -> true);
    }

    /** Classes that somebody wrote, so not those generated from protos. */
    static DescribedPredicate<JavaClass> writtenClasses(Predicate<JavaClass> which) {
        return DescribedPredicate.describe(
                "written classes", javaClass -> !ProductMap.isPublished(javaClass) && which.test(javaClass));
    }

    /** Breaks for every dependency on something that the class may not know. */
    static ArchCondition<JavaClass> notKnow(String what, BiPredicate<JavaClass, JavaClass> forbidden) {
        return new ArchCondition<>("not know " + what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (forbidden.test(javaClass, target)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** Breaks for every call of, or reference to, a method or constructor that is not to be used. */
    static ArchCondition<JavaClass> notCall(String what, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>("not call " + what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                Stream<JavaAccess<?>> accesses = javaClass.getAccessesFromSelf().stream().map(access -> (JavaAccess<?>) access);
                accesses.filter(access -> access.getTarget() instanceof CodeUnitAccessTarget target && forbidden.test(target))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }

    /** Breaks with each line that the function gives for a class. */
    static ArchCondition<JavaClass> have(String what, Function<JavaClass, Stream<String>> violations) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                violations.apply(javaClass).forEach(line -> events.add(SimpleConditionEvent.violated(
                        javaClass, line + " in " + javaClass.getSourceCodeLocation())));
            }
        };
    }

    static boolean residesIn(JavaClass javaClass, String... packages) {
        String name = javaClass.getPackageName();
        for (String prefix : packages) {
            if (name.equals(prefix) || name.startsWith(prefix + ".")) {
                return true;
            }
        }
        return false;
    }
}

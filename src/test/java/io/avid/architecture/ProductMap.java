package io.avid.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;

/** The parts of the product by name, and which part a class belongs to. */
final class ProductMap {
    static final String ROOT = "io.avid";
    static final String PLATFORM = "platform";
    static final String COMMAND_LINE = "cli";
    static final Set<String> CORE_SERVICES = Set.of("customer", "transaction", "invoice", "document", "payment");
    static final Set<String> ORCHESTRATORS = Set.of("onboarding", "billing", "statement", "overview");

    private ProductMap() {}

    /** {@code customer} for {@code io.avid.customer.grpc}; empty for {@code io.avid} and for what is not Avid's. */
    static String partOf(String packageName) {
        if (!packageName.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = packageName.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    static String partOf(JavaClass javaClass) {
        return partOf(javaClass.getBaseComponentType().getPackageName());
    }

    /** {@code grpc} for {@code io.avid.customer.grpc} and what is below it; empty for a part's own package. */
    static String roomOf(String packageName) {
        String part = partOf(packageName);
        String partPackage = ROOT + "." + part;
        if (part.isEmpty() || packageName.equals(partPackage)) {
            return "";
        }
        String rest = packageName.substring(partPackage.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    static String roomOf(JavaClass javaClass) {
        return roomOf(javaClass.getBaseComponentType().getPackageName());
    }

    static boolean isModule(String part) {
        return CORE_SERVICES.contains(part) || ORCHESTRATORS.contains(part);
    }

    static boolean isKnown(String part) {
        return isModule(part) || part.equals(PLATFORM) || part.equals(COMMAND_LINE) || part.isEmpty();
    }

    /** Whose {@code v1} a part may use, its own not counted. */
    static Set<String> mayCall(String part) {
        var callable = new TreeSet<String>();
        if (ORCHESTRATORS.contains(part) || part.equals(COMMAND_LINE)) {
            callable.addAll(CORE_SERVICES);
        }
        if (part.equals(COMMAND_LINE)) {
            callable.addAll(ORCHESTRATORS);
        }
        return callable;
    }

    /** Whether it was generated from a proto of Avid's: a package called v1 holds nothing else. */
    static boolean isPublished(JavaClass javaClass) {
        String packageName = javaClass.getBaseComponentType().getPackageName();
        return packageName.startsWith(ROOT + ".") && packageName.endsWith(".v1");
    }
}

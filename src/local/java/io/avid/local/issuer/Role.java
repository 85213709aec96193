package io.avid.local.issuer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// A role as a tenant of Auth0 would hold it: a set of permissions, granted as the token's `permissions` claim. The
/// product knows permissions only.
public enum Role {

    /// Reads everything of its organisation.
    VIEWER("customers.read", "transactions.read", "documents.read", "imports.read", "overview.read", "processes.read",
            "invoices.read", "payments.read"),

    /// Also writes customers, raises invoices and brings files in.
    AGENT(VIEWER, "customers.write", "imports.write", "documents.write", "invoices.write", "billing.write"),

    /// Also takes money and gives it back, issues statements and steers processes.
    FINANCE(AGENT, "transactions.write", "payments.write", "payments.refund", "statements.write", "processes.write"),

    /// Also erases and changes settings.
    ADMIN(FINANCE, "customers.erase", "settings.write", "metrics.read"),

    /// Reads and pays for exactly the one customer that the token names.
    CUSTOMER("own.read", "own.pay");

    private final Set<String> permissions;

    Role(String... permissions) {
        this.permissions = new TreeSet<>(List.of(permissions));
    }

    Role(Role lesser, String... more) {
        this(more);
        this.permissions.addAll(lesser.permissions);
    }

    /// In alphabetical order.
    public List<String> permissions() {
        return List.copyOf(permissions);
    }

    /// As in user names and on the command line: `finance`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming the roles that there are
    public static Role of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no role '" + id + "'; the roles are "
                        + String.join(", ", Arrays.stream(values()).map(Role::id).toList()) + "."));
    }
}

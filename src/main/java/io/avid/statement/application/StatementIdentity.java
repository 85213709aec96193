package io.avid.statement.application;

import io.avid.platform.security.Principal;
import java.util.Set;

/**
 * As whom a statement is made. Whoever may issue statements need not hold what it takes: the RPC has
 * checked the caller's permission, and the rest is done with these alone.
 */
final class StatementIdentity {
    private static final Set<String> PERMISSIONS = Set.of("customers.read", "transactions.read", "documents.write");

    private StatementIdentity() {}

    static Principal of(Principal caller) {
        return Principal.staff(caller.organisation(), caller.actor(), PERMISSIONS);
    }
}

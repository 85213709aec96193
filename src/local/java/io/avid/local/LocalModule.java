package io.avid.local;

import java.util.Arrays;
import java.util.List;

/// The modules that local mode gives a store, an index prefix and, where it keeps content, a blob account.
public enum LocalModule {
    CUSTOMER,
    TRANSACTION,
    INVOICE,
    DOCUMENT,
    PAYMENT,
    ONBOARDING,
    BILLING,
    STATEMENT,
    OVERVIEW;

    /// The name as in properties, folders and databases: `customer`.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// All of them, in the order of the map.
    public static List<LocalModule> all() {
        return Arrays.asList(values());
    }
}

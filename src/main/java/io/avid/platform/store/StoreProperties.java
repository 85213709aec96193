package io.avid.platform.store;

import java.util.Objects;
import org.springframework.core.env.Environment;

/**
 * Where a module's MongoDB is.
 *
 * @param module the module whose store it is
 * @param mongodbUri {@code avid.store.<module>.mongodb-uri}, a connection string; its path names the
 *     database, the module's name where it has none. Each module has one of its own, with
 *     credentials of its own, so that no module can read another's data. No default: a module that is
 *     hosted has a store.
 */
public record StoreProperties(String module, String mongodbUri) {
    /** A store that does not answer within this makes a call fail UNAVAILABLE instead of hang. */
    static final int SERVER_SELECTION_TIMEOUT_MILLIS = 2_000;

    /** Time for a connection to be made; within the time above so that its reason is told. */
    static final int CONNECT_TIMEOUT_MILLIS = 1_500;

    /** Time for one command; half of a call's default deadline, so that its outcome can still be read back. */
    static final int READ_TIMEOUT_MILLIS = 15_000;

    /** Connections at most; more callers wait for one. */
    static final int MAX_CONNECTIONS = 64;

    public StoreProperties {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(mongodbUri, "mongodbUri");
    }

    /** Whether the module has a store. */
    public static boolean isSet(Environment environment, String module) {
        return !environment.getProperty(key(module), "").isBlank();
    }

    private static String key(String module) {
        return "avid.store." + module + ".mongodb-uri";
    }

    /**
     * Reads a module's property.
     *
     * @throws IllegalStateException naming the property if it is not set
     */
    public static StoreProperties of(Environment environment, String module) {
        String key = key(module);
        String uri = environment.getProperty(key, "");
        if (uri.isBlank()) {
            throw new IllegalStateException("Property " + key + " is not set. Give the connection string of the MongoDB"
                    + " database of module " + module + ", for example mongodb://host:27017/" + module + ".");
        }
        return new StoreProperties(module, uri);
    }

    /** Hides the credentials that the connection string may hold. */
    @Override
    public String toString() {
        return "StoreProperties[module=" + module + "]";
    }
}

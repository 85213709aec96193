package io.avid.platform.process;

import io.avid.platform.identifier.RandomId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.core.env.Environment;

/**
 * How this process runs processes.
 *
 * @param instance {@code avid.process.instance}, this Avid's name among those that share a store; the
 *     same after a restart, so that it takes up its own work at once. Host and port by default
 * @param life tells this life of the instance from those before it
 * @param running {@code avid.process.running}, processes that a module runs at a time; 16 by default:
 *     they wait for stores and modules most of the time, and staff's calls must not starve
 * @param lease {@code avid.process.lease-seconds}, after which another instance may take over from one
 *     that is silent; 15 by default, three missed heartbeats
 */
public record ProcessProperties(String instance, String life, int running, Duration lease) {
    public ProcessProperties {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(life, "life");
        Objects.requireNonNull(lease, "lease");
        if (running < 1 || lease.toMillis() < 100) {
            throw new IllegalArgumentException("avid.process.running is at least 1 and a lease at least 100 ms; given "
                    + running + " and " + lease);
        }
    }

    /** Reads the properties. */
    public static ProcessProperties of(Environment environment) {
        String instance = environment.getProperty("avid.process.instance", "");
        return new ProcessProperties(instance.isBlank() ? hostAndPort(environment) : instance, RandomId.next(),
                environment.getProperty("avid.process.running", Integer.class, 16),
                Duration.ofSeconds(environment.getProperty("avid.process.lease-seconds", Integer.class, 15)));
    }

    private static String hostAndPort(Environment environment) {
        String port = environment.getProperty("avid.edge.port", environment.getProperty("server.port", "8080"));
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("This host has no name. Set avid.process.instance to a name of this Avid"
                    + " that no other one with the same stores has.", e);
        }
    }

    /** Who owns a lease: the instance and its life. */
    String owner() {
        return instance + "/" + life;
    }

    /** Whether a lease is of an earlier life of this instance, which is over. */
    boolean isOwnFormerLife(String owner) {
        return owner.startsWith(instance + "/") && !owner.equals(owner());
    }
}

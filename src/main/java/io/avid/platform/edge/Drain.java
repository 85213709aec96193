package io.avid.platform.edge;

import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;

/** Whether this process is going down: it still ends its calls, and asks for no new ones. */
final class Drain {
    private final SettableHealthChecker healthy = new SettableHealthChecker(false);

    void serving() {
        healthy.setHealthy(true);
    }

    void begin() {
        healthy.setHealthy(false);
    }

    boolean draining() {
        return !healthy.isHealthy();
    }

    /** For gRPC's health service, which tells those who watch. */
    SettableHealthChecker health() {
        return healthy;
    }
}

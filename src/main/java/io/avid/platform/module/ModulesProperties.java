package io.avid.platform.module;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which modules this process hosts, and where it finds the others.
 *
 * @param hosted {@code avid.modules.hosted}: names of the modules that run here; absent means all,
 *     so that one container needs no setting
 * @param address {@code avid.modules.address.NAME}: gRPC target of a module that runs elsewhere, for
 *     example {@code dns:///customer:9090}
 * @param port {@code avid.modules.port}: where modules in other processes reach those hosted here;
 *     absent means that no such port is open
 * @param defaultDeadlineMillis {@code avid.modules.default-deadline-millis}: what a call without a
 *     deadline gets, in milliseconds; long enough for a batch of some hundreds, short enough that a
 *     caller learns of a hanging store while its own caller still waits
 * @param loopback {@code avid.modules.loopback}: whether modules that run here call each other over
 *     {@code port} too, as if they were elsewhere; slower by far, it shows in one process what
 *     otherwise shows only after a module has moved out
 */
@ConfigurationProperties("avid.modules")
public record ModulesProperties(Optional<List<String>> hosted, @DefaultValue Map<String, String> address,
        Optional<Integer> port, @DefaultValue("30000") long defaultDeadlineMillis,
        @DefaultValue("false") boolean loopback) {
    public ModulesProperties {
        hosted = hosted == null ? Optional.empty() : hosted.map(List::copyOf);
        address = Map.copyOf(address);
        port = port == null ? Optional.empty() : port;
        if (defaultDeadlineMillis <= 0) {
            throw new IllegalArgumentException("avid.modules.default-deadline-millis is " + defaultDeadlineMillis
                    + "; expected a number of milliseconds above zero.");
        }
        if (loopback && port.isEmpty()) {
            throw new IllegalArgumentException("avid.modules.loopback is set and avid.modules.port is not; set the port that"
                    + " the modules are to call each other by.");
        }
    }

    /** The listener's port, where there is one. */
    public OptionalInt listenerPort() {
        return port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}

package io.avid.overview.application;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How overview asks and is watched: {@code avid.overview.*}.
 *
 * @param partMillis what one part of a page may take before the page goes without it, in milliseconds: longer than any
 *     healthy module needs, short enough that a person waits for the rest
 * @param watchers how many may watch at once in this process; each holds a call of {@code avid.edge.calls}
 * @param watchersPerOrganisation how many of them one organisation may have, so that none takes all
 * @param coalesceMillis the least time between two messages of a stream, in milliseconds: a page that changes more often
 *     cannot be read
 * @param pollMillis after how many milliseconds without an event a stream looks for itself, since events of modules in
 *     other processes do not come here
 * @param keepAliveMillis after how many milliseconds of silence an empty message is sent: less than the idle timeout of
 *     usual proxies
 */
@ConfigurationProperties("avid.overview")
public record OverviewProperties(@DefaultValue("5000") long partMillis, @DefaultValue("200") int watchers,
        @DefaultValue("50") int watchersPerOrganisation, @DefaultValue("300") long coalesceMillis,
        @DefaultValue("5000") long pollMillis, @DefaultValue("15000") long keepAliveMillis) {
    public OverviewProperties {
        if (partMillis < 1 || watchers < 1 || watchersPerOrganisation < 1 || coalesceMillis < 1 || pollMillis < 1
                || keepAliveMillis < 1) {
            throw new IllegalArgumentException("avid.overview.* are numbers above zero; given part-millis " + partMillis
                    + ", watchers " + watchers + ", watchers-per-organisation " + watchersPerOrganisation
                    + ", coalesce-millis " + coalesceMillis + ", poll-millis " + pollMillis + ", keep-alive-millis "
                    + keepAliveMillis + ".");
        }
    }

    Duration coalesce() {
        return Duration.ofMillis(coalesceMillis);
    }

    Duration poll() {
        return Duration.ofMillis(pollMillis);
    }

    Duration keepAlive() {
        return Duration.ofMillis(keepAliveMillis);
    }
}

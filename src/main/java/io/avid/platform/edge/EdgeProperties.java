package io.avid.platform.edge;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The port where the world calls.
 *
 * @param port {@code avid.edge.port}: for gRPC, gRPC-web, REST, docs and what Tomcat serves; 0 picks a
 *     free one
 * @param allowedOrigins {@code avid.edge.allowed-origins}: origins of pages on other hosts that may call
 *     from a browser, for example {@code https://console.example.com}; none by default
 * @param docs {@code avid.edge.docs}: whether {@code /docs} and gRPC reflection answer; they tell what the
 *     API is, which is public, and nothing of any organisation
 * @param defaultDeadlineMillis {@code avid.edge.default-deadline-millis}: what a call without a deadline
 *     gets, in milliseconds
 * @param longestDeadlineMillis {@code avid.edge.longest-deadline-millis}: what a caller may ask for at
 *     most, in milliseconds
 * @param connections {@code avid.edge.connections}: how many connections are open at once; one more is
 *     closed at once
 * @param calls {@code avid.edge.calls}: how many calls run at once; one more answers RESOURCE_EXHAUSTED
 * @param idleMillis {@code avid.edge.idle-millis}: when a connection without a call is closed, in
 *     milliseconds
 * @param drainMillis {@code avid.edge.drain-millis}: how long calls under way may take to end when the
 *     process stops, in milliseconds
 */
@ConfigurationProperties("avid.edge")
public record EdgeProperties(@DefaultValue("8080") int port, @DefaultValue List<String> allowedOrigins,
        @DefaultValue("true") boolean docs, @DefaultValue("30000") long defaultDeadlineMillis,
        @DefaultValue("300000") long longestDeadlineMillis, @DefaultValue("2048") int connections,
        @DefaultValue("512") int calls, @DefaultValue("60000") long idleMillis, @DefaultValue("20000") long drainMillis) {
    public EdgeProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
        positive("default-deadline-millis", defaultDeadlineMillis);
        positive("connections", connections);
        positive("calls", calls);
        positive("idle-millis", idleMillis);
        if (longestDeadlineMillis < defaultDeadlineMillis) {
            throw new IllegalArgumentException("avid.edge.longest-deadline-millis is " + longestDeadlineMillis
                    + "; expected at least avid.edge.default-deadline-millis, " + defaultDeadlineMillis + ".");
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("avid.edge." + name + " is " + value + "; expected a number above zero.");
        }
    }
}

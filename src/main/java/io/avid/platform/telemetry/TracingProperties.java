package io.avid.platform.telemetry;

import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Traces, sent by OpenTelemetry's protocol (OTLP over HTTP).
 *
 * @param endpoint {@code avid.tracing.endpoint}: where to send them, for example
 *     {@code http://collector:4318/v1/traces}; absent means that none are recorded
 * @param ratio {@code avid.tracing.ratio}: which part of the calls that come in is recorded, from 0 to 1
 */
@ConfigurationProperties("avid.tracing")
public record TracingProperties(Optional<String> endpoint, @DefaultValue("0.1") double ratio) {
    public TracingProperties {
        endpoint = endpoint == null ? Optional.empty() : endpoint.filter(text -> !text.isBlank());
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("avid.tracing.ratio is " + ratio + "; expected a number from 0 to 1.");
        }
    }
}

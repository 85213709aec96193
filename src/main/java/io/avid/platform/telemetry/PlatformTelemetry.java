package io.avid.platform.telemetry;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces; metrics come with Boot's own Micrometer registry, logs with its structured logging. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
public class PlatformTelemetry {
    @Bean(destroyMethod = "close")
    Tracing tracing(TracingProperties settings) {
        return Tracing.of(settings);
    }

    @Bean
    CarriedTrace carriedTrace() {
        return new CarriedTrace();
    }

    @Bean
    TracedAsking tracedAsking(Tracing tracing) {
        return new TracedAsking(tracing);
    }

    @Bean
    TracedServing tracedServing(Tracing tracing) {
        return new TracedServing(tracing);
    }

    @Bean
    TracingThreadState tracingThreadState() {
        return new TracingThreadState();
    }
}

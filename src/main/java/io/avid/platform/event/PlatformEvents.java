package io.avid.platform.event;

import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The platform's beans for stores and events. */
@Configuration(proxyBeanMethods = false)
public class PlatformEvents {
    @Bean
    EventTransport eventTransport(ObjectProvider<InstantSource> clock, Tracing tracing, MeterRegistry metrics) {
        return new InProcessEventTransport(clock.getIfAvailable(InstantSource::system), tracing, metrics);
    }

    @Bean
    EventBeans eventBeans(EventTransport transport, Environment environment, ObjectProvider<InstantSource> clock) {
        return new EventBeans(transport, environment, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> eventStart(EventBeans beans) {
        return ready -> beans.start();
    }
}

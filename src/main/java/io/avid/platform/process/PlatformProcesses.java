package io.avid.platform.process;

import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The platform's beans for processes. */
@Configuration(proxyBeanMethods = false)
public class PlatformProcesses {
    @Bean
    ProcessBeans processBeans(ObjectProvider<InstantSource> clock, Environment environment, Tracing tracing,
            MeterRegistry metrics) {
        return new ProcessBeans(clock.getIfAvailable(InstantSource::system), new SecureRandom(),
                ProcessProperties.of(environment), tracing, metrics);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> processStart(ProcessBeans beans) {
        return ready -> beans.start();
    }
}

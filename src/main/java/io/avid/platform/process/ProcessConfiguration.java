package io.avid.platform.process;

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
public class ProcessConfiguration {
    @Bean
    ProcessBeans processBeans(ObjectProvider<InstantSource> clock, Environment environment) {
        return new ProcessBeans(clock.getIfAvailable(InstantSource::system), new SecureRandom(),
                ProcessProperties.of(environment));
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> processStart(ProcessBeans beans) {
        return ready -> beans.start();
    }
}

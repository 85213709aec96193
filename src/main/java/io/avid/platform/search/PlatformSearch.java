package io.avid.platform.search;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The platform's beans for search. */
@Configuration(proxyBeanMethods = false)
public class PlatformSearch {
    @Bean
    SearchBeans searchBeans(Environment environment) {
        return new SearchBeans(environment);
    }
}

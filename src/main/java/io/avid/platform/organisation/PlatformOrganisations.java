package io.avid.platform.organisation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The platform's bean for organisations. */
@Configuration(proxyBeanMethods = false)
public class PlatformOrganisations {
    @Bean
    OrganisationProfiles organisationProfiles(Environment environment) {
        return new OrganisationProfiles(environment);
    }
}

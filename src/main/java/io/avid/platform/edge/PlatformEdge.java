package io.avid.platform.edge;

import io.avid.platform.module.HostedReadiness;
import io.avid.platform.module.HostedServices;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.module.ModulesProperties;
import io.avid.platform.module.PublishedServices;
import io.avid.platform.module.ReadinessCheck;
import io.avid.platform.security.CallerVerification;
import io.avid.platform.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The edge as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeProperties.class, FrontEndProperties.class, ModulesProperties.class})
public class PlatformEdge {
    @Bean
    Edge edge(EdgeProperties settings, FrontEndProperties frontEnds, ModulesProperties modules, ModuleChannels channels, PublishedServices services, HostedServices hosted,
            CallerVerification verification, Tracing tracing, MeterRegistry meters, ObjectProvider<ReadinessCheck> checks, HostedReadiness readiness,
            ApplicationContext context) {
        return new Edge(settings, modules.listenerPort(), new Edge.Parts(channels, services, hosted, verification, tracing, meters,
                new AskReadiness(checks.orderedStream().toList(), readiness), () -> tomcat(context), frontEnds.read()));
    }

    @Bean
    ModulePages modulePages() {
        return new ModulePages();
    }

    /**
     * The connector of the Tomcat that Boot started without a port ({@code server.port=-1}); asked for
     * when Tomcat runs, because before that it would make a second connector, with a port.
     */
    private static Optional<Connector> tomcat(ApplicationContext context) {
        return context instanceof ServletWebServerApplicationContext web && web.getWebServer() instanceof TomcatWebServer tomcat
                ? Optional.of(tomcat.getTomcat().getConnector()) : Optional.empty();
    }
}

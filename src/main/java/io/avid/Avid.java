package io.avid;

import io.avid.customer.CustomerModule;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.document.DocumentModule;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.onboarding.OnboardingModule;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.overview.OverviewModule;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.edge.PlatformEdge;
import io.avid.platform.event.PlatformEvents;
import io.avid.platform.module.ModuleDefinition;
import io.avid.platform.module.PlatformModules;
import io.avid.platform.process.PlatformProcesses;
import io.avid.platform.search.PlatformSearch;
import io.avid.platform.security.PlatformSecurity;
import io.avid.platform.telemetry.PlatformTelemetry;
import io.avid.transaction.TransactionModule;
import io.avid.transaction.v1.TransactionServiceGrpc;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Avid's main class, and the only one that names all modules.
 *
 * <p>Which of them run in this process is configuration ({@code avid.modules.hosted}); that they are
 * the same code in one process and in many is the reason why everything else knows them by name alone.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PlatformModules.class, PlatformSecurity.class, PlatformTelemetry.class, PlatformEdge.class,
        PlatformEvents.class, PlatformProcesses.class, PlatformSearch.class})
public class Avid {
    public static void main(String[] arguments) {
        SpringApplication.run(Avid.class, arguments);
    }

    /** Core services first: modules start in this order, so that an orchestrator finds those it calls. */
    @Bean
    static ModuleDefinition customer() {
        return new ModuleDefinition("customer", CustomerModule.class, List.of(CustomerServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition transaction() {
        return new ModuleDefinition("transaction", TransactionModule.class,
                List.of(TransactionServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition document() {
        return new ModuleDefinition("document", DocumentModule.class, List.of(DocumentServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition onboarding() {
        return new ModuleDefinition("onboarding", OnboardingModule.class,
                List.of(OnboardingServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition overview() {
        return new ModuleDefinition("overview", OverviewModule.class, List.of(OverviewServiceGrpc.getServiceDescriptor()));
    }
}

package io.avid;

import io.avid.billing.BillingModule;
import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.customer.CustomerModule;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.document.DocumentModule;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.invoice.InvoiceModule;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.onboarding.OnboardingModule;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.overview.OverviewModule;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.payment.PaymentModule;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.platform.edge.PlatformEdge;
import io.avid.platform.event.PlatformEvents;
import io.avid.platform.module.ModuleDefinition;
import io.avid.platform.module.PlatformModules;
import io.avid.platform.organisation.PlatformOrganisations;
import io.avid.platform.process.PlatformProcesses;
import io.avid.platform.search.PlatformSearch;
import io.avid.platform.security.PlatformSecurity;
import io.avid.platform.telemetry.PlatformTelemetry;
import io.avid.statement.StatementModule;
import io.avid.statement.v1.StatementServiceGrpc;
import io.avid.transaction.TransactionModule;
import io.avid.transaction.v1.TransactionServiceGrpc;
import java.util.List;
import java.util.Set;
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
 *
 * <p>What Boot would set up and Avid does not use is left out: it takes a tenth of the time to start.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = {
        "org.springframework.boot.autoconfigure.aop.AopAutoConfiguration",
        "org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration",
        "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
        "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
        "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.logging.logback.LogbackMetricsAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.startup.StartupTimeMetricsListenerAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration",
        "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration",
        "org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration",
        "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
        "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration",
        "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration"
})
@Import({PlatformModules.class, PlatformSecurity.class, PlatformTelemetry.class, PlatformEdge.class,
        PlatformEvents.class, PlatformOrganisations.class, PlatformProcesses.class, PlatformSearch.class})
public class Avid {
    public static void main(String[] arguments) {
        SpringApplication.run(Avid.class, arguments);
    }

    /**
     * Core services first: modules start in this order, so that an orchestrator finds those it calls. Each names the modules that
     * may call it; a test holds that these are the ones whose code does.
     */
    @Bean
    static ModuleDefinition customer() {
        return new ModuleDefinition("customer", CustomerModule.class, List.of(CustomerServiceGrpc.getServiceDescriptor()),
                Set.of("onboarding", "billing", "statement", "overview"));
    }

    @Bean
    static ModuleDefinition transaction() {
        return new ModuleDefinition("transaction", TransactionModule.class,
                List.of(TransactionServiceGrpc.getServiceDescriptor()),
                Set.of("onboarding", "billing", "statement", "overview"));
    }

    @Bean
    static ModuleDefinition invoice() {
        return new ModuleDefinition("invoice", InvoiceModule.class, List.of(InvoiceServiceGrpc.getServiceDescriptor()),
                Set.of("billing", "overview"));
    }

    @Bean
    static ModuleDefinition document() {
        return new ModuleDefinition("document", DocumentModule.class, List.of(DocumentServiceGrpc.getServiceDescriptor()),
                Set.of("onboarding", "billing", "statement", "overview"));
    }

    @Bean
    static ModuleDefinition payment() {
        return new ModuleDefinition("payment", PaymentModule.class, List.of(PaymentServiceGrpc.getServiceDescriptor()),
                Set.of("billing", "overview"));
    }

    @Bean
    static ModuleDefinition onboarding() {
        return new ModuleDefinition("onboarding", OnboardingModule.class,
                List.of(OnboardingServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition billing() {
        return new ModuleDefinition("billing", BillingModule.class, List.of(BillingServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition statement() {
        return new ModuleDefinition("statement", StatementModule.class,
                List.of(StatementServiceGrpc.getServiceDescriptor()));
    }

    @Bean
    static ModuleDefinition overview() {
        return new ModuleDefinition("overview", OverviewModule.class, List.of(OverviewServiceGrpc.getServiceDescriptor()));
    }
}

package io.avid.platform.module;

import io.avid.platform.security.ModuleIdentity;
import io.avid.platform.security.OutgoingCredentials;
import io.avid.platform.security.SecurityThreadState;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The boundary between modules. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModulesProperties.class)
public class PlatformModules {
    @Bean
    ModuleHost moduleHost(ApplicationContext platform, List<ModuleDefinition> modules, ModulesProperties properties,
            ObjectProvider<ModuleBeans> beans, ObjectProvider<CallerThreadState> threadStates,
            ObjectProvider<CarriedContext> carried, ObjectProvider<ClientInterceptor> clientInterceptors,
            ObjectProvider<ServerInterceptor> serverInterceptors, ObjectProvider<OutgoingCredentials> credentials,
            ModuleIdentity identity, MeterRegistry metrics) {
        return new ModuleHost(platform, modules, properties, new ModuleHost.Rooms(
                beans.orderedStream().toList(), threadStates.orderedStream().toList(), carried.orderedStream().toList(),
                clientInterceptors.orderedStream().toList(), serverInterceptors.orderedStream().toList(),
                Optional.ofNullable(credentials.getIfAvailable()), identity, metrics));
    }

    @Bean
    ShutdownNotice shutdownNotice(ApplicationContext platform) {
        return new ShutdownNotice(platform);
    }

    /** The clock of the whole process; whoever needs the time asks it. */
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    LoggingThreadState loggingThreadState() {
        return new LoggingThreadState();
    }

    @Bean
    WebThreadState webThreadState() {
        return new WebThreadState();
    }

    @Bean
    CallerThreadState securityThreadState() {
        var state = new SecurityThreadState();
        return () -> state.isEmpty() ? CallerThreadState.NOTHING : state.setAside();
    }
}

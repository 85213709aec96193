package io.avid.platform.edge;

import io.avid.platform.security.PlatformSecurity;
import io.avid.platform.security.TestIssuer;
import io.avid.platform.telemetry.PlatformTelemetry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The edge with all that belongs to it, on a free port, with an issuer and modules of the tests' own. */
final class EdgeUnderTest implements AutoCloseable {
    final TestIssuer issuer = new TestIssuer();
    final ConfigurableApplicationContext context;
    final TestModules modules;
    final Edge edge;
    final HttpClient http = HttpClient.newHttpClient();

    EdgeUnderTest(Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--avid.edge.port=0", "--avid.modules.port=0", "--avid.edge.drain-millis=500",
                "--avid.identity.signing-secret=a secret of the tests, long enough for it",
                "--okta.oauth2.issuer=" + issuer.url(), "--okta.oauth2.audience=" + TestIssuer.AUDIENCE));
        settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        context = new SpringApplication(Application.class).run(arguments.toArray(String[]::new));
        modules = context.getBean(TestModules.class);
        edge = context.getBean(Edge.class);
    }

    String url(String path) {
        return "http://localhost:" + edge.port() + path;
    }

    @Override
    public void close() {
        context.close();
        issuer.close();
        http.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({PlatformSecurity.class, PlatformTelemetry.class, PlatformEdge.class})
    static class Application {
        @Bean(destroyMethod = "close")
        TestModules modules() {
            return new TestModules();
        }

        @Bean
        InstantSource clock() {
            return Clock.systemUTC();
        }
    }
}

package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class PersonalDataInLogsTest {
    private static final String NAME = "Ada Lovelace-Byron";
    private static final String STRUCTURED = "classpath:io/avid/platform/edge/structured-logback.xml";
    private static final String MAIL = "ada.lovelace@example.com";

    @Test
    void noWayThatACallCanFailPutsItsPersonalDataOrItsTokenIntoTheLog(CapturedOutput output) throws Exception {
        try (EdgeUnderTest edge = new EdgeUnderTest(Map.of("logging.config", STRUCTURED, "logging.structured.format.console", "ecs", "avid.edge.default-deadline-millis", "1000"))) {
            String token = edge.issuer.token("org_1", "customers.read");
            String body = "{\"displayName\":\"" + NAME + "\",\"email\":\"" + MAIL + "\"}";
            String query = URLEncoder.encode(NAME + " " + MAIL, StandardCharsets.UTF_8);
            send(edge, "POST", "/v1/customers?request_id=r", body, token);
            send(edge, "POST", "/v1/customers?request_id=r", body.substring(0, body.length() - 1), token);
            send(edge, "POST", "/v1/customers?request_id=r", body.replace("email", "mail"), token);
            send(edge, "POST", "/v1/customers?request_id=r&page=" + query, body, token);
            send(edge, "POST", "/v1/customers?request_id=r", body, token + "x");
            send(edge, "POST", "/v1/customers?request_id=r", body, "");
            send(edge, "POST", "/v1/nothing?q=" + query, body, token);
            send(edge, "GET", "/v1/customers?query=" + query, "", token);
            send(edge, "GET", "/v1/customers/defect", "", token);
            send(edge, "GET", "/v1/customers/bare-status", "", token);
            send(edge, "GET", "/actuator/nothing?q=" + query, "", token);
            edge.modules.defect = new IllegalStateException(NAME + " " + MAIL + " " + token);
            String answer = send(edge, "GET", "/v1/customers/defect-at-edge", "", token);
            assertThat(answer).contains("INTERNAL_DEFECT").doesNotContain(NAME, MAIL);

            String log = output.getAll();
            assertThat(log).doesNotContain(NAME, "Lovelace", MAIL, "ada.lovelace", token, token.substring(token.length() - 40));
            String incident = JsonMapper.shared().readTree(answer).get("metadata").get("incident").asString();
            assertThat(log.lines().filter(line -> line.startsWith("{"))).as("JSON lines").isNotEmpty();
            assertThat(log).as("the incident that the caller is told is in the log").contains(incident);
        }
    }

    @Test
    void aStructuredLineOfACallNamesItsTraceAndItsOrganisation(CapturedOutput output) throws Exception {
        try (EdgeUnderTest edge = new EdgeUnderTest(Map.of("logging.config", STRUCTURED, "logging.structured.format.console", "ecs"))) {
            ((Logger) LoggerFactory.getLogger("avid.test")).setLevel(Level.INFO);
            edge.modules.logging = () -> LoggerFactory.getLogger("avid.test").info("a line within a call");
            send(edge, "GET", "/v1/customers/1", "", edge.issuer.token("org_7", "customers.read"));
            JsonNode line = output.getAll().lines().filter(text -> text.startsWith("{") && text.contains("a line within a call"))
                    .map(JsonMapper.shared()::readTree).findFirst().orElseThrow();
            assertThat(line.get("organisation").asString()).isEqualTo("org_7");
            assertThat(line.get("trace_id").asString()).matches("[0-9a-f]{32}");
            JsonNode outside = output.getAll().lines().filter(text -> text.startsWith("{") && text.contains("Avid answers on port"))
                    .map(JsonMapper.shared()::readTree).findFirst().orElseThrow();
            assertThat(outside.has("organisation")).isFalse();
        }
    }

    private static String send(EdgeUnderTest edge, String method, String path, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(edge.url(path))).header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return edge.http.send(request.build(), BodyHandlers.ofString()).body();
    }
}

package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestTest {
    private static EdgeUnderTest edge;
    private static String token;

    @BeforeAll
    static void start() {
        edge = new EdgeUnderTest(Map.of("avid.edge.allowed-origins", "https://console.example"));
        token = edge.issuer.token("org_1", "customers.read");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void aCallIsAnsweredInTheProtosJson() throws Exception {
        HttpResponse<String> answer = get("/v1/customers/1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        JsonNode customer = json(answer);
        assertThat(customer.get("name").asString()).isEqualTo("customers/1");
        assertThat(customer.get("displayName").asString()).isEqualTo("Café org_1");
        assertThat(customer.get("tags").isArray()).as("empty lists are visible").isTrue();
    }

    @Test
    void zerosAreVisibleAndSixtyFourBitsAreStrings() throws Exception {
        JsonNode ageing = json(get("/v1/ageing?as_of_date=2012-12-31"));
        assertThat(ageing.get("asOfDate").asString()).isEqualTo("2012-12-31");
        assertThat(ageing.get("totalMinor").asString()).isEqualTo("572506");
        assertThat(ageing.get("items").isString()).isTrue();
        assertThat(ageing.get("customers").asString()).isEqualTo("0");
        assertThat(ageing.get("bucketsMinor").get("90+").asString()).isEqualTo("0");
        assertThat(json(get("/v1/ageing?asOfDate=2012-12-31")).get("asOfDate").asString()).isEqualTo("2012-12-31");
    }

    @Test
    void bodiesMayUseEitherSpellingAndQueriesCarryTheRest() throws Exception {
        for (String name : new String[] {"display_name", "displayName"}) {
            JsonNode created = json(send("POST", "/v1/customers?request_id=r-1", "{\"" + name + "\":\"Ada\"}"));
            assertThat(created.get("displayName").asString()).isEqualTo("Ada");
            assertThat(created.get("etag").asString()).isEqualTo("r-1");
        }
        JsonNode updated = json(send("PATCH", "/v1/customers/7?updateMask=displayName,email&request_id=r", "{\"displayName\":\"Bea\"}"));
        assertThat(updated.get("name").asString()).isEqualTo("customers/7");
        assertThat(updated.get("etag").asString()).isEqualTo("display_name,email");
    }

    @Test
    void withoutATokenItAnswers401AndSaysWhatToDo() throws Exception {
        HttpResponse<String> answer = edge.http.send(HttpRequest.newBuilder(URI.create(edge.url("/v1/customers/1"))).build(), BodyHandlers.ofString());
        JsonNode problem = problem(answer, 401, "TOKEN_MISSING");
        assertThat(problem.get("detail").asString()).contains("Authorization: Bearer").contains(edge.issuer.url());
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"avid\"");
    }

    @Test
    void theTokenComesBeforeTheBody() throws Exception {
        HttpResponse<String> answer = edge.http.send(HttpRequest.newBuilder(URI.create(edge.url("/v1/customers")))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{")).build(), BodyHandlers.ofString());
        problem(answer, 401, "TOKEN_MISSING");
    }

    @Test
    void failuresOfModulesAreProblemsWithReasonMetadataAndViolations() throws Exception {
        assertThat(problem(get("/v1/customers/not-found"), 404, "RESOURCE_NOT_FOUND").get("metadata").get("resource").asString()).isEqualTo("customers/not-found");
        assertThat(problem(get("/v1/customers/denied"), 403, "PERMISSION_MISSING").get("metadata").get("permission").asString()).isEqualTo("customers.read");
        problem(get("/v1/customers/stale"), 409, "ETAG_STALE");
        JsonNode invalid = problem(get("/v1/customers/many-fields"), 400, "FIELDS_INVALID");
        assertThat(invalid.get("violations").get(0).get("field").asString()).isEqualTo("customer.email");
        assertThat(invalid.get("violations").get(0).get("description").asString()).isEqualTo("\"ä\" is no e-mail address");
        assertThat(invalid.get("violations").get(1).get("field").asString()).isEqualTo("request_id");
        problem(get("/v1/customers/bare-status"), 500, "INTERNAL_DEFECT");
    }

    @Test
    void messagesAreReadableAndNotPercentEncoded() throws Exception {
        JsonNode problem = problem(get("/v1/customers/umlaut"), 400, "TEST");
        assertThat(problem.get("detail").asString()).isEqualTo("Größe 100 % überschritten – „so“");
        assertThat(problem.get("metadata").get("währung").asString()).isEqualTo("€");
        assertThat(problem.get("instance").asString()).isEqualTo("/v1/customers/umlaut");
        assertThat(problem.get("trace_id").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void malformedJsonIsA400ThatNamesThePlace() throws Exception {
        assertThat(problem(send("POST", "/v1/customers?request_id=r", "{\"displayName\":\n  \"Ada\","), 400, "FIELDS_INVALID").get("detail").asString())
                .contains("not JSON").contains("line 2");
        problem(send("POST", "/v1/customers?request_id=r", "[]"), 400, "FIELDS_INVALID");
        assertThat(problem(send("POST", "/v1/customers?request_id=r", "{\"colour\":\"red\"}"), 400, "FIELDS_INVALID").get("detail").asString()).contains("colour");
        assertThat(problem(send("POST", "/v1/customers?request_id=r", "{\"kind\":\"ROBOT\"}"), 400, "FIELDS_INVALID").get("detail").asString()).contains("ROBOT");
    }

    @Test
    void wrongQueryParametersAreNamedAllAtOnce() throws Exception {
        JsonNode problem = problem(get("/v1/ageing?per_customer=yes&page_size=x&colour=red"), 400, "FIELDS_INVALID");
        assertThat(problem.get("violations")).hasSize(3);
        assertThat(problem.get("detail").asString()).contains("per_customer", "page_size", "colour", "true or false");
        assertThat(json(get("/v1/customers?query=a%20b%26c&page_size=7")).get("nextPageToken").asString()).isEqualTo("a b&c/7");
        problem(get("/v1/processes?state=SLEEPING"), 400, "FIELDS_INVALID");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() throws Exception {
        HttpResponse<String> answer = edge.http.send(authorized("/v1/customers?request_id=r").header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString());
        problem(answer, 400, "FIELDS_INVALID");
    }

    @Test
    void aBodyThatIsTooLargeIsA413() throws Exception {
        String body = "{\"displayName\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";
        problem(send("POST", "/v1/customers?request_id=r", body), 413, "LIMIT_REACHED");
        HttpResponse<String> muchTooLarge = edge.http.send(authorized("/v1/customers?request_id=r").version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.repeat(2))).expectContinue(true).build(), BodyHandlers.ofString());
        problem(muchTooLarge, 413, "LIMIT_REACHED");
    }

    @Test
    void encodedSlashesStayPartOfTheName() throws Exception {
        assertThat(json(get("/v1/customers/a%2Fb")).get("name").asString()).isEqualTo("customers/a/b");
        problem(get("/v1/customers/a/b"), 404, "METHOD_UNKNOWN");
        problem(get("/v1/customers/%2e%2e%2f%2e%2e%2factuator"), 404, "METHOD_UNKNOWN", 400, "FIELDS_INVALID");
    }

    @Test
    void unknownPathsAndMethodsAreCleanProblems() throws Exception {
        assertThat(problem(get("/v1/nothing"), 404, "METHOD_UNKNOWN").get("detail").asString()).contains("GET /v1/nothing");
        problem(get("/"), 404, "METHOD_UNKNOWN");
        problem(send("DELETE", "/v1/customers/1", ""), 405, "METHOD_UNKNOWN");
        assertThat(send("OPTIONS", "/v1/customers/1", "").statusCode()).isEqualTo(405);
    }

    @Test
    void theRpcsOwnPathTakesJsonToo() throws Exception {
        assertThat(json(send("POST", "/avid.customer.v1.CustomerService/GetCustomer", "{\"name\":\"customers/1\"}")).get("name").asString()).isEqualTo("customers/1");
        problem(send("POST", "/avid.customer.v1.CustomerService/GetCustomer", "{\"name\":\"customers/not-found\"}"), 404, "RESOURCE_NOT_FOUND");
        problem(send("POST", "/avid.customer.v1.CustomerService/Nothing", "{}"), 404, "METHOD_UNKNOWN");
    }

    @Test
    void aDeadlineEndsWith504() throws Exception {
        HttpResponse<String> answer = edge.http.send(authorized("/v1/customers/slow").header("grpc-timeout", "200m").build(), BodyHandlers.ofString());
        problem(answer, 504, "DEADLINE_PASSED");
        problem(edge.http.send(authorized("/v1/customers/1").header("grpc-timeout", "soon").build(), BodyHandlers.ofString()), 400, "FIELDS_INVALID");
    }

    @Test
    void pagesOfAllowedOriginsMayCall() throws Exception {
        HttpResponse<String> preflight = edge.http.send(HttpRequest.newBuilder(URI.create(edge.url("/avid.customer.v1.CustomerService/GetCustomer")))
                .method("OPTIONS", BodyPublishers.noBody()).header("Origin", "https://console.example")
                .header("Access-Control-Request-Method", "POST").header("Access-Control-Request-Headers", "authorization,content-type,x-grpc-web").build(),
                BodyHandlers.ofString());
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("access-control-allow-origin")).hasValue("https://console.example");
        assertThat(preflight.headers().firstValue("access-control-allow-headers").orElse("")).contains("authorization", "x-grpc-web");
        HttpResponse<String> call = edge.http.send(authorized("/v1/customers/1").header("Origin", "https://console.example").build(), BodyHandlers.ofString());
        assertThat(call.headers().firstValue("access-control-expose-headers").orElse("")).contains("grpc-status", "grpc-message", "grpc-status-details-bin");
        HttpResponse<String> stranger = edge.http.send(authorized("/v1/customers/1").header("Origin", "https://evil.example").build(), BodyHandlers.ofString());
        assertThat(stranger.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void headAnswersAsGetDoesWithoutTheBody() throws Exception {
        for (String path : new String[] {"/v1/customers/1", "/v1/customers/1?read_mask=x", "/v1/customers/absent", "/v1/customers", "/health", "/docs/"}) {
            HttpResponse<String> get = get(path);
            HttpResponse<String> head = edge.http.send(authorized(path).HEAD().build(), BodyHandlers.ofString());
            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            assertThat(head.headers().firstValue("content-type")).as(path).isEqualTo(get.headers().firstValue("content-type"));
            assertThat(head.body()).as(path).isEmpty();
        }
        HttpRequest unknown = HttpRequest.newBuilder(URI.create(edge.url("/v1/customers/1"))).HEAD().build();
        assertThat(edge.http.send(unknown, BodyHandlers.ofString()).statusCode()).as("without a token").isEqualTo(401);
        HttpRequest changing = authorized("/v1/customers:lookup").HEAD().build();
        assertThat(edge.http.send(changing, BodyHandlers.ofString()).statusCode()).as("what has no GET has no HEAD").isEqualTo(get("/v1/customers:lookup").statusCode());
    }

    @Test
    void healthAndDocsWantNoToken() throws Exception {
        assertThat(json(open("/health/live")).get("status").asString()).isEqualTo("UP");
        assertThat(json(open("/health/ready")).get("status").asString()).isEqualTo("UP");
        JsonNode health = json(open("/health"));
        assertThat(health.get("modules").get("customer").asString()).isEqualTo("hosted here");
        assertThat(health.get("modules").get("overview").asString()).isEqualTo("elsewhere");
        assertThat(open("/docs/").statusCode()).isEqualTo(200);
        assertThat(open("/docs/").body()).as("nobody else is asked for a font").contains("<script").doesNotContain("http://", "https://");
        assertThat(open("/docs/").headers().firstValue("content-security-policy")).hasValueSatisfying(policy ->
                assertThat(policy).startsWith("default-src 'self'").doesNotContain("http"));
        assertThat(open("/docs/specification.json").body()).contains("avid.customer.v1.CustomerService", "customers/example");
    }

    @Test
    void theActuatorTellsHealthToAllAndMetricsToWhoMay() throws Exception {
        assertThat(open("/actuator/health").body()).contains("UP");
        assertThat(open("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(open("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(403);
        String metrics = edge.issuer.token("org_1", "metrics.read");
        HttpResponse<String> answer = edge.http.send(HttpRequest.newBuilder(URI.create(edge.url("/actuator/prometheus")))
                .header("Authorization", "Bearer " + metrics).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("jvm_memory_used_bytes").contains("avid_edge_requests");
        assertThat(open("/actuator/env").statusCode()).isIn(401, 403, 404);
    }

    private static HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return edge.http.send(HttpRequest.newBuilder(URI.create(edge.url(path))).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return edge.http.send(authorized(path).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return edge.http.send(authorized(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(URI.create(edge.url(path))).header("Authorization", "Bearer " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String reason) {
        return problem(answer, status, reason, status, reason);
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String reason, int orStatus, String orReason) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(status, orStatus);
        assertThat(answer.headers().firstValue("content-type")).as(answer.body()).hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.get("reason").asString()).isIn(reason, orReason);
        assertThat(problem.get("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.get("type").asString()).isEqualTo("urn:avid:problem:" + problem.get("reason").asString());
        assertThat(problem.get("title").asString()).isNotBlank();
        return problem;
    }
}

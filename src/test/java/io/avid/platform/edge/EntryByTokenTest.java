package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.avid.platform.security.Caller;
import io.avid.platform.security.OutgoingCredentials;
import io.avid.platform.security.Principal;
import io.avid.platform.security.TestIssuer;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EntryByTokenTest {
    private static EdgeUnderTest edge;
    private static ManagedChannel atEdge;
    private static ManagedChannel atModules;

    @BeforeAll
    static void start() {
        edge = new EdgeUnderTest(Map.of());
        atEdge = NettyChannelBuilder.forAddress("localhost", edge.edge.port()).usePlaintext().build();
        atModules = NettyChannelBuilder.forAddress("localhost", edge.edge.modulesPort().orElseThrow()).usePlaintext().build();
    }

    @AfterAll
    static void stop() {
        atEdge.shutdownNow();
        atModules.shutdownNow();
        edge.close();
    }

    @Test
    void everyTokenThatTheIssuerDidNotMeanForUsIsRefusedEverywhere() throws Exception {
        TestIssuer issuer = edge.issuer;
        refused(issuer.forged("org_1"), "not one that the issuer");
        refused(issuer.unsigned("org_1"), "not one that the issuer");
        refused(issuer.signedWithThePublicKey("org_1"), "not one that the issuer");
        refused(issuer.ofUnknownKey("org_1"), "");
        refused("rubbish", "not one that the issuer");
        refused("a.b.c", "not one that the issuer");
        refused(issuer.token("org_1", "s", claims -> claims.audience("https://other.example")), TestIssuer.AUDIENCE);
        refused(issuer.token("org_1", "s", claims -> claims.audience((String) null)), TestIssuer.AUDIENCE);
        refused(issuer.token("org_1", "s", claims -> claims.issuer("https://evil.example/")), issuer.url());
        refused(issuer.token("org_1", "s", claims -> claims.issueTime(Date.from(Instant.now().minusSeconds(600))).expirationTime(Date.from(Instant.now().minusSeconds(60)))), "expired");
        refused(issuer.token("org_1", "s", claims -> claims.expirationTime(null)), "never expires");
        refused(issuer.token("org_1", "s", claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))), "valid from");
        refused(issuer.token(null, "s", claims -> {}), "names no organisation");
        refused(issuer.token("  ", "s", claims -> {}), "names no organisation");
        refused(issuer.token("org_1", null, claims -> {}), "names nobody");
        refused(issuer.token("org_1", "s", claims -> claims.claim("permissions", "customers.read")), "permissions");
        refused(issuer.token("org_1", "s", claims -> claims.claim("permissions", List.of("own.read"))), "which customer");
        refused(issuer.token("org_1", "s", claims -> claims.claim("avid_customer", "customers/../x")), "avid_customer");
    }

    @Test
    void aModuleTokenIsRefusedAtTheEdgeAndAcceptedByItsModuleAlone() throws Exception {
        OutgoingCredentials credentials = edge.context.getBean(OutgoingCredentials.class);
        Caller background = Caller.withoutToken(new Principal("org_2", "process/7", Set.of("customers.read"), Optional.of("customers/5")));
        String forCustomer = credentials.tokenFor(background, "customer");
        refused(forCustomer, "not one that the issuer");
        assertThat(CustomerServiceGrpc.newBlockingStub(atModules).withInterceptors(GrpcTest.bearer(forCustomer)).getCustomer(GrpcTest.get("customers/1")).getEtag())
                .isEqualTo("process/7 customers/5");
        assertThat(failure(atModules, credentials.tokenFor(background, "transaction")).getMessage()).contains("another module");
        String tampered = forCustomer.substring(0, forCustomer.length() - 4) + (forCustomer.endsWith("AAAA") ? "BBBB" : "AAAA");
        assertThat(failure(atModules, tampered).reason()).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void aUsersTokenIsHandedOnToModulesUnchanged() {
        String token = edge.issuer.token("org_1", "customers.read");
        OutgoingCredentials credentials = edge.context.getBean(OutgoingCredentials.class);
        assertThat(credentials.tokenFor(new Caller(Principal.staff("org_1", "s", Set.of()), Optional.of(token)), "customer")).isEqualTo(token);
        assertThat(CustomerServiceGrpc.newBlockingStub(atModules).withInterceptors(GrpcTest.bearer(token)).getCustomer(GrpcTest.get("customers/1")).getDisplayName())
                .isEqualTo("Café org_1");
        assertThat(failure(atModules, edge.issuer.forged("org_1")).reason()).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void theModulesPortServesHostedModulesAloneAndNoRest() throws Exception {
        String url = "http://localhost:" + edge.edge.modulesPort().orElseThrow();
        HttpResponse<String> rest = edge.http.send(HttpRequest.newBuilder(URI.create(url + "/v1/customers/1"))
                .header("Authorization", "Bearer " + edge.issuer.token("org_1")).build(), BodyHandlers.ofString());
        assertThat(rest.statusCode()).isEqualTo(404);
        try {
            io.avid.overview.v1.OverviewServiceGrpc.newBlockingStub(atModules).withInterceptors(GrpcTest.bearer(edge.issuer.token("org_1")))
                    .getAgeing(io.avid.overview.v1.GetAgeingRequest.getDefaultInstance());
            throw new AssertionError("overview is not hosted here");
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNIMPLEMENTED);
        }
    }

    @Test
    void verifiedTokensAreRememberedAndTheIssuerIsNotAskedAgain() {
        String token = edge.issuer.token("org_1");
        CustomerServiceGrpc.newBlockingStub(atEdge).withInterceptors(GrpcTest.bearer(token)).getCustomer(GrpcTest.get("customers/1"));
        int before = edge.issuer.keyRequests();
        for (int i = 0; i < 50; i++) {
            CustomerServiceGrpc.newBlockingStub(atEdge).withInterceptors(GrpcTest.bearer(edge.issuer.token("org_" + i))).getCustomer(GrpcTest.get("customers/1"));
        }
        assertThat(edge.issuer.keyRequests() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void withTheIssuerAwayItStartsAndNewTokensAreUnavailableUntilItIsBack() throws Exception {
        try (EdgeUnderTest other = new EdgeUnderTest(Map.of())) {
            String known = other.issuer.token("org_1");
            String later = other.issuer.token("org_2");
            other.issuer.close();
            HttpResponse<String> away = rest(other, known);
            assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
            assertThat(away.body()).contains("DEPENDENCY_UNAVAILABLE").contains(other.issuer.url());
            assertThat(away.headers().firstValue("retry-after")).isPresent();
            assertThat(rest(other, later).statusCode()).isEqualTo(503);
            assertThat(rest(other, later).statusCode()).isEqualTo(503);
        }
        try (EdgeUnderTest other = new EdgeUnderTest(Map.of())) {
            String known = other.issuer.token("org_1");
            String later = other.issuer.token("org_2");
            assertThat(rest(other, known).statusCode()).isEqualTo(200);
            other.issuer.close();
            assertThat(rest(other, known).statusCode()).as("a verified token").isEqualTo(200);
            assertThat(rest(other, later).statusCode()).as("a token of a known key").isEqualTo(200);
        }
    }

    private static HttpResponse<String> rest(EdgeUnderTest at, String token) throws Exception {
        return at.http.send(HttpRequest.newBuilder(URI.create(at.url("/v1/customers/1"))).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }

    private static void refused(String token, String because) throws Exception {
        HttpResponse<String> rest = rest(edge, token);
        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(401);
        assertThat(rest.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"avid\", error=\"invalid_token\"");
        assertThat(JsonMapper.shared().readTree(rest.body()).get("reason").asString()).isEqualTo("TOKEN_INVALID");
        assertThat(rest.body()).contains(because).doesNotContain(token);
        Failure grpc = failure(atEdge, token);
        assertThat(grpc.reason()).isEqualTo("TOKEN_INVALID");
        assertThat(grpc.getMessage()).contains(because).doesNotContain(token);
    }

    private static Failure failure(ManagedChannel channel, String token) {
        try {
            CustomerServiceGrpc.newBlockingStub(channel).withInterceptors(GrpcTest.bearer(token)).getCustomer(GrpcTest.get("customers/1"));
        } catch (StatusRuntimeException refused) {
            return Failures.from(refused);
        }
        throw new AssertionError("the token was accepted");
    }
}

package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.Stripe;
import io.avid.architecture.ArchitectureMap.Module;
import io.avid.architecture.ArchitectureMap.Rpc;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Avid in an Istio mesh: accepted by the mesh's schemas, agreeing with the code, its policies those that the protos and the callers make. */
class MeshTest {
    private static final Path SCHEMAS = Product.PROJECT.resolve("../shared/schemas");
    private static final ArchitectureMap MAP = ReadArchitecture.ofTheProduct();

    private static MeshRules.Application application;
    private static String split;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void render() throws IOException, ReflectiveOperationException {
        Path settings = Product.PROJECT.resolve("deploy/k8s/base/settings");
        Field keepAlive = Class.forName("io.avid.platform.module.NetworkChannels").getDeclaredField("KEEP_ALIVE_SECONDS");
        keepAlive.setAccessible(true);
        application = new MeshRules.Application(MAP, Files.readString(settings.resolve("okta.oauth2.issuer")).strip(),
                Files.readString(settings.resolve("okta.oauth2.audience")).strip(), URI.create(Stripe.LIVE_API_BASE).getHost(), keepAlive.getLong(null));
        split = Kustomize.render(folder, "deploy/k8s/mesh/split");
    }

    @Test
    void thePoliciesAreWhatTheProtosAndTheCallersMakeThem() throws IOException {
        assertThat(WriteArchitecture.stalePolicies(Files.readString(Product.PROJECT.resolve(MeshPolicies.FILE)), MAP, Product.modules())).isEmpty();
    }

    @Test
    void anotherPermissionOrCallMakesThePoliciesStale() {
        String written = MeshPolicies.of(MAP, Product.modules());
        List<Module> changed = MAP.modules().stream().map(module -> new Module(module.name(), module.core(), module.rpcs().stream()
                .map(rpc -> rpc.name().equals("GetCustomer") ? new Rpc(rpc.service(), rpc.name(), "customers.write", rpc.customers(), rpc.changes()) : rpc).toList())).toList();
        var withPermission = new ArchitectureMap(changed, MAP.calls(), MAP.published(), MAP.subscriptions(), MAP.kept(), MAP.keptByThePlatform());
        assertThat(WriteArchitecture.stalePolicies(written, withPermission, Product.modules()))
                .hasValueSatisfying(said -> assertThat(said).contains("Run ./avid architecture").contains("customers.write"));
        ArchitectureMap withCall = ArchitecturePageTest.withFixture("package io.avid.statement.client; class Calls4 { Object f("
                + "io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceBlockingStub stub) {"
                + " return stub.listCustomers(io.avid.customer.v1.ListCustomersRequest.getDefaultInstance()); } }");
        assertThat(WriteArchitecture.stalePolicies(written, withCall, Product.modules()))
                .hasValueSatisfying(said -> assertThat(said).contains("Run ./avid architecture"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolith", "payment", "split"})
    void everyOverlayFitsIntoTheMeshAndKeepsEveryRule(String overlay) throws IOException {
        String rendered = Kustomize.render(folder, "deploy/k8s/mesh/" + overlay);
        assertThat(DeploymentRules.violations(rendered)).isEmpty();
        assertThat(MeshRules.violations(rendered, application)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolith", "payment", "split"})
    void everyResourceOfTheMeshFitsItsSchema(String overlay) throws IOException {
        assertThat(MeshRules.schemaViolations(Kustomize.render(folder, "deploy/k8s/mesh/" + overlay), schemas())).isEmpty();
    }

    @ParameterizedTest(name = "{0} is caught")
    @CsvSource(delimiter = '|', value = {
            "a field that nobody knows | mode: STRICT | modes: STRICT | spec.mtls.modes is not known",
            "a value that is none of those | mode: STRICT | mode: STRIKT | expected one of",
            "a number that is a text | attempts: 0 | attempts: none | expected integer",
            "a kind without a schema | kind: PeerAuthentication | kind: PeerAuthorisation | is a kind without a schema",
            "a field that is missing | gatewayClassName: istio | description: x | gatewayClassName is missing",
            "accounts beside principals | - avid-istio | - avid-istio\\n        principals:\\n        - x | Cannot set serviceAccounts with namespaces or principals",
            "keys that are no address | jwksUri: https:// | jwksUri: ftp:// | jwksUri",
    })
    void whatASchemaForbidsIsCaught(String what, String from, String to, String caught) {
        CustomResourceSchemas schemas = schemas();
        assertThat(split).contains(from);
        assertThat(MeshRules.schemaViolations(split.replace(from, to.replace("\\n", "\n")), schemas)).as(what).anyMatch(line -> line.contains(caught));
    }

    @ParameterizedTest(name = "{0} is caught")
    @CsvSource(delimiter = '|', value = {
            "traffic in the clear | mode: STRICT | mode: PERMISSIVE | mutual TLS alone",
            "tokens of another issuer | issuer: https://example.eu.auth0.com/ | issuer: https://other.eu.auth0.com/ | knows tokens as Avid does",
            "tokens for another API | - https://api.avid.example | - https://api.other.example | knows tokens as Avid does",
            "a permission that is another | - settings.write | - settings.read | comes in by one rule",
            "an RPC that no policy names | - /avid.payment.v1.PaymentService/GetPayment | - /avid.payment.v1.PaymentService/GetPayments | PaymentService/GetPayment comes in by one rule",
            "a path that opens RPCs | - /v1/* | - /* | comes in by one rule",
            "a process that calls and is not let in | - avid-billing | - avid-billed | is open to the processes whose code calls it",
            "a process that is let in and does not call | - avid-statement | - avid-onboarding | is open to the processes whose code calls it",
            "a module without a policy | module.avid/payment: hosted | module.avid/paid: hosted | a policy stands before module payment",
            "a host that nobody listens for | shell.avid.example | shell.avid.test | the gateway listens for shell.avid.test",
            "a host of two routes | grpc.avid.example | api.avid.example | api.avid.example belongs to one route",
            "a front end without a host | portal.avid.example | gate.avid.example | each front end has a host",
            "a route to nowhere | name: avid-edge\\n      port: 8080 | name: avid-edges\\n      port: 8080 | leads to pods: avid-edges",
            "a public port that is open | - avid-istio | - avid-billing | the gateway alone is let in",
            "a mesh that tries again | attempts: 0 | attempts: 2 | tries no call of avid-module-customer again",
            "connections that are forgotten | time: 20s | time: 200s | kept alive as the client keeps them",
            "a way out to anywhere | mode: REGISTRY_ONLY | mode: ALLOW_ANY | goes to known hosts alone",
            "a way out that nobody set | .mongodb.net | .example.net | the hosts that it is set to",
            "a port that is shut | number: 27017 | number: 27018 | let out to port 27018",
            "a rule of a service that is not there | host: avid-module-customer | host: avid-module-customers | is of a service that is there",
    })
    void whatTheMeshWouldAcceptAndWeWouldRegretIsCaught(String what, String from, String to, String caught) {
        String given = from.replace("\\n", "\n");
        assertThat(split).contains(given);
        assertThat(MeshRules.violations(split.replace(given, to.replace("\\n", "\n")), application)).as(what).anyMatch(line -> line.contains(caught));
    }

    private static CustomResourceSchemas schemas() {
        assumeTrue(Files.isDirectory(SCHEMAS), "SKIPPED: the schemas of Istio and of the Gateway API are not in ../shared/schemas");
        return CustomResourceSchemas.read(SCHEMAS);
    }
}

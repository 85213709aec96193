package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The front ends' files at their hosts. Asked over a plain socket, as Java's client neither sends a host of one's choice nor
 * a path with dots in it.
 */
class FrontEndsTest {
    private static final String SHELL = "shell.localhost";
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String ANYTHING = "*/*";
    private static final String PAGE = "<!doctype html><title>the shell</title>";

    @TempDir
    private static Path folder;

    private static EdgeUnderTest edge;

    private record Answer(int status, Map<String, String> headers, String body) {}

    @BeforeAll
    static void start() throws IOException {
        Path builds = Files.createDirectories(folder.resolve("builds"));
        for (String name : new String[] {"shell", "customers"}) {
            Path assets = Files.createDirectories(builds.resolve(name).resolve("assets"));
            Files.writeString(builds.resolve(name).resolve("index.html"), "<!doctype html><title>the " + name + "</title>");
            Files.writeString(builds.resolve(name).resolve("remoteEntry.js"), "// of " + name);
            Files.writeString(assets.resolve("main.0a1b2c3d.js"), "// the code of " + name);
            Files.writeString(assets.resolve("main.0a1b2c3d.js.gz"), "compressed");
        }
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(builds.resolve("secret.txt"), "secret");
        Path addresses = folder.resolve("addresses.json");
        Files.writeString(addresses, """
                {"environment":"test","api":"","login":{"issuer":"http://issuer.example/","clientId":"c","audience":"a","scope":"openid"},
                "shell":"http://shell.localhost:1","features":[{"name":"customers","origin":"http://customers.localhost:1",
                "permissions":["customers.read"],"label":{"en":"Customers","de":"Kunden"}}],"overrideOrigins":["http://localhost:4201"]}""");
        edge = new EdgeUnderTest(Map.of("avid.edge.front-ends.folder", builds.toString(), "avid.edge.front-ends.addresses", addresses.toString()));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void whatHasItsContentInItsNameIsKeptForAYear() throws IOException {
        Answer asset = ask("GET", SHELL, "/assets/main.0a1b2c3d.js", ANYTHING);
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.body()).isEqualTo("// the code of shell");
        assertThat(asset.headers()).containsEntry("cache-control", "max-age=31536000, public, immutable")
                .containsEntry("x-content-type-options", "nosniff").containsEntry("access-control-allow-origin", "*");
        assertThat(asset.headers().get("content-type")).contains("javascript");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/remoteEntry.js", "/addresses.json", "/"})
    void whatChangesUnderItsNameIsAskedForAnew(String path) throws IOException {
        Answer answer = ask("GET", SHELL, path, BROWSER);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("cache-control")).contains("no-cache").doesNotContain("immutable");
        Answer again = ask("GET", SHELL, path, BROWSER, "If-None-Match: " + answer.headers().get("etag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/customers", "/customers/abc?tab=invoices", "/no/such/page", "/callback?code=1"})
    void whateverAddressAPersonOpensIsThePageUnderItsPolicy(String path) throws IOException {
        Answer answer = ask("GET", SHELL, path, BROWSER);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PAGE);
        assertThat(answer.headers().get("content-type")).startsWith("text/html");
        assertThat(answer.headers().get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self' http://customers.localhost:1", "frame-ancestors 'self'",
                        "require-trusted-types-for 'script'", "http://issuer.example")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff").containsKeys("referrer-policy", "permissions-policy");
    }

    @Test
    void anAssetThatIsNotThereIsNotFoundAndNeverThePage() throws IOException {
        for (String path : new String[] {"/assets/main.ffffffff.js", "/favicon.ico", "/customers/logo.png"}) {
            Answer answer = ask("GET", SHELL, path, ANYTHING);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).doesNotContain("<!doctype html>");
        }
        assertThat(ask("GET", SHELL, "/assets/main.ffffffff.js", BROWSER).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/../../secret.txt", "/assets/../../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt",
        "/assets/..\\..\\secret.txt", "//secret.txt", "/assets//../../secret.txt"})
    void noPathLeadsOutOfTheFolder(String path) throws IOException {
        Answer answer = ask("GET", SHELL, path, ANYTHING);
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("secret\n").isNotEqualTo("secret");
    }

    @Test
    void eachHostHasItsOwnAndAnotherHostNone() throws IOException {
        assertThat(ask("GET", "customers.localhost", "/remoteEntry.js", ANYTHING).body()).isEqualTo("// of customers");
        for (String other : new String[] {"localhost", "evil.example", "portal.localhost"}) {
            assertThat(ask("GET", other, "/remoteEntry.js", ANYTHING).status()).as(other).isNotEqualTo(200);
            assertThat(ask("GET", other, "/customers", BROWSER).body()).as(other).doesNotContain("the shell", "the customers");
        }
    }

    @Test
    void headIsGetWithoutABody() throws IOException {
        for (String path : new String[] {"/customers", "/remoteEntry.js", "/assets/main.0a1b2c3d.js"}) {
            Answer get = ask("GET", SHELL, path, BROWSER);
            Answer head = ask("HEAD", SHELL, path, BROWSER);
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            for (String header : new String[] {"cache-control", "content-length", "content-type", "etag", "content-security-policy"}) {
                assertThat(head.headers().get(header)).as(path + " " + header).isEqualTo(get.headers().get(header));
            }
        }
    }

    @Test
    void aPageIsNotWrittenTo() throws IOException {
        assertThat(ask("POST", SHELL, "/customers", BROWSER).status()).isBetween(400, 499);
    }

    @Test
    void howFastAPageWasForAPersonIsMetered() throws IOException {
        MeterRegistry meters = edge.context.getBean(MeterRegistry.class);
        Answer taken = tell("{\"app\":\"customers\",\"vitals\":[{\"name\":\"LCP\",\"value\":1234.5},{\"name\":\"CLS\",\"value\":0}]}");
        assertThat(taken.status()).isEqualTo(204);
        DistributionSummary shown = meters.get("avid.web.vital").tags("app", "customers", "vital", "LCP").summary();
        assertThat(shown.count()).isEqualTo(1);
        assertThat(shown.totalAmount()).isEqualTo(1234.5);
        assertThat(meters.get("avid.web.vital").tags("app", "customers", "vital", "CLS").summary().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"app\":\"evil\",\"vitals\":[]}", "{\"app\":\"shell\",\"vitals\":[{\"name\":\"MINE\",\"value\":1}]}",
        "{\"app\":\"shell\",\"vitals\":[{\"name\":\"LCP\",\"value\":-1}]}", "{\"app\":\"shell\",\"vitals\":[{\"name\":\"LCP\",\"value\":600001}]}"})
    void nothingElseIsMetered(String body) throws IOException {
        assertThat(tell(body).status()).isEqualTo(400);
        assertThat(edge.context.getBean(MeterRegistry.class).find("avid.web.vital").tag("app", "shell").meters()).isEmpty();
    }

    private static Answer tell(String body) throws IOException {
        return send("POST", SHELL, "/vitals", body, "Content-Type: application/json");
    }

    private static Answer ask(String method, String host, String path, String accept, String... more) throws IOException {
        return send(method, host, path, "", Stream.concat(Stream.of("Accept: " + accept), Stream.of(more)).toArray(String[]::new));
    }

    private static Answer send(String method, String host, String path, String sent, String... more) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", edge.edge.port())) {
            socket.setSoTimeout(10_000);
            StringBuilder request = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host).append(':').append(edge.edge.port())
                    .append("\r\nContent-Length: ").append(sent.length()).append("\r\nConnection: close\r\n");
            for (String header : more) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").append(sent).toString().getBytes(StandardCharsets.US_ASCII));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            int status = Integer.parseInt(reader.readLine().split(" ")[1]);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            StringBuilder body = new StringBuilder();
            // Files and refusals here are ASCII and say how long they are; waiting for the end of the connection takes a second.
            int left = method.equals("HEAD") ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
            for (; left > 0; left--) {
                body.append((char) reader.read());
            }
            return new Answer(status, headers, body.toString());
        }
    }
}

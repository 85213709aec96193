package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EdgeLimitsTest {
    private static final int CONNECTIONS = 100;
    private static final int CALLS = 4;

    private static EdgeUnderTest edge;
    private static String token;

    @BeforeAll
    static void start() {
        edge = new EdgeUnderTest(Map.of("avid.edge.connections", Integer.toString(CONNECTIONS), "avid.edge.calls", Integer.toString(CALLS),
                "avid.edge.default-deadline-millis", "3000"));
        token = edge.issuer.token("org_1", "customers.read");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    @Order(1)
    void ofAThousandConnectionsTheLimitIsServedAndTheRestClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                sockets.add(new Socket("localhost", edge.edge.port()));
            }
            int served = 0;
            for (Socket socket : sockets) {
                served += answersLiveness(socket) ? 1 : 0;
            }
            assertThat(served).isBetween(1, CONNECTIONS);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(eventually("/health/live")).isEqualTo(200);
    }

    @Test
    @Order(2)
    void oneCallMoreThanTheLimitIsRefusedAtOnceAndThePlaceComesBack() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            slow.add(edge.http.sendAsync(request("/v1/customers/slow").header("grpc-timeout", "2S").build(), BodyHandlers.ofString()));
        }
        assertThat(edge.modules.slow.tryAcquire(CALLS, 10, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> refused = edge.http.send(request("/v1/customers/1").build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("LIMIT_REACHED");
        for (CompletableFuture<HttpResponse<String>> answer : slow) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
        }
        assertThat(edge.http.send(request("/v1/customers/1").build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void aBodyThatDoesNotArriveHoldsNothingForEver() throws Exception {
        try (Socket socket = new Socket("localhost", edge.edge.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(("POST /v1/customers?request_id=r HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"displayName\":").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read(); next >= 0 && answer.indexOf("DEADLINE_PASSED\",\"metadata") < 0; next = socket.getInputStream().read()) {
                answer.append((char) next);
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 504").contains("\"reason\":\"DEADLINE_PASSED\"");
        }
    }

    @Test
    @Order(4)
    void headersOverTheLimitAreRefused() throws Exception {
        HttpResponse<String> answer = edge.http.send(request("/v1/customers/1").version(java.net.http.HttpClient.Version.HTTP_1_1)
                .header("X-Large", "x".repeat(9_000)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(431);
    }

    @Test
    @Order(5)
    void aStopWaitsForCallsAndThenInterruptsWhatIsStillAtWork() throws Exception {
        var slow = edge.http.sendAsync(request("/v1/customers/slow").build(), BodyHandlers.ofString());
        assertThat(edge.modules.slow.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        edge.context.close();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(15_000);
        assertThat(slow.handle((answer, failure) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean answersLiveness(Socket socket) {
        try {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(12);
            return new String(first, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (SocketTimeoutException neitherServedNorClosed) {
            throw new AssertionError("a connection over the limit hangs instead of being closed", neitherServedNorClosed);
        } catch (IOException closed) {
            return false;
        }
    }

    private static int eventually(String path) throws Exception {
        for (int i = 0; i < 50; i++) {
            try {
                return edge.http.send(HttpRequest.newBuilder(URI.create(edge.url(path))).build(), BodyHandlers.ofString()).statusCode();
            } catch (IOException stillFull) {
                Thread.sleep(100);
            }
        }
        return 0;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(edge.url(path))).header("Authorization", "Bearer " + token);
    }
}

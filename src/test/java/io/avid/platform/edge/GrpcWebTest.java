package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.Customer;
import io.avid.customer.v1.GetCustomerRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcWebTest {
    private static final int TRAILERS = 0x80;

    private static EdgeUnderTest edge;
    private static String token;

    /** What came back: the message, where there is one, and the trailers wherever they stood. */
    private record Answer(Optional<Customer> customer, Map<String, String> trailers) {}

    @BeforeAll
    static void start() {
        edge = new EdgeUnderTest(Map.of());
        token = edge.issuer.token("org_1", "customers.read");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web", "application/grpc-web-text+proto", "application/grpc-web-text"})
    void aCallIsAnsweredWithItsTrailersInTheBody(String type) throws Exception {
        Answer answer = call(type, "customers/1", Map.of("Authorization", "Bearer " + token));
        assertThat(answer.trailers()).containsEntry("grpc-status", "0");
        assertThat(answer.customer().orElseThrow().getDisplayName()).isEqualTo("Café org_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web-text+proto"})
    void failuresComeWithMessageAndDetails(String type) throws Exception {
        Answer answer = call(type, "customers/umlaut", Map.of("Authorization", "Bearer " + token));
        assertThat(answer.trailers()).containsEntry("grpc-status", "9");
        assertThat(GrpcTrailersOnly.percentDecoded(answer.trailers().get("grpc-message"))).isEqualTo("Größe 100 % überschritten – „so“");
        var details = com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(answer.trailers().get("grpc-status-details-bin")));
        assertThat(details.getDetails(0).unpack(com.google.rpc.ErrorInfo.class).getReason()).isEqualTo("TEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web-text+proto"})
    void noTokenIsUnauthenticatedAndNoRpcUnimplemented(String type) throws Exception {
        assertThat(call(type, "customers/1", Map.of()).trailers()).containsEntry("grpc-status", "16");
        assertThat(call(type, "customers/1", Map.of("Authorization", "Bearer x")).trailers()).containsEntry("grpc-status", "16");
        assertThat(answer(type, send(type, "/avid.customer.v1.CustomerService/Nothing", "customers/1", Map.of())).trailers()).containsEntry("grpc-status", "12");
        assertThat(answer(type, send(type, "/actuator/health", "customers/1", Map.of())).trailers()).containsEntry("grpc-status", "12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web+proto", "application/grpc-web-text+proto"})
    void aDeadlineEndsWithItsOwnStatusAndNotWithCancelled(String type) throws Exception {
        Answer answer = call(type, "customers/slow", Map.of("Authorization", "Bearer " + token, "grpc-timeout", "200m"));
        assertThat(answer.trailers()).containsEntry("grpc-status", "4");
    }

    private static Answer call(String type, String name, Map<String, String> headers) throws Exception {
        return answer(type, send(type, "/avid.customer.v1.CustomerService/GetCustomer", name, headers));
    }

    private static HttpResponse<byte[]> send(String type, String path, String name, Map<String, String> headers) throws Exception {
        byte[] message = GetCustomerRequest.newBuilder().setName(name).build().toByteArray();
        byte[] frame = ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length).put(message).array();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(edge.url(path)))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", type).header("X-Grpc-Web", "1")
                .POST(BodyPublishers.ofByteArray(type.contains("text") ? Base64.getEncoder().encode(frame) : frame));
        headers.forEach(request::header);
        return edge.http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static Answer answer(String type, HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/grpc-web");
        Map<String, String> trailers = new HashMap<>();
        response.headers().map().forEach((key, values) -> {
            if (key.startsWith("grpc-")) {
                trailers.put(key, values.getFirst());
            }
        });
        Optional<Customer> customer = Optional.empty();
        ByteBuffer body = ByteBuffer.wrap(type.contains("text") ? decodedPieces(response.body()) : response.body());
        while (body.hasRemaining()) {
            int flags = body.get() & 0xff;
            byte[] content = new byte[body.getInt()];
            body.get(content);
            if ((flags & TRAILERS) != 0) {
                for (String line : new String(content, StandardCharsets.US_ASCII).split("\r\n")) {
                    trailers.put(line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT), line.substring(line.indexOf(':') + 1).strip());
                }
            } else {
                customer = Optional.of(Customer.parseFrom(content));
            }
        }
        return new Answer(customer, trailers);
    }

    /** Each frame is base64 of its own, with its own padding. */
    private static byte[] decodedPieces(byte[] text) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i += 4) {
            decoded.writeBytes(Base64.getDecoder().decode(java.util.Arrays.copyOfRange(text, i, i + 4)));
        }
        return decoded.toByteArray();
    }
}

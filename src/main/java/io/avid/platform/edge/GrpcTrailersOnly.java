package io.avid.platform.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A failure as gRPC and gRPC-web answer it where no RPC was reached: a response of headers alone, with
 * the status in them. The message is percent-encoded as gRPC demands.
 */
final class GrpcTrailersOnly {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private GrpcTrailersOnly() {}

    /** Whether a request speaks gRPC or gRPC-web, and so wants its errors that way. */
    static boolean wantedBy(RequestHeaders headers) {
        MediaType type = headers == null ? null : headers.contentType();
        return type != null && type.type().equals("application") && type.subtype().startsWith("grpc");
    }

    static AggregatedHttpResponse of(Failure failure, RequestHeaders request) {
        StatusRuntimeException status = Failures.toStatus(failure);
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(request.contentType())
                .endOfStream(true)
                .set("grpc-status", Integer.toString(status.getStatus().getCode().value()))
                .set("grpc-message", percentEncoded(failure.getMessage()));
        details(status).ifPresent(bytes -> headers.set("grpc-status-details-bin",
                Base64.getEncoder().withoutPadding().encodeToString(bytes)));
        return AggregatedHttpResponse.of(headers.build());
    }

    private static Optional<byte[]> details(StatusRuntimeException status) {
        return Optional.ofNullable(status.getTrailers()).map(trailers -> trailers.get(DETAILS));
    }

    static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /** What a {@code grpc-message} says. */
    static String percentDecoded(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0) {
                decoded[length++] = (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                decoded[length++] = bytes[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}

package io.avid.document.blob;

import io.avid.platform.module.AnswersHttp;
import io.avid.platform.module.ReadinessCheck;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the blob service answers at the address that the connection string tells, asked without Azure's heavy client. */
public final class ContentReadiness {
    private ContentReadiness() {}

    /** The check. Without a signature the service answers with a refusal, which is an answer. */
    public static ReadinessCheck of(BlobProperties properties) {
        return new AnswersHttp("blob storage document", endpoint(properties.connectionString()), Map.of(), status -> status < 500);
    }

    private static URI endpoint(String connectionString) {
        Map<String, String> parts = Stream.of(connectionString.split(";"))
                .map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0].strip(), part -> part[1].strip(), (first, second) -> second));
        return URI.create(Optional.ofNullable(parts.get("BlobEndpoint")).orElseGet(() ->
                parts.getOrDefault("DefaultEndpointsProtocol", "https") + "://" + parts.get("AccountName") + ".blob."
                        + parts.getOrDefault("EndpointSuffix", "core.windows.net") + "/"));
    }
}

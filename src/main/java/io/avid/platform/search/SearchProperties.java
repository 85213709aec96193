package io.avid.platform.search;

import io.avid.platform.module.AnswersHttp;
import io.avid.platform.module.ReadinessCheck;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * Where a module's Elasticsearch indexes are.
 *
 * @param module the module whose indexes they are
 * @param uri {@code avid.search.<module>.uri}; no default: a module that searches has a place for it
 * @param indexPrefix {@code avid.search.<module>.index-prefix}, what the names of its indexes begin
 *     with; {@code avid-<module>-} by default. Its credentials need reach no other index
 * @param apiKey {@code avid.search.<module>.api-key}, as Elastic Cloud issues it; none by default
 */
public record SearchProperties(String module, URI uri, String indexPrefix, Optional<String> apiKey) {
    /** A node that cannot be connected to within this makes a call fail UNAVAILABLE instead of hang. */
    static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    /** Time for one answer; half of a call's default deadline. */
    static final int RESPONSE_TIMEOUT_MILLIS = 15_000;

    public SearchProperties {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(indexPrefix, "indexPrefix");
        Objects.requireNonNull(apiKey, "apiKey");
    }

    /** Whether the module has a place for indexes. */
    static boolean isSet(Environment environment, String module) {
        return !environment.getProperty("avid.search." + module + ".uri", "").isBlank();
    }

    /**
     * Whether the module's own indexes can be asked about; there need be none yet. It goes by the names that its key
     * reaches, since nothing says that the key may ask about the cluster.
     */
    ReadinessCheck readiness() {
        String root = uri.toString().endsWith("/") ? uri.toString() : uri + "/";
        return new AnswersHttp("elasticsearch " + module, URI.create(root + indexPrefix + "*"),
                apiKey.map(key -> Map.of("Authorization", "ApiKey " + key)).orElse(Map.of()), status -> status == 200 || status == 404);
    }

    /**
     * Reads a module's properties.
     *
     * @throws IllegalStateException naming the property that is not set
     */
    public static SearchProperties of(Environment environment, String module) {
        String keys = "avid.search." + module + ".";
        String uri = environment.getProperty(keys + "uri", "");
        if (uri.isBlank()) {
            throw new IllegalStateException("Property " + keys + "uri is not set. Give the address of the Elasticsearch of"
                    + " module " + module + ", for example https://host:9243.");
        }
        String apiKey = environment.getProperty(keys + "api-key", "");
        return new SearchProperties(module, URI.create(uri),
                environment.getProperty(keys + "index-prefix", "avid-" + module + "-"),
                apiKey.isBlank() ? Optional.empty() : Optional.of(apiKey));
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "SearchProperties[module=" + module + ", indexPrefix=" + indexPrefix + "]";
    }
}

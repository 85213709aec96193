package io.avid.platform.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import io.avid.platform.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;

/** A module's Elasticsearch: its own client, credentials and index names. It connects at the first use. */
public final class ModuleSearch implements AutoCloseable {
    private final SearchProperties properties;
    private final ElasticsearchClient client;

    public ModuleSearch(SearchProperties properties) {
        this.properties = properties;
        this.client = new ElasticsearchClient(new Rest5ClientTransport(rest(properties), new Jackson3JsonpMapper()));
    }

    /** The client. */
    public ElasticsearchClient client() {
        return client;
    }

    /** The full name of one of the module's indexes. */
    public String index(String name) {
        return properties.indexPrefix() + name;
    }

    /** What a failed request means for a caller: the index does not answer. */
    public Failure unavailable(Exception cause) {
        return Failure.unavailable("the search index of module " + properties.module(), cause);
    }

    private static Rest5Client rest(SearchProperties properties) {
        Rest5ClientBuilder builder = Rest5Client.builder(properties.uri());
        properties.apiKey().ifPresent(key ->
                builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", "ApiKey " + key)}));
        builder.setConnectionConfigCallback((ConnectionConfig.Builder connection) -> connection
                .setConnectTimeout(Timeout.of(SearchProperties.CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .setSocketTimeout(Timeout.of(SearchProperties.RESPONSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)));
        builder.setRequestConfigCallback((RequestConfig.Builder request) -> request
                .setResponseTimeout(Timeout.of(SearchProperties.RESPONSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)));
        return builder.build();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the search client of module " + properties.module(), e);
        }
    }
}

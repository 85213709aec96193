package io.avid.platform.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
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

/** A module's Elasticsearch: its own client, credentials and index names, and no others' ({@link OwnIndexes}). It connects at the first use. */
public final class ModuleSearch implements AutoCloseable {
    private static final int BAD_REQUEST = 400;

    private final SearchProperties properties;
    private final ElasticsearchClient client;

    /** A request to Elasticsearch. */
    @FunctionalInterface
    public interface Request<T> {
        T send(ElasticsearchClient client) throws IOException;
    }

    public ModuleSearch(SearchProperties properties) {
        this.properties = properties;
        this.client = new ElasticsearchClient(new OwnIndexes(new Rest5ClientTransport(rest(properties), new Jackson3JsonpMapper()), properties));
    }

    /** The client. */
    public ElasticsearchClient client() {
        return client;
    }

    /** The full name of one of the module's indexes. */
    public String index(String name) {
        return properties.indexPrefix() + name;
    }

    /**
     * Sends a request.
     *
     * @throws Failure UNAVAILABLE where the index does not answer, or the thread was interrupted while it waited
     * @throws IllegalStateException where Elasticsearch does not understand the request; its reason, which may
     *     quote what was asked for, stands in the cause alone
     */
    public <T> T ask(Request<T> request) {
        try {
            return request.send(client);
        } catch (ElasticsearchException e) {
            if (e.status() == BAD_REQUEST) {
                throw new IllegalStateException("Elasticsearch refuses a request of module " + properties.module()
                        + " (" + e.error().type() + ")", e);
            }
            throw unavailable(e);
        } catch (IOException e) {
            throw unavailable(e);
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException e) {
            // The client wraps whatever ended its wait, an interrupt too, and then the thread no longer shows it.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                    throw unavailable(e);
                }
            }
            throw e;
        }
    }

    private Failure unavailable(Exception cause) {
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

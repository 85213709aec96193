package io.avid.platform.search;

import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.ClosePointInTimeRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperationBase;
import co.elastic.clients.elasticsearch.indices.UpdateAliasesRequest;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.TransportOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Lets a module's client ask of the module's own indexes alone, whatever its credentials reach.
 *
 * <p>In production the key reaches no other index either. Here it is refused before anything is sent, so that it shows
 * on one machine too, where modules share a node without keys.
 */
final class OwnIndexes implements ElasticsearchTransport {
    private static final String INDEX = "index";
    private static final String NAME = "name";

    private final ElasticsearchTransport transport;
    private final SearchProperties properties;

    OwnIndexes(ElasticsearchTransport transport, SearchProperties properties) {
        this.transport = transport;
        this.properties = properties;
    }

    @Override
    public <Q, R, E> R performRequest(Q request, Endpoint<Q, R, E> endpoint, TransportOptions options) throws IOException {
        check(request, endpoint);
        return transport.performRequest(request, endpoint, options);
    }

    @Override
    public <Q, R, E> CompletableFuture<R> performRequestAsync(Q request, Endpoint<Q, R, E> endpoint, TransportOptions options) {
        check(request, endpoint);
        return transport.performRequestAsync(request, endpoint, options);
    }

    private <Q> void check(Q request, Endpoint<Q, ?, ?> endpoint) {
        Map<String, String> path = endpoint.pathParameters(request);
        List<String> asked = new ArrayList<>();
        Stream.of(INDEX, NAME).map(path::get).filter(Objects::nonNull).forEach(names -> asked.addAll(List.of(names.split(",", -1))));
        switch (request) {
            case BulkRequest bulk -> bulk.operations().forEach(operation -> asked.add(indexOf(operation, bulk)));
            case UpdateAliasesRequest change -> change.actions().forEach(action -> asked.addAll(namesIn(action)));
            // What a point in time is of was asked when it was opened; its id tells nothing.
            case SearchRequest search when search.pit() != null && asked.isEmpty() -> {
                return;
            }
            case ClosePointInTimeRequest _ -> {
                return;
            }
            default -> { }
        }
        if (asked.isEmpty()) {
            throw refused("all indexes", endpoint);
        }
        for (String name : asked) {
            if (!name.startsWith(properties.indexPrefix())) {
                throw refused(name, endpoint);
            }
        }
    }

    private static String indexOf(BulkOperation operation, BulkRequest bulk) {
        String index = ((BulkOperationBase) operation._get()).index();
        return Objects.requireNonNullElse(index == null ? bulk.index() : index, "");
    }

    private static List<String> namesIn(Action action) {
        Stream<String> one;
        Stream<String> many;
        if (action.isAdd()) {
            one = Stream.of(action.add().index(), action.add().alias());
            many = Stream.concat(action.add().indices().stream(), action.add().aliases().stream());
        } else if (action.isRemove()) {
            one = Stream.of(action.remove().index(), action.remove().alias());
            many = Stream.concat(action.remove().indices().stream(), action.remove().aliases().stream());
        } else {
            one = Stream.of(action.removeIndex().index());
            many = action.removeIndex().indices().stream();
        }
        return Stream.concat(one.filter(Objects::nonNull), many).toList();
    }

    private IllegalStateException refused(String name, Endpoint<?, ?, ?> endpoint) {
        return new IllegalStateException("Module " + properties.module() + " asks Elasticsearch (" + endpoint.id() + ") about \"" + name
                + "\", which is not its own; expected names that begin with " + properties.indexPrefix()
                + ". What another module has is asked of that module, by its RPCs.");
    }

    @Override
    public JsonpMapper jsonpMapper() {
        return transport.jsonpMapper();
    }

    @Override
    public TransportOptions options() {
        return transport.options();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}

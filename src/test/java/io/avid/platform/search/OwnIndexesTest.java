package io.avid.platform.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module's client asks of the module's own indexes alone; for any other nothing is sent. */
class OwnIndexesTest {
    private static final String OWN = "avid-customer-customers";
    private static final String OTHERS = "avid-invoice-invoices";

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private HttpServer elasticsearch;
    private ModuleSearch search;

    @BeforeEach
    void start() throws IOException {
        elasticsearch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elasticsearch.createContext("/", exchange -> {
            arrived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        elasticsearch.start();
        search = new ModuleSearch(new SearchProperties("customer", URI.create("http://127.0.0.1:" + elasticsearch.getAddress().getPort()),
                "avid-customer-", Optional.empty()));
    }

    @AfterEach
    void stop() {
        search.close();
        elasticsearch.stop(0);
    }

    @Test
    void itsOwnIndexIsAsked() {
        assertThat(search.ask(client -> client.indices().exists(index -> index.index(search.index("customers")))).value()).isFalse();
        assertThat(arrived).containsExactly("HEAD /" + OWN);
    }

    @Test
    void anothersIsRefusedByWhateverRequestAndNothingIsSent() {
        refused(OTHERS, client -> client.search(request -> request.index(OTHERS), Map.class));
        refused(OTHERS, client -> client.search(request -> request.index(OWN, OTHERS), Map.class));
        refused(OTHERS, client -> client.get(request -> request.index(OTHERS).id("1"), Map.class));
        refused(OTHERS, client -> client.index(request -> request.index(OTHERS).id("1").document(Map.of())));
        refused(OTHERS, client -> client.openPointInTime(request -> request.index(OTHERS).keepAlive(time -> time.time("1m"))));
        refused(OTHERS, client -> client.indices().delete(request -> request.index(OTHERS)));
        refused(OTHERS, client -> client.indices().existsAlias(request -> request.name(OTHERS)));
        refused(OTHERS, client -> client.bulk(request -> request
                .operations(operation -> operation.index(write -> write.index(OWN).id("1").document(Map.of())))
                .operations(operation -> operation.delete(delete -> delete.index(OTHERS).id("1")))));
        refused(OTHERS, client -> client.indices().updateAliases(request -> request
                .actions(action -> action.add(add -> add.index(OTHERS).alias(OWN)))));
        refused(OTHERS, client -> client.indices().updateAliases(request -> request.actions(action -> action.removeIndex(remove -> remove.index(OTHERS)))));
    }

    @Test
    void allOfThemAtOnceIsRefusedToo() {
        refused("*", client -> client.search(request -> request.index("*"), Map.class));
        refused("_all", client -> client.indices().refresh(request -> request.index("_all")));
        refused("all indexes", client -> client.search(request -> request, Map.class));
        refused("all indexes", client -> client.cluster().health());
        refused("-avid-customer-x", client -> client.search(request -> request.index(OWN, "-avid-customer-x"), Map.class));
    }

    private void refused(String name, ModuleSearch.Request<?> request) {
        assertThatThrownBy(() -> search.ask(request)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Module customer asks Elasticsearch").hasMessageContaining("\"" + name + "\"").hasMessageContaining("avid-customer-");
        assertThat(arrived).isEmpty();
    }
}

package io.avid.local;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StandInsTest {

    private final TestSystem system = TestSystem.shared();

    @TempDir
    Path folder;

    @Test
    void noAcknowledgedWriteIsLostWhenTheStoresAreKilledDuringConcurrentWrites() throws Exception {
        Map<LocalModule, Integer> ports = system.freePorts();
        ChildProcess stores = system.startMongodbProcess(folder, ports);
        String uri = "mongodb://127.0.0.1:" + ports.get(LocalModule.CUSTOMER) + "/test?retryWrites=false&serverSelectionTimeoutMS=500";
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger attempts = new AtomicInteger();
        try (MongoClient client = MongoClients.create(uri); var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            MongoCollection<Document> things = client.getDatabase("test").getCollection("things");
            for (int caller = 0; caller < 16; caller++) {
                String name = "caller-" + caller;
                callers.submit(() -> {
                    for (int i = 0;; i++) {
                        attempts.incrementAndGet();
                        things.insertOne(new Document("_id", name + "-" + i));
                        acknowledged.add(name + "-" + i);
                    }
                });
            }
            while (acknowledged.size() < 500) {
                Thread.sleep(10);
            }
            stores.kill();
        }
        try (ChildProcess again = stores.startAgain(); MongoClient client = MongoClients.create(uri)) {
            assertThat(again.pid()).isNotEqualTo(stores.pid());
            Set<String> found = client.getDatabase("test").getCollection("things").find().map(d -> d.getString("_id"))
                    .into(new java.util.HashSet<>());
            assertThat(found).containsAll(acknowledged);
            assertThat(found.size()).isLessThanOrEqualTo(attempts.get());
        }
    }

    @Test
    void elasticsearchAnswersTheClientThatTheProductUsesAndKeepsWhatItAcknowledged() throws Exception {
        int port = system.freePort();
        ChildProcess node = system.startElasticsearchProcess(folder, port);
        try (Rest5Client rest = Rest5Client.builder(URI.create("http://127.0.0.1:" + port)).build();
                ElasticsearchClient client = new ElasticsearchClient(new co.elastic.clients.transport.rest5_client.Rest5ClientTransport(
                        rest, new co.elastic.clients.json.jackson.Jackson3JsonpMapper()))) {
            assertThat(client.info().version().number()).isEqualTo("9.5.3");
            client.indices().create(create -> create.index("names").settings(settings -> settings
                    .numberOfReplicas("0").numberOfShards("1")
                    .analysis(analysis -> analysis
                            .filter("beginnings", filter -> filter.definition(d -> d.edgeNgram(e -> e.minGram(1).maxGram(15))))
                            .analyzer("names", a -> a.custom(c -> c.tokenizer("standard").filter("lowercase", "asciifolding", "beginnings")))
                            .analyzer("words", a -> a.custom(c -> c.tokenizer("standard").filter("lowercase", "asciifolding")))))
                    .mappings(mappings -> mappings
                            .properties("name", p -> p.text(t -> t.analyzer("names").searchAnalyzer("words")))
                            .properties("note", p -> p.text(t -> t.analyzer("english")))));
            client.index(i -> i.index("names").id("1").document(Map.of("name", "Crème & Söhne", "note", "reminded twice")).refresh(Refresh.True));
            assertThat(client.search(s -> s.index("names").query(q -> q.match(m -> m.field("name").query("sohn"))), Map.class)
                    .hits().total().value()).isEqualTo(1);
            assertThat(client.search(s -> s.index("names").query(q -> q.match(m -> m.field("note").query("reminder"))), Map.class)
                    .hits().total().value()).isEqualTo(1);
            client.index(i -> i.index("names").id("2").document(Map.of("name", "Acknowledged just before")));
            node.kill();
            try (ChildProcess again = node.startAgain()) {
                assertThat(again.pid()).isPositive();
                assertThat(client.get(g -> g.index("names").id("2"), Map.class).found()).isTrue();
            }
        }
    }

    @Test
    void azuriteKeepsWhatItAcknowledgedWhenKilled() throws Exception {
        int port = system.freePort();
        ChildProcess azurite = system.startAzuriteProcess(folder, port);
        BlobContainerClient container = new BlobServiceClientBuilder().connectionString(StandIn.blobConnectionString(port)).buildClient()
                .createBlobContainer("kept");
        for (int i = 0; i < 20; i++) {
            container.getBlobClient("blob-" + i).upload(BinaryData.fromString("content " + i));
        }
        azurite.kill();
        try (ChildProcess again = azurite.startAgain()) {
            assertThat(again.pid()).isPositive();
            assertThat(container.listBlobs().stream().map(b -> container.getBlobClient(b.getName()).downloadContent().toString())
                    .collect(Collectors.toSet())).hasSize(20).contains("content 0", "content 19");
        }
    }

    @Test
    void childrenEndWithTheirParentEvenWhenItIsKilled() throws Exception {
        Process parent = new ProcessBuilder(StandIn.java("-cp", System.getProperty("java.class.path"), Parent.class.getName(), folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String line = "";
        try (var lines = parent.inputReader()) {
            while (!line.startsWith("child ")) {
                line = lines.readLine();
            }
            ProcessHandle child = ProcessHandle.of(Long.parseLong(line.substring("child ".length()))).orElseThrow();
            parent.destroyForcibly().waitFor();
            child.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    /// Starts the stores as a child and waits for ever.
    static final class Parent {

        public static void main(String[] arguments) throws Exception {
            ChildProcess child = TestSystem.shared().startMongodbProcess(Path.of(arguments[0]), TestSystem.shared().freePorts());
            System.out.println("child " + child.pid());
            Thread.sleep(60_000);
        }
    }

    @Test
    void aCopyHasItsOwnDatabasesAndPrefixAndAllProperties() {
        Map<String, String> first = system.copy().properties();
        Map<String, String> second = system.copy().properties();
        assertThat(first.keySet()).contains("avid.store.customer.mongodb-uri", "avid.search.transaction.uri",
                "avid.search.overview.index-prefix", "avid.blob.document.connection-string", "avid.identity.signing-secret");
        assertThat(first.get("avid.store.customer.mongodb-uri")).isNotEqualTo(second.get("avid.store.customer.mongodb-uri"));
        assertThat(first.get("avid.search.overview.index-prefix")).isNotEqualTo(second.get("avid.search.overview.index-prefix"));
        assertThat(first.get("avid.search.overview.uri")).isEqualTo(second.get("avid.search.overview.uri"));
    }
}

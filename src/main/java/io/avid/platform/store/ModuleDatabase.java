package io.avid.platform.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * The database of one module: its own address, credentials and connections.
 *
 * <p>It connects at the first use, so that a process starts without its stores; a store that is down
 * makes a call fail UNAVAILABLE. Every write is acknowledged by a majority and journaled.
 */
public final class ModuleDatabase implements AutoCloseable {
    private final StoreProperties properties;
    private final InstantSource clock;
    private final OutboxListener outboxListener;
    private final String databaseName;
    private final AtomicReference<Connection> connection = new AtomicReference<>();

    private record Connection(MongoClient client, MongoTemplate template) {}

    /**
     * A database that is not connected yet.
     *
     * @param outboxListener told of events to relay
     */
    public ModuleDatabase(StoreProperties properties, InstantSource clock, OutboxListener outboxListener) {
        this.properties = properties;
        this.clock = clock;
        this.outboxListener = outboxListener;
        String named = new ConnectionString(properties.mongodbUri()).getDatabase();
        this.databaseName = named == null ? properties.module() : named;
    }

    /** Makes a database and Spring Data's template of it beans of a module, each at its first use. */
    public static void register(GenericApplicationContext child, Supplier<ModuleDatabase> database) {
        child.registerBean(ModuleDatabase.class, database, definition -> definition.setLazyInit(true));
        child.registerBean(MongoTemplate.class, () -> child.getBean(ModuleDatabase.class).template(),
                definition -> definition.setLazyInit(true));
    }

    /** The module whose database it is. */
    public String module() {
        return properties.module();
    }

    /** Spring Data's template, for what a module's store keeps beside its aggregates. */
    public MongoTemplate template() {
        return connection().template();
    }

    /**
     * A store of aggregates.
     *
     * @param resources the resource collection that names begin with, {@code customers} for
     *     {@code customers/{id}}; also the name of the MongoDB collection
     */
    public <T> AggregateStore<T> aggregates(String resources, StateCodec<T> codec) {
        return new AggregateStore<>(this, resources, codec);
    }

    /** A codec for a record of plain values, by Spring Data's mapping; dates are ISO text. */
    public <T> StateCodec<T> codec(Class<T> type) {
        return new MappedCodec<>(type);
    }

    /** The module's event log. */
    public EventLog eventLog() {
        return new EventLog(this);
    }

    /** How far this module's subscribers have come. */
    public Cursors cursors() {
        return new Cursors(this);
    }

    /** What this module's subscribers could not process. */
    public ParkedEvents parkedEvents() {
        return new ParkedEvents(this);
    }

    /** When this module's processes are due. */
    public DueIndex dueIndex() {
        return new DueIndex(this);
    }

    /** What became of the items of this module's processes. */
    public ItemResults itemResults() {
        return new ItemResults(this);
    }

    InstantSource clock() {
        return clock;
    }

    OutboxListener outboxListener() {
        return outboxListener;
    }

    MongoCollection<Document> collection(String name) {
        return template().getCollection(name);
    }

    /** Makes a unique index that holds only documents with the field; making it again does nothing. */
    void ensureUniqueSparse(MongoCollection<Document> collection, String field) {
        collection.createIndex(Indexes.ascending(field), new IndexOptions().unique(true).sparse(true));
    }

    private Connection connection() {
        Connection current = connection.get();
        if (current != null) {
            return current;
        }
        synchronized (this) {
            if (connection.get() == null) {
                MongoClient client = MongoClients.create(settings());
                var factory = new OwnDatabase(client, properties.module(), databaseName);
                connection.set(new Connection(client, new MongoTemplate(factory, DocumentMapping.converter())));
            }
            return connection.get();
        }
    }

    private MongoClientSettings settings() {
        String module = properties.module();
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(properties.mongodbUri()))
                .applicationName("avid-" + module)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(
                        StoreProperties.SERVER_SELECTION_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket
                        .connectTimeout(StoreProperties.CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(StoreProperties.READ_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool
                        .maxSize(StoreProperties.MAX_CONNECTIONS)
                        .maxWaitTime(StoreProperties.SERVER_SELECTION_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .commandListenerList(List.of(new MongoWriteListener(module, WriteHook.installed())))
                .build();
    }

    @Override
    public void close() {
        Connection current = connection.get();
        if (current != null) {
            current.client().close();
        }
    }
}

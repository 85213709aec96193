package io.avid.platform.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/**
 * Lets a module's template reach the module's own database alone, whatever its credentials reach. In production they
 * reach no other either.
 */
final class OwnDatabase extends SimpleMongoClientDatabaseFactory {
    private final String module;
    private final String own;

    OwnDatabase(MongoClient client, String module, String own) {
        super(client, own);
        this.module = module;
        this.own = own;
    }

    @Override
    protected MongoDatabase doGetMongoDatabase(String name) {
        if (!own.equals(name)) {
            throw new IllegalStateException("Module " + module + " asks MongoDB for database \"" + name + "\"; expected its own, \"" + own
                    + "\". What another module has is asked of that module, by its RPCs.");
        }
        return super.doGetMongoDatabase(name);
    }
}

package io.avid.platform.store;

import com.mongodb.MongoException;
import io.avid.platform.module.ReadinessCheck;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.springframework.dao.DataAccessException;

/** Whether a module's MongoDB answers a ping by the module's own connections. */
public final class DatabaseReadiness implements ReadinessCheck {
    private static final Document PING = new Document("ping", 1);

    private final String module;
    private final Supplier<ModuleDatabase> database;

    public DatabaseReadiness(String module, Supplier<ModuleDatabase> database) {
        this.module = module;
        this.database = database;
    }

    @Override
    public String name() {
        return "mongodb " + module;
    }

    @Override
    public Optional<String> problem() {
        try {
            database.get().template().executeCommand(PING);
            return Optional.empty();
        } catch (DataAccessException | MongoException e) {
            // The reason names addresses; the log of the call that fails has it.
            return Optional.of("does not answer");
        }
    }
}

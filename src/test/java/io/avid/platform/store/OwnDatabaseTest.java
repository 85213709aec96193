package io.avid.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** A module's template reaches the module's own database alone, and says so before it connects. */
class OwnDatabaseTest {
    @Test
    void theOwnIsReachedAndAnyOtherIsRefused() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given",
                Map.of("avid.store.customer.mongodb-uri", "mongodb://127.0.0.1:9/customer")));
        try (var database = new ModuleDatabase(StoreProperties.of(environment, "customer"), InstantSource.system(), OutboxListener.none())) {
            MongoDatabaseFactory factory = database.template().getMongoDatabaseFactory();
            assertThat(factory.getMongoDatabase().getName()).isEqualTo("customer");
            assertThat(factory.getMongoDatabase("customer").getName()).isEqualTo("customer");
            assertThatThrownBy(() -> factory.getMongoDatabase("invoice")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Module customer asks MongoDB for database \"invoice\"").hasMessageContaining("by its RPCs");
        }
    }
}

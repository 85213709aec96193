package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.search.SearchProperties;
import io.avid.platform.store.StoreProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Law 6: a module's data is its own. Each has an address of its own, and nothing stands in for it. */
class SeparateDataTest {
    private static final List<String> MODULES =
            Product.parts().stream().filter(ProductMap::isModule).toList();

    @Test
    void aModuleReadsTheAddressOfItsOwnStoreAndNoOther() {
        for (String module : MODULES) {
            for (String other : MODULES) {
                var environment = new StandardEnvironment();
                environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of(
                        "avid.store." + other + ".mongodb-uri", "mongodb://host/" + other,
                        "avid.search." + other + ".uri", "http://host:9200")));
                if (module.equals(other)) {
                    assertThat(StoreProperties.of(environment, module).mongodbUri()).endsWith("/" + module);
                    assertThat(SearchProperties.of(environment, module).indexPrefix()).isEqualTo("avid-" + module + "-");
                } else {
                    assertThatThrownBy(() -> StoreProperties.of(environment, module)).hasMessageContaining("avid.store." + module);
                    assertThatThrownBy(() -> SearchProperties.of(environment, module)).hasMessageContaining("avid.search." + module);
                }
            }
        }
    }

    @Test
    void noTwoModulesShareAPrefixThatOnePatternReaches() {
        for (String module : MODULES) {
            assertThat(MODULES.stream().filter(other -> !other.equals(module)))
                    .noneMatch(other -> ("avid-" + other + "-").startsWith("avid-" + module + "-"));
        }
    }
}

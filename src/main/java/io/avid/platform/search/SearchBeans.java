package io.avid.platform.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.avid.platform.module.ModuleBeans;
import io.avid.platform.module.ReadinessCheck;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Gives each hosted module its search: beans of the types {@link ModuleSearch} and
 * {@link ElasticsearchClient}, made when the module first asks for them.
 */
public final class SearchBeans implements ModuleBeans {
    private final Environment environment;

    public SearchBeans(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void register(String module, GenericApplicationContext child) {
        child.registerBean(ModuleSearch.class, () -> new ModuleSearch(SearchProperties.of(environment, module)),
                definition -> definition.setLazyInit(true));
        child.registerBean(ElasticsearchClient.class, () -> child.getBean(ModuleSearch.class).client(),
                definition -> definition.setLazyInit(true));
        if (SearchProperties.isSet(environment, module)) {
            child.registerBean("searchReadiness", ReadinessCheck.class, () -> SearchProperties.of(environment, module).readiness());
        }
    }
}

package io.avid.transaction;

import io.avid.platform.event.ModuleEvents;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.ModuleDatabase;
import io.avid.transaction.application.BlockStore;
import io.avid.transaction.application.ComputeAgeing;
import io.avid.transaction.application.GetTransactions;
import io.avid.transaction.application.JournalSettings;
import io.avid.transaction.application.KnownCustomer;
import io.avid.transaction.application.ListOpenItems;
import io.avid.transaction.application.ListTransactions;
import io.avid.transaction.application.OpenJournals;
import io.avid.transaction.application.ReadPublishedFacts;
import io.avid.transaction.application.RebuildIndex;
import io.avid.transaction.application.ShowAccounts;
import io.avid.transaction.application.SubmitCommand;
import io.avid.transaction.application.SummarizeTransactions;
import io.avid.transaction.application.TransactionIndex;
import io.avid.transaction.application.VerifyJournal;
import io.avid.transaction.event.JournalEvents;
import io.avid.transaction.grpc.TransactionGrpc;
import io.avid.transaction.store.ElasticsearchTransactionIndex;
import io.avid.transaction.store.MongoBlockStore;
import io.avid.transaction.store.MongoSnapshotStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module transaction: its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
public class TransactionModule {

    @Bean
    BlockStore blockStore(ModuleDatabase database) {
        return new MongoBlockStore(database);
    }

    /** The search client is loaded at its first use, off the path of starting. */
    @Bean
    TransactionIndex transactionIndex(ObjectProvider<ModuleSearch> search) {
        return new ElasticsearchTransactionIndex(search::getObject);
    }

    @Bean
    OpenJournals openJournals(BlockStore blocks, ModuleDatabase database, TransactionIndex index, InstantSource clock, JournalSettings settings,
            ModuleEvents events, ObjectProvider<MeterRegistry> meters) {
        OpenJournals journals = new OpenJournals(blocks, new MongoSnapshotStore(database), index, clock, settings, events::published);
        meters.ifAvailable(registry -> {
            Gauge.builder("avid.transaction.index.lag", journals, OpenJournals::largestIndexLagPositions)
                    .description("Positions by which the index is behind the journal, of the organisation furthest behind").register(registry);
            Gauge.builder("avid.transaction.journals.open", journals, OpenJournals::count)
                    .description("Journals in memory").register(registry);
        });
        events.publishFrom(new JournalEvents(new ReadPublishedFacts(journals, blocks)));
        return journals;
    }

    @Bean
    TransactionGrpc transactionGrpc(OpenJournals journals, BlockStore blocks, TransactionIndex index, InstantSource clock,
            OrganisationProfiles organisations, PageTokens pageTokens) {
        ComputeAgeing computeAgeing = new ComputeAgeing(journals, index, clock, organisations);
        return new TransactionGrpc(new SubmitCommand(journals), new GetTransactions(journals), new ListTransactions(journals, index),
                new SummarizeTransactions(journals, index),
                new KnownCustomer(journals), new ShowAccounts(journals), computeAgeing, new ListOpenItems(journals, index, computeAgeing),
                new VerifyJournal(journals, blocks, index), new RebuildIndex(journals), pageTokens);
    }
}

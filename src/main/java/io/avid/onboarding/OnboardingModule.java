package io.avid.onboarding;

import io.avid.onboarding.application.ExamineDocument;
import io.avid.onboarding.application.StartImport;
import io.avid.onboarding.client.CustomerStubs;
import io.avid.onboarding.client.DocumentStubs;
import io.avid.onboarding.client.TransactionStubs;
import io.avid.onboarding.grpc.OnboardingGrpc;
import io.avid.onboarding.process.BringRowsIn;
import io.avid.onboarding.process.CustomerDirectory;
import io.avid.onboarding.process.DocumentArchive;
import io.avid.onboarding.process.FileRejects;
import io.avid.onboarding.process.TransactionLedger;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.Processes;
import io.avid.platform.security.PageTokens;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module onboarding: its parts. */
@Configuration(proxyBeanMethods = false)
public class OnboardingModule {
    @Bean
    DocumentArchive documentArchive(ModuleChannels channels) {
        return new DocumentStubs(channels.to("document"));
    }

    @Bean
    CustomerDirectory customerDirectory(ModuleChannels channels) {
        return new CustomerStubs(channels.to("customer"));
    }

    @Bean
    TransactionLedger transactionLedger(ModuleChannels channels) {
        return new TransactionStubs(channels.to("transaction"));
    }

    /** The engine keeps the rejected rows that the import's last step reads; the platform closes it. */
    @Bean(destroyMethod = "")
    ProcessEngine processEngine(Processes processes, DocumentArchive documents, CustomerDirectory customers,
            TransactionLedger ledger, ObjectProvider<ProcessEngine> engine) {
        return processes.engine(List.of(new ProcessDefinition(StartImport.TYPE, List.of(
                new BringRowsIn(documents, customers, ledger),
                new FileRejects(documents, (by, process, from, limit) ->
                        engine.getObject().results(by, process, from, limit))))));
    }

    @Bean
    OnboardingGrpc onboardingGrpc(DocumentArchive documents, ProcessEngine processes, PageTokens pageTokens) {
        ExamineDocument examineDocument = new ExamineDocument(documents);
        return new OnboardingGrpc(examineDocument, new StartImport(examineDocument, processes), processes,
                pageTokens);
    }
}

package io.avid.statement;

import io.avid.platform.module.ModuleChannels;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.Processes;
import io.avid.statement.application.IssueStatement;
import io.avid.statement.client.CustomerStubs;
import io.avid.statement.client.DocumentStubs;
import io.avid.statement.client.TransactionStubs;
import io.avid.statement.grpc.StatementGrpc;
import io.avid.statement.process.GatherFigures;
import io.avid.statement.process.RenderStatement;
import io.avid.statement.process.StatementCustomers;
import io.avid.statement.process.StatementLedger;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module statement: its parts. */
@Configuration(proxyBeanMethods = false)
public class StatementModule {
    @Bean
    StatementLedger statementLedger(ModuleChannels channels) {
        return new TransactionStubs(channels.to("transaction"));
    }

    @Bean
    StatementCustomers statementCustomers(ModuleChannels channels) {
        return new CustomerStubs(channels.to("customer"));
    }

    /** The platform closes it. */
    @Bean(destroyMethod = "")
    ProcessEngine processEngine(Processes processes, ModuleChannels channels, StatementLedger ledger,
            StatementCustomers customers, OrganisationProfiles organisations) {
        return processes.engine(List.of(new ProcessDefinition(IssueStatement.TYPE, List.of(
                new GatherFigures(ledger),
                new RenderStatement(ledger, customers, organisations, new DocumentStubs(channels.to("document")))))));
    }

    @Bean
    StatementGrpc statementGrpc(StatementLedger ledger, StatementCustomers customers, OrganisationProfiles organisations,
            ProcessEngine processes, InstantSource clock) {
        return new StatementGrpc(new IssueStatement(ledger, customers, organisations, processes, clock), processes);
    }
}

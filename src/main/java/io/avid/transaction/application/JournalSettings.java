package io.avid.transaction.application;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the journal is kept: {@code avid.transaction.*}, such as {@code avid.transaction.waiting-calls}.
 *
 * @param waitingCalls         how many calls may wait for an organisation's writer before a further one is told RESOURCE_EXHAUSTED: some
 *                             seconds of work, longer than any caller's deadline would bear
 * @param callsPerBlock        how many calls share a block at most: some hundreds amortise the store's sync; more only delays the first
 * @param snapshotAfterFacts   how many facts are recorded between two snapshots at least; reading so many takes well under a second
 * @param followIntervalMillis how long the index's follower waits for news before it looks for blocks of other processes
 * @param idleMillis           how long an organisation's state stays in memory after its last use
 */
@ConfigurationProperties("avid.transaction")
public record JournalSettings(@DefaultValue("10000") int waitingCalls, @DefaultValue("500") int callsPerBlock,
        @DefaultValue("20000") int snapshotAfterFacts, @DefaultValue("200") long followIntervalMillis, @DefaultValue("900000") long idleMillis) {
}

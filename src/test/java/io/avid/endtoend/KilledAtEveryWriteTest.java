package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever write of an import Avid is killed at, the import again ends with the same figures and
 * nothing twice. The writes are not sampled: a first run lists them, and each has its turn.
 *
 * <p>Each turn imports a file of its own into the same organisation, so that the figures after turn n
 * are n times those of one file.
 */
@Tag("slow")
class KilledAtEveryWriteTest {
    private static final int CUSTOMERS = 2;
    private static final int TRANSACTIONS = 4;
    private static final long OPEN_MINOR = 10_00 + 30_00;

    /** Writes in the background fall now before, now after the end of an import. */
    private static final int MARGIN = 3;

    /** Not hosted, since an import needs none of them: a process is started for each kill, and starts sooner so. */
    private static final List<String> ELSEWHERE = List.of("invoice", "payment", "billing", "statement");

    private final TestSystem system = TestSystem.shared();
    private KillSwitch killSwitch;
    private Path folder;
    private Map<String, String> settings;
    private int port;

    @Test
    void theSameImportAgainEndsWithTheSameFigures(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        killSwitch = new KillSwitch(temporary);
        settings = new HashMap<>(system.copy().properties());
        settings.put("avid.modules.hosted", LocalModule.all().stream().map(LocalModule::id).filter(module -> !ELSEWHERE.contains(module))
                .collect(Collectors.joining(",")));
        ELSEWHERE.forEach(module -> settings.put("avid.modules.address." + module, "dns:///127.0.0.1:9"));
        port = system.freePort();
        AvidProcess avid = start();
        try {
            int before = killSwitch.awaitQuiet().size();
            assertThat(importFile(avid, 0).getState()).isEqualTo(ProcessState.SUCCEEDED);
            check(avid, 1);
            List<String> all = killSwitch.awaitQuiet();
            List<String> writes = all.subList(before, all.size());
            assertThat(writes).as("an import is many writes; the hook sees them").hasSizeGreaterThan(10);
            System.out.println("Killing Avid at each of " + writes.size() + " durable writes of an import.");

            int turn = 1;
            int kills = 0;
            for (int write = 1; write <= writes.size(); write++) {
                String kind = writes.get(write - 1);
                boolean killed = false;
                // An import that was quicker has fewer places of subscriptions to write: then it is the last that it has.
                int nth = Collections.frequency(writes.subList(0, write), kind);
                while (nth > 0 && !killed) {
                    killSwitch.arm(kind, nth, 1);
                    killed = importUntilKilled(avid, turn);
                    killSwitch.disarm();
                    nth = Math.min(nth - 1, killed ? 0 : killSwitch.ofItsKindSince());
                    if (killed) {
                        kills++;
                        avid.kill();
                        avid = start();
                    }
                    Process again = importFile(avid, turn);
                    assertThat(again.getState()).as("after a kill at write " + write + ", " + kind + ": " + again.getMessage())
                            .isEqualTo(ProcessState.SUCCEEDED);
                    turn++;
                    check(avid, turn);
                }
            }
            assertThat(kills).as("writes at which Avid was killed").isGreaterThan(writes.size() - MARGIN);
        } finally {
            avid.close();
        }
    }

    private AvidProcess start() throws IOException, InterruptedException {
        return AvidProcess.start(folder, port, settings, killSwitch.systemProperties()).awaitHealthy();
    }

    private static byte[] file(int turn) {
        return """
                customer_id,customer_name,invoice_number,invoice_date,due_date,amount,settled_date
                A-%1$d,Alder %1$d,%1$d-1,2025-01-10,2025-02-09,10.00,
                A-%1$d,Alder %1$d,%1$d-2,2025-01-11,2025-02-10,20.00,2025-01-20
                B-%1$d,Birch %1$d,%1$d-3,2025-01-12,2025-02-11,30.00,
                B-%1$d,Birch %1$d,%1$d-4,bad date,2025-02-11,40.00,
                """.formatted(turn).replace("bad date", turn % 2 == 0 ? "2025-13-45" : "2025-02-30")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Channel staff(AvidProcess avid) {
        return avid.as(system.token(Role.FINANCE, 1));
    }

    private Process importFile(AvidProcess avid, int turn) throws InterruptedException {
        return ReceivablesImport.run(staff(avid), file(turn), false);
    }

    /** Whether Avid was killed on the way. */
    private boolean importUntilKilled(AvidProcess avid, int turn) throws InterruptedException {
        try {
            Process process = ReceivablesImport.start(staff(avid), file(turn), false, UUID.randomUUID().toString());
            ReceivablesImport.await(staff(avid), process.getName());
        } catch (StatusRuntimeException e) {
            // The end of the process ends the call; anything else shows in the next import.
            assertThat(avid.process().waitFor(20, TimeUnit.SECONDS)).as("Avid answered " + e.getStatus()).isTrue();
        }
        return avid.process().waitFor(2, TimeUnit.SECONDS);
    }

    private void check(AvidProcess avid, int files) {
        GetAgeingResponse ageing = OverviewServiceGrpc.newBlockingStub(staff(avid))
                .getAgeing(GetAgeingRequest.newBuilder().setAsOfDate("2025-01-31").build());
        assertThat(ageing.getItems()).isEqualTo(2L * files);
        assertThat(ageing.getTotalMinor()).isEqualTo(OPEN_MINOR * files);
        assertThat(ageing.getCustomers()).isEqualTo((long) CUSTOMERS * files);
        VerifyJournalResponse verified = TransactionServiceGrpc.newBlockingStub(staff(avid))
                .verifyJournal(VerifyJournalRequest.getDefaultInstance());
        assertThat(verified.getDifferencesList()).isEqualTo(List.of());
        assertThat(verified.getTransactions()).isEqualTo((long) TRANSACTIONS * files);
        assertThat(CustomerServiceGrpc.newBlockingStub(staff(avid))
                .listCustomers(ListCustomersRequest.newBuilder().setPageSize(1000).build())
                .getCustomersCount()).isEqualTo(CUSTOMERS * files);
    }
}

package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.local.ChildProcess;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import io.grpc.Channel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Avid stands on is killed in the middle of an import, one after the other, and comes back later. */
@Tag("slow")
class StandInKilledTest {
    private static final int ROWS = 1_500;
    private static final int CUSTOMERS = 30;

    /** Long enough that Avid notices and begins to try again. */
    private static final long DOWN_MILLIS = 1_500;

    private final TestSystem system = TestSystem.shared();
    private final List<ChildProcess> restarted = new ArrayList<>();

    @AfterEach
    void end() {
        restarted.forEach(ChildProcess::close);
    }

    @Test
    void theImportEndsWithTheSameFigures(@TempDir Path folder) throws IOException, InterruptedException {
        Map<LocalModule, Integer> storePorts = system.freePorts();
        int searchPort = system.freePort();
        int blobPort = system.freePort();
        Map<String, String> settings = new HashMap<>(system.copy().properties());
        storePorts.forEach((module, port) -> {
            settings.put("avid.store." + module.id() + ".mongodb-uri", "mongodb://127.0.0.1:" + port + "/" + module.id());
            settings.put("avid.search." + module.id() + ".uri", "http://127.0.0.1:" + searchPort);
        });
        settings.computeIfPresent("avid.blob.document.connection-string",
                (name, shared) -> shared.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + blobPort));
        try (ChildProcess stores = system.startMongodbProcess(folder.resolve("mongodb"), storePorts);
                ChildProcess search = system.startElasticsearchProcess(folder.resolve("elasticsearch"), searchPort);
                ChildProcess blobs = system.startAzuriteProcess(folder.resolve("azurite"), blobPort);
                AvidProcess avid = AvidProcess.start(folder, system.freePort(), settings, Map.of()).awaitHealthy()) {
            importAndKill(avid, 1, stores, "mongodb customer");
            importAndKill(avid, 2, search, "elasticsearch transaction");
            importAndKill(avid, 3, blobs, "blob storage document");
        }
    }

    private void importAndKill(AvidProcess avid, int turn, ChildProcess standIn, String need) throws IOException, InterruptedException {
        Channel staff = avid.as(system.token(Role.FINANCE, 1));
        Process process = ReceivablesImport.start(staff, file(turn), false, UUID.randomUUID().toString());
        awaitFirstChunk(staff, process.getName());
        standIn.kill();
        Thread.sleep(DOWN_MILLIS);
        HttpResponse<String> notReady = avid.get("/health/ready", "");
        assertThat(notReady.statusCode()).as(notReady.body()).isEqualTo(503);
        assertThat(notReady.body()).contains("\"NOT_READY\"", "\"" + need + "\":\"does not answer").doesNotContain("127.0.0.1", "://");
        assertThat(avid.get("/health/live", "").statusCode()).isEqualTo(200);
        ChildProcess again = standIn.startAgain();
        restarted.add(again);
        Process ended = ReceivablesImport.await(staff, process.getName());
        assertThat(ended.getState()).as(ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(ReceivablesImport.run(staff, file(turn), false).getState()).isEqualTo(ProcessState.SUCCEEDED);
        check(staff, turn);
        assertThat(avid.get("/health/ready", "").body()).contains("\"UP\"", "\"" + need + "\":\"UP\"");
    }

    private static void awaitFirstChunk(Channel staff, String name) throws InterruptedException {
        var onboarding = OnboardingServiceGrpc.newBlockingStub(staff);
        while (onboarding.getProcess(GetProcessRequest.newBuilder().setName(name).build()).getItemsDone() == 0) {
            Thread.sleep(5);
        }
    }

    /** Every second invoice is settled after the day that is asked about. */
    private static byte[] file(int turn) {
        var file = new StringBuilder("customer_id,invoice_number,invoice_date,due_date,amount,settled_date\n");
        for (int row = 0; row < ROWS; row++) {
            file.append("C-").append(row % CUSTOMERS).append(',').append(turn).append('-').append(row)
                    .append(",2025-01-15,2025-02-14,10.00,").append(row % 2 == 0 ? "2025-01-25" : "2025-06-20").append('\n');
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void check(Channel staff, int files) {
        var ageing = OverviewServiceGrpc.newBlockingStub(staff)
                .getAgeing(GetAgeingRequest.newBuilder().setAsOfDate("2025-02-28").build());
        assertThat(ageing.getItems()).isEqualTo((long) ROWS / 2 * files);
        assertThat(ageing.getTotalMinor()).isEqualTo((long) ROWS / 2 * files * 10_00);
        assertThat(ageing.getCustomers()).isEqualTo(CUSTOMERS / 2);
        VerifyJournalResponse verified = TransactionServiceGrpc.newBlockingStub(staff)
                .verifyJournal(VerifyJournalRequest.getDefaultInstance());
        assertThat(verified.getDifferencesList()).isEmpty();
        assertThat(verified.getTransactions()).isEqualTo(2L * ROWS * files);
    }
}

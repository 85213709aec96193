package io.avid.onboarding.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.onboarding.application.ExamineDocument;
import io.avid.onboarding.application.StartImport;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessProperties;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessSnapshot.State;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An import as a process of the real engine, over several chunks, with answers lost on the way. */
@Timeout(120)
class ImportProcessTest {
    private static final Principal STAFF = Principal.staff("org", "auth0|a", Set.of("imports.write"));
    private static final int ROWS = 2 * ImportChunk.ROWS + 20;

    private final LostAnswers lost = new LostAnswers();
    private final KeptDocuments documents = new KeptDocuments(lost);
    private final KeptCustomers customers = new KeptCustomers(lost);
    private final KeptTransactions ledger = new KeptTransactions(lost);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ProcessEngine engine = engine();
    private final StartImport startImport = new StartImport(new ExamineDocument(documents), engine);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private ProcessEngine engine() {
        InstantSource clock = InstantSource.system();
        ModuleDatabase database = new ModuleDatabase(new StoreProperties("onboarding",
                TestSystem.shared().copy().mongodbUri(LocalModule.ONBOARDING)), clock, OutboxListener.none());
        opened.add(database);
        ProcessEngine[] self = new ProcessEngine[1];
        ProcessEngine made = new ProcessEngine("onboarding", database,
                List.of(new ProcessDefinition(StartImport.TYPE, List.of(
                        new BringRowsIn(documents, customers, ledger),
                        new FileRejects(documents, (by, process, from, limit) ->
                                self[0].results(by, process, from, limit))))),
                clock, RandomGenerator.of("L64X128MixRandom"),
                new ProcessProperties("a", "1", 4, Duration.ofSeconds(15)));
        self[0] = made;
        opened.add(made);
        made.start();
        return made;
    }

    @Test
    void everyRowIsBroughtInOnceWhicheverAnswerIsLost() {
        String file = file();
        for (int call = 1; call <= 14; call++) {
            ImportProcessTest fresh = new ImportProcessTest();
            try {
                ProcessSnapshot ended = fresh.importFile(file, call);
                assertThat(ended.state()).as("lost answer %d: %s", call, ended.message()).isEqualTo(State.SUCCEEDED);
                assertThat(ended.counters()).as("lost answer %d", call).isEqualTo(Map.of("rows", (long) ROWS,
                        "customers_created", 7L, "charges_added", ROWS - 2L, "payments_added", (ROWS - 2L) / 2,
                        "rejected", 2L));
                assertThat(ended.itemsDone()).isEqualTo(ROWS);
                assertThat(ended.itemsTotal()).isEqualTo(ROWS);
                assertThat(fresh.documents.size()).as("the file and its rejects").isEqualTo(2);
                String rejects = fresh.documents.text(ended.references().get(FileRejects.REFERENCE));
                assertThat(rejects.lines()).hasSize(3);
                assertThat(rejects.lines().toList().get(1)).startsWith("6,").contains("TOO_MANY_DECIMALS", ",K4,R4,");
                assertThat(rejects.lines().toList().get(2)).startsWith(ROWS + 1 + ",").contains("CREDIT");
                assertThat(fresh.documents.fileName(ended.references().get(FileRejects.REFERENCE)))
                        .isEqualTo("invoices.rejected.csv");
            } finally {
                fresh.closeQuietly();
            }
        }
    }

    @Test
    void theRejectsFileCorrectedAddsOnlyItsRows() {
        ProcessSnapshot first = importFile(file(), Integer.MAX_VALUE);
        String corrected = documents.text(first.references().get(FileRejects.REFERENCE)).replace("1.005", "1.00")
                .replace("-9.00", "9.00");
        ProcessSnapshot second = importFile(corrected, Integer.MAX_VALUE);
        assertThat(second.counters()).isEqualTo(Map.of("rows", 2L, "customers_existing", 2L, "charges_added", 2L,
                "payments_added", 1L));
        assertThat(second.references()).doesNotContainKey(FileRejects.REFERENCE);
        assertThat(ledger.openMinor).hasSize(ROWS);
    }

    @Test
    void aFileThatLeavesQuestionsOpenStartsNoProcess() {
        assertThatThrownBy(() -> importFile("customer,invoice,date,amount\nK1,R1,03/04/2013,1.00\n", Integer.MAX_VALUE))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo("READING_UNCERTAIN");
                    assertThat(failure.metadata().get("question_1")).contains("d/M/yyyy", "M/d/yyyy");
                });
        assertThatThrownBy(() -> importFile("", Integer.MAX_VALUE)).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("FILE_UNREADABLE"));
    }

    private ProcessSnapshot importFile(String text, int lostCall) {
        String document = documents.file("invoices.csv", "receivables-import", text.getBytes(StandardCharsets.UTF_8),
                "upload-" + documents.size());
        RequestIdentity request = new RequestIdentity("avid.onboarding.v1.OnboardingService/ImportReceivables",
                "import-" + document, "f");
        lost.loseCall(lostCall == Integer.MAX_VALUE ? lostCall : lostCall + 1);
        ProcessSnapshot started =
                startImport.start(STAFF, document, Optional.empty(), Csv.USD, false, request);
        await().atMost(Duration.ofSeconds(30)).until(() -> engine.get(STAFF, started.name()).state().isEnd());
        lost.loseCall(Integer.MAX_VALUE);
        return engine.get(STAFF, started.name());
    }

    private static String file() {
        StringBuilder text = new StringBuilder("customer_id,invoice_number,invoice_date,amount,settled_date\n");
        for (int i = 0; i < ROWS; i++) {
            String amount = i == 4 ? "1.005" : i == ROWS - 1 ? "-9.00" : i + 1 + ".50";
            text.append('K').append(i % 7).append(",R").append(i).append(",2013-01-").append(10 + i % 20).append(',')
                    .append(amount).append(',').append(i % 2 == 0 ? "2013-02-01" : "").append('\n');
        }
        return text.toString();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

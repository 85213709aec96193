package io.avid.onboarding.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.platform.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What the rows of a file do to customers and transactions, the first time, again, and after a crash. */
class ImportChunkTest {
    private static final String HEAD = "customer_id,customer_name,invoice_number,invoice_date,due_date,amount,"
            + "settled_date,disputed,delivery,country\n";
    private static final String ROWS = HEAD
            + "K1,Anchor Tools,R1,2013-01-15,2013-02-14,100.00,2013-02-20,no,paper,GB\n"
            + "K1,Anchor Tools,R2,2013-01-16,2013-02-15,50.00,,yes,electronic,GB\n"
            + "K2,,R3,2013-01-17,2013-02-16,25.50,2013-01-10,no,,Western Australia\n"
            + "K2,,R4,2013-01-18,2013-02-17,-5.00,,no,,\n"
            + "K1,Anchor Tools,R1,2013-01-15,2013-02-14,100.00,2013-02-20,no,paper,GB\n";

    private final LostAnswers lost = new LostAnswers();
    private final KeptCustomers customers = new KeptCustomers(lost);
    private final KeptTransactions ledger = new KeptTransactions(lost);
    private final List<RejectedItem> rejected = new ArrayList<>();
    private int imports;

    @Test
    void aFileMakesCustomersChargesAndPaymentsWithWhatTheRowsSay() throws IOException {
        assertThat(importFile(ROWS, false)).isEqualTo(Map.of("rows", 5L, "customers_created", 2L, "charges_added", 3L,
                "payments_added", 2L, "disputed", 1L, "rejected", 1L, "repeated", 1L));
        assertThat(customers.created.get("K1").displayName()).isEqualTo("Anchor Tools");
        assertThat(customers.created.get("K2").displayName()).isEqualTo("K2");
        assertThat(ledger.found.get("receivables/invoice/R2")).satisfies(charge -> {
            assertThat(charge.amountMinor()).isEqualTo(5_000);
            assertThat(charge.disputed()).isTrue();
            assertThat(charge.dueDate()).contains(LocalDate.of(2013, 2, 15));
            assertThat(charge.attributes()).isEqualTo(Map.of("delivery", "electronic"));
            assertThat(charge.customer()).isEqualTo(customers.found.get("K1").name());
        });
        assertThat(ledger.found.get("receivables/invoice/R3").attributes())
                .isEqualTo(Map.of("country", "Western Australia"));
        assertThat(ledger.found.get("receivables/payment/R3").effectiveDate()).isEqualTo(LocalDate.of(2013, 1, 10));
        assertThat(ledger.openMinor).isEqualTo(Map.of("receivables/invoice/R1", 0L, "receivables/invoice/R2", 5_000L,
                "receivables/invoice/R3", 0L));
    }

    @Test
    void theSameRowsAgainChangeNothing() throws IOException {
        importFile(ROWS, false);
        Map<String, TransactionLedger.FoundTransaction> before = Map.copyOf(ledger.found);
        assertThat(importFile(ROWS, false)).isEqualTo(Map.of("rows", 5L, "customers_existing", 2L,
                "charges_unchanged", 3L, "payments_unchanged", 2L, "disputed", 1L, "rejected", 1L, "repeated", 1L));
        assertThat(ledger.found).isEqualTo(before);
    }

    @Test
    void aSettledDateThatIsNewAddsThePaymentAlone() throws IOException {
        importFile(ROWS, false);
        assertThat(importFile(ROWS.replace("50.00,,yes", "50.00,2013-03-01,yes"), false))
                .containsEntry("payments_added", 1L).containsEntry("charges_unchanged", 3L)
                .doesNotContainKey("charges_added");
        assertThat(ledger.openMinor.get("receivables/invoice/R2")).isZero();
    }

    @Test
    void aFileThatStatesLessContradictsNothing() throws IOException {
        importFile(ROWS, false);
        String less = "customer_id,invoice_number,invoice_date,amount\nK1,R2,2013-01-16,50.00\nK2,R3,2013-01-17,25.50\n";
        assertThat(importFile(less, false)).isEqualTo(Map.of("rows", 2L, "customers_existing", 2L,
                "charges_unchanged", 2L));
    }

    @Test
    void whatAvidHasOtherwiseIsRejectedWithBothValuesAndNothingOfTheRowIsTaken() throws IOException {
        importFile(ROWS, false);
        Map<String, TransactionLedger.FoundTransaction> before = Map.copyOf(ledger.found);
        rejected.clear();
        importFile(HEAD
                + "K1,Anchor Tools,R2,2013-01-16,2013-02-15,50.01,2013-03-01,yes,electronic,GB\n"
                + "K2,Anchor Tools,R1,2013-01-15,2013-02-14,100.00,2013-02-20,no,paper,GB\n"
                + "K9,,R3,2013-01-17,2013-02-16,25.50,2013-01-11,no,,\n", false);
        assertThat(rejected).extracting(RejectedItem::line, RejectedItem::reason, RejectedItem::column).containsExactly(
                Tuple.tuple(2L, "AMOUNT_CHANGED", "amount"),
                Tuple.tuple(3L, "CHANGED", "customer_id"),
                Tuple.tuple(4L, "CHANGED", "customer_id"));
        assertThat(rejected.getFirst().message()).contains("50.00 USD", "50.01 USD");
        rejected.clear();
        importFile(HEAD + "K1,Anchor Tools,R2,2013-01-17,2013-02-15,50.00,2013-03-01,yes,electronic,GB\n"
                + "K2,,R3,2013-01-17,2013-02-16,25.50,2013-01-11,no,,\n"
                + "K1,Anchor Tools,R1,2013-01-15,2013-02-15,100.00,2013-02-20,no,paper,GB\n", false);
        assertThat(rejected).extracting(RejectedItem::column)
                .containsExactly("invoice_date", "settled_date", "due_date");
        assertThat(rejected.get(1).message()).contains("2013-01-10", "2013-01-11");
        assertThat(ledger.found).isEqualTo(before);
        assertThat(customers.found).containsOnlyKeys("K1", "K2");
    }

    @Test
    void aRowWhoseMarksChangedAddsItsPaymentAndMarksTheCharge() throws IOException {
        importFile(ROWS, false);
        String later = ROWS.replace("50.00,,yes,electronic", "50.00,2013-03-01,no,paper")
                .replace("R3,2013-01-17,2013-02-16,25.50,2013-01-10,no,,Western Australia", "R3,2013-01-17,2013-02-16,25.50,,yes,,South Australia");
        Map<String, Long> expected = Map.of("rows", 5L, "customers_existing", 2L, "charges_unchanged", 3L, "payments_added", 1L,
                "payments_unchanged", 1L, "marks_changed", 2L, "disputed", 1L, "rejected", 1L, "repeated", 1L);
        assertThat(importFile(later, true)).as("a dry run counts the same").isEqualTo(expected);
        assertThat(ledger.found.get("receivables/invoice/R2").disputed()).as("and marks nothing").isTrue();
        assertThat(importFile(later, false)).isEqualTo(expected);
        assertThat(ledger.openMinor.get("receivables/invoice/R2")).isZero();
        assertThat(ledger.found.get("receivables/invoice/R2").disputed()).isFalse();
        assertThat(ledger.found.get("receivables/invoice/R2").attributes()).isEqualTo(Map.of("delivery", "paper"));
        assertThat(ledger.found.get("receivables/invoice/R3").disputed()).isTrue();
        assertThat(ledger.found.get("receivables/invoice/R3").attributes()).isEqualTo(Map.of("country", "South Australia"));

        assertThat(importFile(later, false)).as("the same file again changes nothing").doesNotContainKeys("marks_changed", "payments_added");
        assertThat(importFile(ROWS, false)).as("marks go back as a file says").containsEntry("marks_changed", 2L).doesNotContainKey("payments_added");
    }

    @Test
    void aMarkThatAFileDoesNotStateStaysAsItIs() throws IOException {
        importFile(ROWS, false);
        Map<String, TransactionLedger.FoundTransaction> before = Map.copyOf(ledger.found);
        assertThat(importFile("customer_id,invoice_number,invoice_date,amount,delivery\nK1,R2,2013-01-16,50.00,\nK1,R1,2013-01-15,100.00,paper\n", false))
                .doesNotContainKey("marks_changed");
        assertThat(ledger.found).isEqualTo(before);
    }

    @Test
    void aChunkWithChangedMarksThatLostAnyAnswerAndIsDoneAgainCountsAsIfItWereDoneOnce() throws IOException {
        String later = ROWS.replace("50.00,,yes,electronic", "50.00,2013-03-01,no,paper") + "K1,,R9,2013-02-01,2013-02-28,7.00,,yes,paper,\n";
        importFile(ROWS, false);
        Map<String, Long> once = importFile(later, false);
        assertThat(once).containsEntry("marks_changed", 1L).containsEntry("payments_added", 1L).containsEntry("charges_added", 1L);
        for (int call = 1; call <= 3; call++) {
            ImportChunkTest fresh = new ImportChunkTest();
            fresh.importFile(ROWS, false);
            fresh.lost.loseCall(call);
            assertThat(fresh.importFile(later, false)).as("lost answer %d", call).isEqualTo(once);
            assertThat(fresh.ledger.found).isEqualTo(ledger.found);
            assertThat(fresh.lost.isPending()).isFalse();
        }
    }

    @Test
    void aDryRunCountsTheSameAndWritesNothing() throws IOException {
        Map<String, Long> dry = importFile(ROWS, true);
        assertThat(customers.found).isEmpty();
        assertThat(ledger.found).isEmpty();
        assertThat(dry).isEqualTo(importFile(ROWS, false));
    }

    @Test
    void aChunkThatLostAnyAnswerAndIsDoneAgainCountsAsIfItWereDoneOnce() throws IOException {
        Map<String, Long> once = importFile(ROWS, false);
        for (int call = 1; call <= 4; call++) {
            ImportChunkTest fresh = new ImportChunkTest();
            fresh.lost.loseCall(call);
            assertThat(fresh.importFile(ROWS, false)).as("lost answer %d", call).isEqualTo(once);
            assertThat(fresh.ledger.found.keySet()).isEqualTo(ledger.found.keySet());
            assertThat(fresh.lost.isPending()).isFalse();
        }
    }

    @Test
    void ofTwoImportsOfTheSameRowsAtOnceEachCountsTheCustomersThatItCreatedItself() throws IOException {
        var other = new TreeMap<String, Long>();
        customers.beforeCreate = () -> {
            try {
                other.putAll(importFile(ROWS, false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        assertThat(importFile(ROWS, false)).containsEntry("customers_existing", 2L).doesNotContainKey("customers_created");
        assertThat(other).containsEntry("customers_created", 2L).doesNotContainKey("customers_existing");
    }

    private Map<String, Long> importFile(String text, boolean dryRun) throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of(text));
        imports++;
        ImportSettings settings = ImportSettings.fromInput(new ImportSettings("documents/1", file.mapping(), Csv.USD,
                dryRun, 5).toInput());
        String process = "onboarding-" + imports + "/";
        List<RowOutcome> rows = Csv.rows(file);
        ImportChunk chunk = chunk(settings, process, new HashSet<>());
        try {
            chunk.bringIn(rows, process + "rows/1/line-0");
        } catch (Failure lostAnswer) {
            chunk = chunk(settings, process, new HashSet<>());
            chunk.bringIn(rows, process + "rows/1/line-0");
        }
        rejected.addAll(chunk.rejected());
        return new TreeMap<>(chunk.counters());
    }

    private ImportChunk chunk(ImportSettings settings, String process, Set<String> counted) {
        return new ImportChunk(settings, process, "org", customers, ledger, counted);
    }
}

package io.avid.onboarding.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.onboarding.process.GuessReport.Confidence;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The public sample of 2,466 invoices, as it is and in other companies' clothes. It is not part of the project. */
class ReceivablesSampleTest {
    private static final Path SAMPLE = Path.of("..", "shared", "data", "receivables", "invoices.csv");
    private static final Path SAMPLE_OF_A_WORKTREE = Path.of(System.getProperty("avid.shared", "."),
            "data", "receivables", "invoices.csv");

    private List<String[]> sample;
    private String text;

    @BeforeEach
    void readSample() throws IOException {
        Path path = Files.exists(SAMPLE) ? SAMPLE : SAMPLE_OF_A_WORKTREE;
        if (!Files.exists(path)) {
            System.err.println("WARNING: " + SAMPLE + " is not there, so the sample of receivables is not tested; "
                    + "-David.shared=FOLDER names the folder that holds data/.");
        }
        Assumptions.assumeTrue(Files.exists(path), "the sample of receivables is there");
        text = Files.readString(path);
        sample = text.lines().skip(1).map(line -> line.split(",", -1)).collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void theSampleIsReadWholeAndWithoutAQuestion() throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of(text));
        assertTheSampleIn(Csv.rows(file));

        GuessReport report = file.report().orElseThrow();
        assertThat(report.fields()).allMatch(field -> field.confidence() == Confidence.CERTAIN);
        assertThat(report.fields().stream().map(GuessReport.FieldReport::column)).containsExactly("customerID",
                "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "SettledDate", "Disputed", "PaperlessBill",
                "countrycode");
        assertThat(report.unusedColumns().stream().map(GuessReport.UnusedColumn::column)).containsExactly("PaperlessDate", "DaysToSettle", "DaysLate");
        ReceivableRow first = Csv.invoices(Csv.rows(file)).getFirst();
        assertThat(first).isEqualTo(new ReceivableRow(2, "3993-QUNVJ", Optional.empty(), "280670965",
                LocalDate.of(2012, 1, 3), LocalDate.of(2012, 2, 2), 5039, Optional.of(LocalDate.of(2012, 1, 23)),
                false, Optional.of(Delivery.PAPER), Optional.of("770")));
    }

    @Test
    void shuffledInGermanWithIsoDatesAndADecimalCommaItIsTheSameWithoutAMap() throws IOException {
        String german = german("Zustellung;Strittig;Rechnungsbetrag;Fällig am;Bezahlt am;Rechnungsdatum;Rechnungsnr.;"
                + "Kundennummer;Land;Tage");
        ReadableReceivables utf8 = Csv.readable(Csv.of(german));
        assertTheSampleIn(Csv.rows(utf8));
        assertThat(Csv.rows(Csv.readable(Csv.of(german, Charset.forName("windows-1252")))))
                .isEqualTo(Csv.rows(utf8));
        assertThat(Csv.rows(Csv.readable(Csv.of("\ufeff" + german, StandardCharsets.UTF_16LE))))
                .isEqualTo(Csv.rows(utf8));
    }

    @Test
    void underNamesThatNobodyKnowsItIsAskedAboutAndTheSameWithAMap() throws IOException {
        String opaque = german("K1;K2;K3;K4;K5;K6;K7;K8;K9;K10");
        assertThat(Csv.findings(opaque)).extracting(Finding::code).containsOnly(Finding.Code.MISSING_FIELD, Finding.Code.AMBIGUOUS_COLUMN);

        ParseReceivablesMapping.Parsed parsed = ParseReceivablesMapping.from(Map.ofEntries(
                Map.entry("customer_id", Map.of("column", "K8")),
                Map.entry("invoice_number", "K7"),
                Map.entry("invoice_date", Map.of("column", "K6", "format", "yyyy-MM-dd")),
                Map.entry("due_date", Map.of("column", "K4", "format", "yyyy-MM-dd")),
                Map.entry("settled_date", Map.of("column", "K5")),
                Map.entry("amount", "K3"),
                Map.entry("disputed", "K2"),
                Map.entry("delivery", "K1"),
                Map.entry("country", "K9"),
                Map.entry("decimal_separator", ",")));
        assertThat(parsed).isInstanceOf(ParseReceivablesMapping.Understood.class);
        ReceivablesMapping mapping = ((ParseReceivablesMapping.Understood) parsed).mapping();
        ReadableReceivables file =
                Csv.readable(ReceivablesFile.examine(Csv.of(opaque), Optional.of(mapping), Csv.USD));
        assertTheSampleIn(Csv.rows(file));
        assertThat(Csv.rows(ReceivablesFile.reopen(Csv.of(opaque), file.mapping(), Csv.USD)))
                .isEqualTo(Csv.rows(file));
    }

    @Test
    void aHandfulOfItsRowsWhoseDatesCouldBeReadTwoWaysIsAskedAbout() throws IOException {
        String few = Stream.concat(text.lines().limit(1), sample.stream()
                        .filter(row -> isReadableTwice(row[4]) && isReadableTwice(row[5]) && isReadableTwice(row[8])
                                && isReadableTwice(row[2]))
                        .map(row -> String.join(",", row)))
                .limit(12).collect(Collectors.joining("\n"));
        assertThat(few.lines().count()).isGreaterThan(2);
        assertThat(Csv.findings(few)).extracting(Finding::code).contains(Finding.Code.AMBIGUOUS_DATES);
    }

    private static boolean isReadableTwice(String dayMonthYear) {
        return dayMonthYear.compareTo("13") < 0 && !dayMonthYear.startsWith(dayMonthYear.substring(3, 5));
    }

    private String german(String header) {
        List<String[]> shuffled = new ArrayList<>(sample);
        Collections.shuffle(shuffled, new Random(7));
        StringBuilder csv = new StringBuilder(header).append("\r\n");
        for (String[] row : shuffled) {
            csv.append(row[9].equals("Paper") ? "Papier" : "Elektronisch").append(';')
                    .append(row[7].equals("Yes") ? "Ja" : "Nein").append(';')
                    .append(row[6].replace('.', ',')).append(';')
                    .append(iso(row[5])).append(';').append(iso(row[8])).append(';').append(iso(row[4])).append(';')
                    .append(row[3]).append(';').append(row[1]).append(';').append(row[0]).append(';')
                    .append(row[10]).append("\r\n");
        }
        return csv.toString();
    }

    private static String iso(String dayMonthYear) {
        String[] parts = dayMonthYear.split("/");
        return parts[2] + "-" + parts[1] + "-" + parts[0];
    }

    private void assertTheSampleIn(List<RowOutcome> rows) {
        List<ReceivableRow> invoices = Csv.invoices(rows);
        assertThat(rows).hasSameSizeAs(invoices);
        assertThat(invoices).hasSize(2_466);
        assertThat(invoices.stream().map(ReceivableRow::customerId).distinct().count()).isEqualTo(100);
        assertThat(invoices.stream().mapToLong(ReceivableRow::amountMinor).sum()).isEqualTo(147_703_18L);
        assertThat(invoices.stream().filter(ReceivableRow::disputed).count()).isEqualTo(561);
        Set<String> expected = new HashSet<>();
        for (String[] row : sample) {
            expected.add(String.join("|", row[1], row[3], iso(row[4]), iso(row[5]), iso(row[8]),
                    row[9].toUpperCase(Locale.ROOT)));
        }
        assertThat(invoices.stream().map(row -> String.join("|", row.customerId(), row.invoiceNumber(),
                row.invoiceDate().toString(), row.dueDate().toString(), row.settledDate().orElseThrow().toString(),
                row.delivery().orElseThrow().name())).collect(Collectors.toSet())).isEqualTo(expected);
    }
}

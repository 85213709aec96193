package io.avid.onboarding.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other people's files: strange, broken, and such that a wrong guess would be easy. */
class ReceivablesFileTest {
    private static final String HEAD = "customer_id,invoice_number,invoice_date,due_date,amount,settled_date\n";

    @Test
    void anotherCompanysColumnsAreRecognised() throws IOException {
        List<RowOutcome> rows = Csv.rows("""
                sep=;
                Cust #;Customer;Inv No;Doc Date;Net Due;Curr;Gross;Cleared On
                007;Anchor Tools Ltd;A-1;05-Jan-13;2013-02-04T00:00:00;USD;"1,234.50";
                007;Anchor Tools Ltd;A-2;17-Mar-13;2013-04-16T00:00:00;USD;$99.00;2-Apr-13
                012;Bright & Sons;A-3;18-Mar-13;2013-04-17T00:00:00;EUR;10.00;
                Total;;;1343,50
                """);
        assertThat(Csv.invoices(rows)).extracting(ReceivableRow::customerId, row -> row.customerName().orElse(""),
                        ReceivableRow::invoiceNumber, ReceivableRow::invoiceDate, ReceivableRow::dueDate,
                        ReceivableRow::amountMinor, row -> row.settledDate().map(Object::toString).orElse("open"))
                .containsExactly(
                        Tuple.tuple("007", "Anchor Tools Ltd", "A-1", LocalDate.of(2013, 1, 5),
                                LocalDate.of(2013, 2, 4), 123450L, "open"),
                        Tuple.tuple("007", "Anchor Tools Ltd", "A-2", LocalDate.of(2013, 3, 17),
                                LocalDate.of(2013, 4, 16), 9900L, "2013-04-02"));
        assertThat(Csv.rejected(rows)).extracting(RejectedRow::line, RejectedRow::reason).containsExactly(
                Tuple.tuple(5L, RejectedRow.Reason.OTHER_CURRENCY),
                Tuple.tuple(6L, RejectedRow.Reason.UNEVEN_ROW));
    }

    @ParameterizedTest
    @CsvSource({"Streit,Ja,Nein", "Strittig?,ja,nein", "Litige,Oui,Non", "En litige,o,n", "Contesté,x,''", "En disputa,Sí,No",
        "Impugnado,1,0", "Contestata,Sì,No", "In contestazione,vero,falso", "Betwist,Ja,Nee", "In geschil,waar,onwaar", "Disputed,true,false"})
    void aMarkOfDisputesIsKnownInSixLanguages(String name, String yes, String no) throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of("Customer,Inv No,Inv Dt,Inv Amt,Due Dt,Pmt Dt," + name + "\n"
                + "K1,A,2013-01-31,1.00,2013-02-28,2013-02-20," + yes + "\nK1,B,2013-01-31,1.00,2013-02-28,," + no + "\n"));
        assertThat(Csv.invoices(Csv.rows(file))).extracting(ReceivableRow::disputed).containsExactly(true, false);
        assertThat(file.report().orElseThrow().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Paperless,ELECTRONIC", "Papierlos,ELECTRONIC", "Facture électronique,ELECTRONIC", "Sans papier,ELECTRONIC",
        "Factura electrónica,ELECTRONIC", "Fattura elettronica,ELECTRONIC", "Digitale factuur,ELECTRONIC", "Papierloos,ELECTRONIC",
        "Papierrechnung,PAPER", "Papel,PAPER", "Cartacea,PAPER"})
    void yesMeansWhatTheNameOfTheDeliverySays(String name, Delivery delivery) throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of("Customer,Inv No,Inv Dt,Inv Amt,Due Dt,Pmt Dt," + name + "\n"
                + "K1,A,2013-01-31,1.00,2013-02-28,2013-02-20,yes\nK1,B,2013-01-31,1.00,2013-02-28,,no\n"));
        assertThat(Csv.invoices(Csv.rows(file))).extracting(row -> row.delivery().orElseThrow())
                .containsExactly(delivery, delivery == Delivery.PAPER ? Delivery.ELECTRONIC : Delivery.PAPER);
    }

    @Test
    void aColumnThatAlwaysSaysTheSameIsNotTakenForAMark() throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of("Customer,Inv No,Inv Dt,Inv Amt,Due Dt,Pmt Dt,Version,Note\n"
                + "K1,A,2013-01-31,1.00,2013-02-28,2013-02-20,1,\nK1,B,2013-01-31,1.00,2013-02-28,,1,\n"));
        assertThat(file.report().orElseThrow().warnings()).isEmpty();
    }

    @Test
    void paperAndElectronicAreKnownUnderAnyNameAndYesAndNoAreNot() throws IOException {
        ReadableReceivables file = Csv.readable(Csv.of("Customer,Inv No,Inv Dt,Inv Amt,Due Dt,Pmt Dt,Sent as,Flag\n"
                + "K1,A,2013-01-31,1.00,2013-02-28,2013-02-20,Paper,yes\nK1,B,2013-01-31,1.00,2013-02-28,,Electronic,no\n"));
        assertThat(Csv.invoices(Csv.rows(file))).extracting(row -> row.delivery().orElseThrow(), ReceivableRow::disputed)
                .containsExactly(Tuple.tuple(Delivery.PAPER, false), Tuple.tuple(Delivery.ELECTRONIC, false));
        assertThat(file.report().orElseThrow().warnings()).singleElement().asString()
                .contains("'Flag'", "not used", "disputed: {column: Flag}");
    }

    @Test
    void linesAreTheFilesOwnThroughBlankLinesTitlesAndQuotedLineBreaks() throws IOException {
        List<RowOutcome> rows = Csv.rows("Open items of all branches\r\n\r\nCustomer No,Name,Invoice No,Invoice Date,Amount\r\n"
                + "1,\"Long\r\nName\",R1,2013-01-31,1.00\r\n\r\n,,,,\r\n2,Short Name,R2,2013-01-31,2.00\r\n");
        assertThat(rows).extracting(RowOutcome::line).containsExactly(4L, 8L);
        assertThat(Csv.invoices(rows)).extracting(row -> row.customerName().orElseThrow()).containsExactly("Long Name", "Short Name");
    }

    @Test
    void rowsThatAMissingQuotationMarkSwallowedAreNoName() throws IOException {
        List<RowOutcome> rows = Csv.rows("Customer No,Invoice No,Invoice Date,Amount,Customer Name\n"
                + "1,R1,2013-01-31,1.00,\"First\n2,R2,2013-01-31,2.00,Second\"\n3,R3,2013-01-31,3.00,Third\n");
        assertThat(rows.getFirst()).isInstanceOfSatisfying(RejectedRow.class, row -> {
            assertThat(row.reason()).isEqualTo(RejectedRow.Reason.BAD_TEXT);
            assertThat(row.message()).contains("customer_name", "line break", "quotation mark");
        });
        assertThat(rows).hasSize(2);
    }

    @Test
    void everyRowThatIsNotAsWideAsTheHeaderIsWarnedOf() throws IOException {
        String good = "1,A,2013-01-31,2013-02-28,1.00,\n";
        assertThat(Csv.readable(Csv.of(HEAD + good + "1,B,2013-01-31\n1,C,2013-01-31,2013-02-28,1.00,,more,more\n")).report().orElseThrow().warnings())
                .singleElement().asString().startsWith("2 of 3 rows are not as wide as the header");
        assertThat(Csv.readable(Csv.of(HEAD + good + "1,B,2013-01-31\n")).report().orElseThrow().warnings())
                .singleElement().asString().startsWith("1 of 2 rows is not as wide as the header");
    }

    @Test
    void aDateColumnThatCouldBeReadTwoWaysIsAskedAboutWithBothReadings() throws IOException {
        List<Finding> findings = Csv.findings(HEAD + "1,A,03/01/2012,04/01/2012,1.00,\n1,B,05/02/2012,06/02/2012,1.00,\n");
        assertThat(findings).extracting(Finding::code)
                .containsExactly(Finding.Code.AMBIGUOUS_DATES, Finding.Code.AMBIGUOUS_DATES);
        assertThat(findings.getFirst().message()).contains("'03/01/2012' at line 2", "2012-01-03 as d/M/yyyy",
                "2012-03-01 as M/d/yyyy", "invoice_date: {column: invoice_date, format: d/M/yyyy}");
    }

    @Test
    void oneSureDateColumnSettlesAnotherOfTheSameShapeAndNoOther() throws IOException {
        List<RowOutcome> rows = Csv.rows(HEAD + "1,A,03/01/2012,03/31/2012,1.00,\n1,B,05/02/2012,06/02/2012,1.00,\n");
        assertThat(Csv.invoices(rows)).extracting(ReceivableRow::invoiceDate)
                .containsExactly(LocalDate.of(2012, 3, 1), LocalDate.of(2012, 5, 2));
        assertThat(Csv.findings(HEAD + "1,A,03.01.2012,03/31/2012,1.00,\n1,B,05.02.2012,06/02/2012,1.00,\n"))
                .extracting(Finding::code).containsExactly(Finding.Code.AMBIGUOUS_DATES);
        assertThat(Csv.findings(HEAD + "1,A,03/01/2012,01/01/2012,1.00,\n1,B,05/02/2012,02/02/2012,1.00,\n"))
                .as("01/01 and 02/02 can be read, but say nothing about others")
                .extracting(Finding::code).containsExactly(Finding.Code.AMBIGUOUS_DATES);
    }

    @Test
    void aColumnThatMixesTwoStylesIsAskedAboutAndASlipIsARejectedRow() throws IOException {
        assertThat(Csv.findings(HEAD + "1,A,31/01/2012,,1.00,\n1,B,01/31/2012,,1.00,\n1,C,02/03/2012,,1.00,\n"))
                .extracting(Finding::code).containsExactly(Finding.Code.AMBIGUOUS_DATES);
        StringBuilder many = new StringBuilder(HEAD);
        for (int i = 0; i < 60; i++) {
            many.append("1,A").append(i).append(",2").append(i % 10).append("/01/2012,,1.00,\n");
        }
        List<RowOutcome> rows = Csv.rows(many + "1,B,01/31/2012,,1.00,\n");
        assertThat(Csv.invoices(rows)).hasSize(60);
        assertThat(Csv.rejected(rows)).extracting(RejectedRow::reason).containsExactly(RejectedRow.Reason.BAD_DATE);
    }

    @Test
    void twoColumnsForOneFieldAreAskedAbout() throws IOException {
        assertThat(Csv.findings("Customer No,Invoice No,Invoice Date,Amount,Total\n1,A,2012-01-31,1.00,1.19\n"))
                .extracting(Finding::code, finding -> finding.field().orElseThrow(), Finding::columns)
                .containsExactly(Tuple.tuple(Finding.Code.AMBIGUOUS_COLUMN,
                        ReceivableField.AMOUNT, List.of("Amount", "Total")));
        assertThat(Csv.findings("Customer No,Invoice No,Invoice Date,Amount,Amount\n1,A,2012-01-31,1.00,1.19\n"))
                .extracting(Finding::code).containsExactly(Finding.Code.REPEATED_COLUMN);
        ReadableReceivables gross =
                Csv.readable(Csv.of("Customer No,Invoice No,Invoice Date,Net,VAT,Gross\n1,A,2012-01-31,1.00,0.19,1.19\n"));
        assertThat(gross.mapping().column(ReceivableField.AMOUNT)).contains(MappedColumn.of("Gross"));
    }

    @Test
    void anUnnamedDateColumnThatCouldBeTheSettlementIsNeverLeftOutInSilence() throws IOException {
        assertThat(Csv.findings("Customer No,Invoice No,Invoice Date,Due Date,Amount,Z9\n"
                        + "1,A,2012-01-31,2012-02-28,1.00,2012-02-20\n1,B,2012-01-31,2012-02-28,1.00,\n"))
                .extracting(Finding::code, finding -> finding.field().orElseThrow(), Finding::columns)
                .containsExactly(Tuple.tuple(Finding.Code.AMBIGUOUS_COLUMN,
                        ReceivableField.SETTLED_DATE, List.of("Z9")));
        assertThat(Csv.findings("Customer No,Invoice No,Invoice Date,Paid,Amount\n1,A,2012-01-31,Yes,1.00\n"))
                .extracting(Finding::code).containsExactly(Finding.Code.MISFIT_COLUMN);
        assertThat(Csv.rows("Customer No,Invoice No,Invoice Date,Due Date,Amount,Created on\n"
                + "1,A,2012-01-31,2012-02-28,1.00,2012-02-20\n")).hasSize(1);
    }

    @Test
    void aColumnNamedDueThatLiesBeforeTheInvoiceIsAskedAbout() throws IOException {
        assertThat(Csv.findings("Customer No,Invoice No,Invoice Date,Due,Amount\n"
                        + "1,A,2012-01-31,2011-12-28,1.00\n1,B,2012-01-31,2011-12-28,1.00\n1,C,2012-01-31,2011-12-28,1.00\n"))
                .extracting(Finding::code).containsExactly(Finding.Code.MISFIT_COLUMN);
    }

    @Test
    void amountsAreSettledByTheWholeColumnOrAskedAbout() throws IOException {
        assertThat(Csv.invoices(Csv.rows(HEAD + "1,A,2012-01-31,,\"1,234\",\n1,B,2012-01-31,,97.6,\n")))
                .extracting(ReceivableRow::amountMinor).containsExactly(123400L, 9760L);
        assertThat(Csv.invoices(Csv.rows(HEAD + "1,A,2012-01-31,,\"1.234\",\n1,B,2012-01-31,,\"97,6\",\n")))
                .extracting(ReceivableRow::amountMinor).containsExactly(123400L, 9760L);
        List<Finding> findings = Csv.findings(HEAD + "1,A,2012-01-31,,\"1,234\",\n1,B,2012-01-31,,12,\n");
        assertThat(findings).extracting(Finding::code).containsExactly(Finding.Code.AMBIGUOUS_AMOUNTS);
        assertThat(findings.getFirst().message()).contains("1234", "1.234", "decimal_separator");
        assertThat(Csv.rows(Csv.readable(ReceivablesFile.examine(Csv.of(HEAD + "1,A,2012-01-31,,\"1,234\",\n"),
                        Optional.empty(), Currency.getInstance("JPY")))))
                .first().isInstanceOfSatisfying(ReceivableRow.class,
                        row -> assertThat(row.amountMinor()).isEqualTo(1234));
    }

    @Test
    void everyBadRowIsRejectedWithItsLineAndReasonAndTheOthersAreTaken() throws IOException {
        List<RowOutcome> rows = Csv.rows(HEAD
                + "1,A1,2012-01-31,2012-02-28,1.00,\n"
                + ",A2,2012-01-31,2012-02-28,1.00,\n"
                + "1,,2012-01-31,2012-02-28,1.00,\n"
                + "1,A3,2012-02-31,2012-02-28,1.00,\n"
                + "1,A4,2012-01-31,2012-02-28,1.005,\n"
                + "1,A5,2012-01-31,2012-02-28,-1.00,\n"
                + "1,A6,2012-01-31,2012-02-28,(1.00),\n"
                + "1,A7,2012-01-31,2012-02-28,0.00,\n"
                + "1,A8,2012-01-31,2012-02-28,EUR 1.00,\n"
                + "1,A9,2012-01-31,2012-02-28,one,\n"
                + "1,A10,2012-01-31,2002-02-28,1.00,\n"
                + "1,A11,2012-01-31,2112-02-28,1.00,\n"
                + "1,A12,2012-01-31,2012-02-28,1.00\n"
                + "1,A13,2012-01-31,2012-02-28,1.00,,surplus\n"
                + "1,A1,2012-01-31,2012-02-28,1.00,\n"
                + "1,A1,2012-01-31,2012-02-28,1.01,\n"
                + "1,A14,2012-01-31,2012-02-28,1.00,2012-01-15\n"
                + "1," + "x".repeat(2_000) + ",2012-01-31,2012-02-28,1.00,\n"
                + ("1,B,2012-01-31,2012-02-28,1.00,\n".replace("B", "B%s")).repeat(30).formatted((Object[])
                        IntStream.range(0, 30).boxed().toArray()));
        assertThat(Csv.rejected(rows)).extracting(RejectedRow::line, RejectedRow::reason).containsExactly(
                tuple(3, RejectedRow.Reason.MISSING_VALUE), tuple(4, RejectedRow.Reason.MISSING_VALUE),
                tuple(5, RejectedRow.Reason.BAD_DATE), tuple(6, RejectedRow.Reason.TOO_MANY_DECIMALS),
                tuple(7, RejectedRow.Reason.CREDIT), tuple(8, RejectedRow.Reason.CREDIT),
                tuple(9, RejectedRow.Reason.ZERO_AMOUNT), tuple(10, RejectedRow.Reason.OTHER_CURRENCY),
                tuple(11, RejectedRow.Reason.BAD_AMOUNT), tuple(12, RejectedRow.Reason.IMPLAUSIBLE_DATE),
                tuple(13, RejectedRow.Reason.IMPLAUSIBLE_DATE), tuple(14, RejectedRow.Reason.UNEVEN_ROW),
                tuple(15, RejectedRow.Reason.UNEVEN_ROW), tuple(17, RejectedRow.Reason.INVOICE_NUMBER_TAKEN),
                tuple(19, RejectedRow.Reason.TOO_LONG));
        assertThat(rows).contains(new RepeatedRow(16, 2, "A1"));
        assertThat(Csv.invoices(rows)).hasSize(32);
    }

    @Test
    void whatIsWrongWithAMapIsSaidAtOnceWithTheNearestColumn() throws IOException {
        ParseReceivablesMapping.Parsed parsed = ParseReceivablesMapping.from(Map.of("custmer_id", "A",
                "invoice_date", Map.of("column", "B", "format", "yyyy-QQ"), "decimal_separator", ";"));
        assertThat(parsed).isInstanceOfSatisfying(ParseReceivablesMapping.NotUnderstood.class, wrong ->
                assertThat(wrong.findings()).extracting(Finding::code).containsExactlyInAnyOrder(
                        Finding.Code.UNKNOWN_FIELD, Finding.Code.BAD_FORMAT, Finding.Code.BAD_FORMAT,
                        Finding.Code.MISSING_FIELD, Finding.Code.MISSING_FIELD, Finding.Code.MISSING_FIELD));
        assertThat(((ParseReceivablesMapping.NotUnderstood) parsed).findings()).anyMatch(finding ->
                finding.message().contains("did you mean 'customer_id'"));

        ReceivablesMapping mapping = new ReceivablesMapping(Map.of(
                ReceivableField.CUSTOMER_ID, MappedColumn.of("Kunde"),
                ReceivableField.INVOICE_NUMBER, MappedColumn.of("Belege"),
                ReceivableField.INVOICE_DATE, MappedColumn.of("Datum", "dd.MM.yyyy"),
                ReceivableField.AMOUNT, MappedColumn.of("Nirgends")), Optional.empty(), Optional.empty());
        List<Finding> findings = Csv.findings(ReceivablesFile.examine(
                Csv.of("Kunde;Beleg;Datum;Summe\n1;A;2012-01-31;1,00\n"), Optional.of(mapping), Csv.USD));
        assertThat(findings).extracting(Finding::code).containsExactly(Finding.Code.UNKNOWN_COLUMN,
                Finding.Code.BAD_FORMAT, Finding.Code.UNKNOWN_COLUMN);
        assertThat(findings.getFirst().message()).contains("did you mean 'Beleg'");
        assertThat(findings.get(1).message()).contains("'2012-01-31'", "yyyy-M-d");
    }

    @Test
    void aFileThatIsNoListOfInvoicesIsRefusedAsAWhole() throws IOException {
        assertThat(Csv.findings("")).extracting(Finding::code).containsExactly(Finding.Code.EMPTY_FILE);
        assertThat(Csv.findings("\n\n  \n")).extracting(Finding::code).containsExactly(Finding.Code.EMPTY_FILE);
        assertThat(Csv.findings(HEAD)).extracting(Finding::code).containsExactly(Finding.Code.NO_ROWS);
        assertThat(Csv.findings("customer\nA\nB\n")).extracting(Finding::code).containsExactly(Finding.Code.NO_HEADER);
        assertThat(Csv.findings("1,2012-01-31,5.00\n2,2012-01-31,6.00\n")).extracting(Finding::code)
                .containsExactly(Finding.Code.NO_HEADER);
        assertThat(Csv.findings(Csv.examine(Csv.of(new byte[] {'P', 'K', 3, 4, 20, 0, 1}))))
                .extracting(Finding::code).containsExactly(Finding.Code.NOT_TEXT);
        assertThat(Csv.findings(Csv.examine(Csv.of(new byte[] {'a', 0, 'b', 0, '\n', 0}))))
                .extracting(Finding::code).containsExactly(Finding.Code.NOT_TEXT);
        assertThat(Csv.findings(HEAD + "1,A,2012-01-31,,1.00,\n1,\"B,2012-01-31,,1.00,\n1,C,2012-01-31,,1.00,\n"))
                .extracting(Finding::code, Finding::message).first().asString().contains("UNCLOSED_QUOTE", "line 3");
    }

    @Test
    void aLineOfTenMegabytesIsOneRejectedRow() throws IOException {
        String huge = HEAD + "1,A,2012-01-31,,1.00,\n1,B," + "9".repeat(10_000_000) + ",,1.00,\n" + "1,C,"
                + ",".repeat(2_000_000) + "\n1,D,2012-01-31,,1.00,\n";
        List<RowOutcome> rows = Csv.rows(huge);
        assertThat(rows).extracting(RowOutcome::line).containsExactly(2L, 3L, 4L, 5L);
        assertThat(Csv.rejected(rows)).extracting(RejectedRow::reason)
                .containsExactly(RejectedRow.Reason.TOO_LONG, RejectedRow.Reason.TOO_LONG);
    }

    @Test
    void theRejectedRowsComeBackInTheFilesOwnDialectAndCanBeImportedWhenCorrected() throws IOException {
        String text = "sep=;\r\nKundennr;Rechnungsnr;Rechnungsdatum;Betrag;Bemerkung\r\n"
                + "1;A;31.01.2012;1,00;gut\r\n1;B;31.01.2012;zwei;\"sagt \"\"müde\"\"; und geht\"\r\n1;C;31.01.2012\r\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"))) {
            ReadableReceivables file = Csv.readable(Csv.of(text, charset));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (WriteRejects rejects = file.rejectsTo(out)) {
                Csv.rejected(Csv.rows(file)).forEach(rejects::write);
            }
            String written = out.toString(charset);
            assertThat(written).startsWith("sep=;\r\navid_line;avid_reason;Kundennr;Rechnungsnr;Rechnungsdatum;Betrag;Bemerkung\r\n4;")
                    .contains(";1;B;31.01.2012;zwei;\"sagt \"\"müde\"\"; und geht\"\r\n5;")
                    .endsWith(";1;C;31.01.2012\r\n");
            String corrected = written.replace("zwei", "2,00").replaceFirst("C;31.01.2012\r\n", "C;31.01.2012;3,00;\r\n");
            ReadableReceivables again = Csv.readable(Csv.of(corrected, charset));
            assertThat(Csv.invoices(Csv.rows(again))).extracting(ReceivableRow::invoiceNumber, ReceivableRow::amountMinor)
                    .containsExactly(tuple("B", 200L), tuple("C", 300L));
            assertThat(again.mapping().columns().values()).extracting(MappedColumn::column)
                    .doesNotContain("avid_line", "avid_reason");
        }
    }

    private static Tuple tuple(long line, RejectedRow.Reason reason) {
        return Tuple.tuple(line, reason);
    }

    private static Tuple tuple(String number, long minor) {
        return Tuple.tuple(number, minor);
    }
}

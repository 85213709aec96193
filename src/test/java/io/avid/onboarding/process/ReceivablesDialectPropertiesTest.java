package io.avid.onboarding.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever dialect the same invoices are written in, they come out the same. */
class ReceivablesDialectPropertiesTest {
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"),
            StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
    private static final List<String> DATES = List.of("yyyy-MM-dd", "dd.MM.yyyy", "d/M/yyyy", "M/d/yyyy", "yyyyMMdd",
            "dd-MMM-yy", "MMM d, yyyy", "d. MMMM yyyy", "yyyy/MM/dd", "yyyy-MM-dd'T'00:00:00", "dd.MM.yy");
    private static final List<String> NAMES = List.of("Anchor Tools", "Müller & Söhne", "Smith; Jones", "O'Neill, Pat",
            "The \"Best\" Shop", "A|B Freight", "Tab\u00adless Ltd");

    @Property(tries = 150)
    void theSameInvoicesComeOutOfEveryDialect(@ForAll Random random, @ForAll @IntRange(min = 25, max = 60) int count)
            throws IOException {
        char separator = CsvDialect.SEPARATORS.get(random.nextInt(4));
        Charset charset = CHARSETS.get(random.nextInt(4));
        String lineEnd = random.nextBoolean() ? "\r\n" : "\n";
        boolean comma = random.nextBoolean();
        DateTimeFormatter invoiceDates = dates(random);
        DateTimeFormatter settledDates = dates(random);
        boolean mark = !charset.equals(CHARSETS.get(1)) && (!charset.equals(StandardCharsets.UTF_8) || random.nextBoolean());

        StringBuilder text = new StringBuilder(mark ? "\ufeff" : "");
        text.append(String.join(String.valueOf(separator), "Bezahlt am", "Kundennummer", "Kunde", "Rechnungsnummer",
                "Betrag", "Rechnungsdatum", "Disputed?")).append(lineEnd);
        List<ReceivableRow> expected = new ArrayList<>();
        LocalDate first = LocalDate.of(2012, 1, 13);
        for (int i = 0; i < count; i++) {
            LocalDate invoiced = first.plusDays(random.nextInt(700)).withDayOfMonth(13 + i % 16);
            Optional<LocalDate> settled = i % 3 == 0 ? Optional.empty()
                    : Optional.of(invoiced.plusDays(40).withDayOfMonth(13 + i % 16));
            long minor = 1 + random.nextLong(i % 5 == 0 ? 900_000_000L : 90_000L);
            String name = NAMES.get(random.nextInt(NAMES.size()));
            ReceivableRow row = new ReceivableRow(i + 2, "K" + i % 7, Optional.of(name), "R-" + i, invoiced, invoiced,
                    minor, settled, i % 4 == 0, Optional.empty(), Optional.empty());
            expected.add(row);
            text.append(String.join(String.valueOf(separator),
                    field(settled.map(settledDates::format).orElse(""), separator, random),
                    field(row.customerId(), separator, random), field(name, separator, random),
                    field(row.invoiceNumber(), separator, random), field(amount(minor, comma), separator, random),
                    field(invoiceDates.format(invoiced), separator, random), row.disputed() ? "ja" : "nein"));
            text.append(i == count - 1 && random.nextBoolean() ? "" : lineEnd);
        }
        ReadableReceivables file = Csv.readable(Csv.of(text.toString(), charset));
        assertThat(Csv.rows(file)).isEqualTo(expected);
        assertThat(Csv.rows(ReceivablesFile.reopen(Csv.of(text.toString(), charset), file.mapping(), Csv.USD)))
                .isEqualTo(expected);
    }

    @Property(tries = 300)
    void anAmountIsReadToTheLastMinorUnitInEveryCurrencyAndStyle(
            @ForAll @LongRange(min = 1, max = 999_999_999_999L) long minor, @ForAll Random random) {
        for (String code : List.of("USD", "JPY", "KWD")) {
            Currency currency = Currency.getInstance(code);
            int digits = currency.getDefaultFractionDigits();
            BigDecimal exact = BigDecimal.valueOf(minor, digits);
            for (Map.Entry<Character, List<String>> style : Map.of('.', List.of(",", "'", " ", "\u00a0", ""), ',',
                    List.of(".", "'", " ", "\u202f", "")).entrySet()) {
                String grouping = style.getValue().get(random.nextInt(5));
                String plain = exact.toPlainString();
                String whole = digits == 0 ? plain : plain.substring(0, plain.indexOf('.'));
                String fraction = digits == 0 ? "" : style.getKey() + plain.substring(plain.indexOf('.') + 1);
                String grouped = grouping.isEmpty() ? whole : whole.replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", grouping);
                AmountPattern pattern = new AmountPattern(style.getKey(), currency);
                String written = grouped + fraction;
                assertThat(pattern.read(written)).as(written).isEqualTo(new AmountPattern.Amount(minor));
                assertThat(pattern.read(code + " " + written)).isEqualTo(new AmountPattern.Amount(minor));
                assertThat(pattern.read("-" + written)).isEqualTo(new AmountPattern.Amount(-minor));
                assertThat(pattern.read(written + "-")).isEqualTo(new AmountPattern.Amount(-minor));
                assertThat(pattern.read("(" + written + ")")).isEqualTo(new AmountPattern.Amount(-minor));
                assertThat(pattern.read(written + " " + code)).isEqualTo(new AmountPattern.Amount(minor));
            }
        }
    }

    @Property(tries = 300)
    void aDateIsReadBackInEveryStyle(@ForAll @IntRange(min = 0, max = 36_000) int days, @ForAll Random random) {
        LocalDate date = LocalDate.of(1970, 1, 1).plusDays(days);
        for (String format : DATES) {
            String written = DateTimeFormatter.ofPattern(format, random.nextBoolean() ? Locale.ENGLISH : Locale.GERMAN)
                    .format(date);
            assertThat(DatePattern.of(format).orElseThrow().read(written)).as(written + " as " + format).contains(date);
            assertThat(DatePattern.formatsOf(written).stream()
                    .map(found -> DatePattern.of(found).orElseThrow().read(written))).as(written).contains(Optional.of(date));
        }
    }

    private static DateTimeFormatter dates(Random random) {
        return DateTimeFormatter.ofPattern(DATES.get(random.nextInt(DATES.size())),
                random.nextBoolean() ? Locale.ENGLISH : Locale.GERMAN);
    }

    private static String amount(long minor, boolean comma) {
        String text = String.format(Locale.ENGLISH, "%,d.%02d", minor / 100, minor % 100);
        return comma ? text.replace(',', '\'').replace('.', ',').replace('\'', '.') : text;
    }

    private static String field(String value, char separator, Random random) {
        boolean needed = value.indexOf(separator) >= 0 || value.indexOf('"') >= 0;
        return needed || random.nextInt(4) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}

package io.avid.onboarding.process;

import io.avid.onboarding.process.GuessReport.Confidence;
import io.avid.onboarding.process.GuessReport.FieldReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From the bytes of somebody's list of invoices to rows that can be imported, without a silent guess.
 *
 * <p>Other people's files differ in everything: encoding, separator, the names and order of columns, how they write
 * dates and amounts. All of it is settled before the first row is read, each thing once for the whole file:
 * <ol>
 *   <li>{@link TextEncoding} and {@link DetectDialect}: bytes to text to rows.</li>
 *   <li>{@link SurveyFile}: one pass over all rows that gathers what the values of each column say.</li>
 *   <li>{@link CheckMapping} finds the columns that a map names, or {@link GuessColumns} finds them by names and
 *       values.</li>
 *   <li>{@link SettleDates} and {@link AmountColumn}: the format of each date column and of the amounts, by the
 *       whole column.</li>
 *   <li>{@link WeighDates}, for a guess: a second pass that holds the dates against each other.</li>
 * </ol>
 * Either everything is settled, which gives {@link ReadableReceivables} whose rows follow one plan; or something is
 * not, and {@link UnreadableReceivables} says all that is open at once, with the map so far. Only then single rows
 * count: {@link ReadReceivableRow} takes or rejects each by itself.
 */
public final class ReceivablesFile {
    private ReceivablesFile() {}

    /**
     * Looks over the whole file.
     *
     * @param mapping a map; one without any column only settles the separators, and the columns are guessed
     */
    public static Examination examine(ReceivablesSource source, Optional<ReceivablesMapping> mapping, Currency currency)
            throws IOException {
        try {
            CsvDialect dialect = DetectDialect.of(source, mapping.flatMap(ReceivablesMapping::separator));
            Optional<ReceivablesMapping> named = mapping.filter(given -> !given.columns().isEmpty());
            SurveyFile.Survey survey = SurveyFile.of(source, dialect, named, currency);
            return named.isPresent()
                    ? byMap(source, survey, named.get(), currency)
                    : byGuess(source, survey, currency, mapping.flatMap(ReceivablesMapping::decimalSeparator));
        } catch (UnreadableFileException e) {
            return new UnreadableReceivables(List.of(e.finding()), Optional.empty(),
                    mapping.orElse(ReceivablesMapping.EMPTY));
        }
    }

    /**
     * Opens a file that was examined before, by the complete map that the examination gave.
     *
     * @throws IllegalArgumentException when the map is not complete or not this file's
     */
    public static ReadableReceivables reopen(ReceivablesSource source, ReceivablesMapping complete, Currency currency)
            throws IOException {
        CsvDialect dialect = DetectDialect.of(source, complete.separator());
        try (RowsBelowHeader file = RowsBelowHeader.open(source, dialect, Optional.of(complete))) {
            CheckMapping.Checked checked = CheckMapping.of(complete, file.header());
            if (!checked.findings().isEmpty()) {
                throw new IllegalArgumentException("The map is not this file's: " + checked.findings().getFirst().message());
            }
            Map<ReceivableField, DatePattern> dates = new EnumMap<>(ReceivableField.class);
            complete.columns().forEach((field, column) -> {
                if (field.isDate()) {
                    dates.put(field, column.format().flatMap(DatePattern::of).orElseThrow(() -> new IllegalArgumentException(
                            "The map is not complete: expected a format for " + field.key())));
                }
            });
            char decimalSeparator = complete.decimalSeparator().orElseThrow(() -> new IllegalArgumentException(
                    "The map is not complete: expected a decimal separator"));
            return new ReadableReceivables(source, new ReadingPlan(dialect, file.header(), checked.columns(), dates,
                    new AmountPattern(decimalSeparator, currency)), Optional.empty());
        }
    }

    private static Examination byMap(ReceivablesSource source, SurveyFile.Survey survey, ReceivablesMapping mapping,
            Currency currency) {
        CheckMapping.Checked checked = CheckMapping.of(mapping, survey.header());
        Map<ReceivableField, GuessColumns.Choice> choices = new EnumMap<>(ReceivableField.class);
        checked.columns().forEach((field, column) ->
                choices.put(field, new GuessColumns.Choice(column, Confidence.GIVEN, "the map says so")));
        Map<ReceivableField, String> formats = new EnumMap<>(ReceivableField.class);
        mapping.columns().forEach((field, column) -> column.format().ifPresent(format -> formats.put(field, format)));
        return new Settling(source, survey, currency, choices, checked.columns(), formats, mapping.decimalSeparator(),
                checked.findings(), List.of()).settle();
    }

    private static Examination byGuess(ReceivablesSource source, SurveyFile.Survey survey, Currency currency,
            Optional<Character> decimalSeparator) throws IOException {
        GuessColumns.Guess guess = GuessColumns.of(survey);
        Map<ReceivableField, Integer> columns = new EnumMap<>(ReceivableField.class);
        guess.choices().forEach((field, choice) -> columns.put(field, choice.column()));
        Settling settling = new Settling(source, survey, currency, guess.choices(), columns, Map.of(), decimalSeparator,
                guess.findings(), guess.warnings());
        settling.findings.addAll(WeighDates.of(source, survey, columns, settling.dates.patterns()).stream()
                .filter(finding -> guess.findings().stream().noneMatch(other -> other.field().equals(finding.field())))
                .toList());
        return settling.settle();
    }

    /** What is settled and what is open, on the way to either outcome. */
    private static final class Settling {
        private final ReceivablesSource source;
        private final SurveyFile.Survey survey;
        private final Currency currency;
        private final Map<ReceivableField, GuessColumns.Choice> choices;
        private final Map<ReceivableField, Integer> columns;
        private final SettleDates.Dates dates;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Optional<Character> decimalSeparator;
        private String whyDecimalSeparator = "the decimal separator is given";

        Settling(ReceivablesSource source, SurveyFile.Survey survey, Currency currency,
                Map<ReceivableField, GuessColumns.Choice> choices, Map<ReceivableField, Integer> columns,
                Map<ReceivableField, String> formats, Optional<Character> decimalSeparator, List<Finding> findings,
                List<String> warnings) {
            this.source = source;
            this.survey = survey;
            this.currency = currency;
            this.choices = choices;
            this.columns = columns;
            this.decimalSeparator = decimalSeparator;
            this.findings.addAll(findings);
            this.warnings.addAll(warnings);
            this.dates = SettleDates.of(survey, columns, formats);
            this.findings.addAll(dates.findings());
            settleAmounts();
        }

        private void settleAmounts() {
            Integer column = columns.get(ReceivableField.AMOUNT);
            if (column == null || decimalSeparator.isPresent()) {
                return;
            }
            String name = survey.header().columns().get(column);
            AmountColumn amounts = survey.column(column).amounts;
            if (amounts.fit() == 0) {
                findings.add(Finding.ofField(Finding.Code.MISFIT_COLUMN, ReceivableField.AMOUNT, List.of(name), "The column '"
                        + name + "' (amount) holds no amounts: name the right one."));
                return;
            }
            switch (amounts.verdict()) {
                case AmountColumn.Settled settled -> {
                    decimalSeparator = Optional.of(settled.decimalSeparator());
                    whyDecimalSeparator = settled.why();
                }
                case AmountColumn.Ambiguous ambiguous -> findings.add(Finding.ofField(Finding.Code.AMBIGUOUS_AMOUNTS,
                        ReceivableField.AMOUNT, List.of(name), "The amounts of the column '" + name
                                + "' can be read in more than one way: " + ambiguous.message()
                                + ". Say in a map which it is: decimal_separator: \".\" or decimal_separator: \",\"."));
            }
        }

        Examination settle() {
            if (survey.unevenRows() > 0) {
                warnings.add(survey.unevenRows() + " of " + survey.rows() + " rows " + (survey.unevenRows() == 1 ? "is" : "are")
                        + " not as wide as the header or too long, and will be rejected.");
            }
            GuessReport report = report();
            if (!findings.isEmpty()) {
                findings.sort(Comparator.comparing((Finding finding) ->
                        finding.field().map(Enum::ordinal).orElse(Integer.MAX_VALUE)));
                return new UnreadableReceivables(findings, Optional.of(report), mapSoFar());
            }
            return new ReadableReceivables(source, new ReadingPlan(survey.dialect(), survey.header(), columns,
                    dates.patterns(), new AmountPattern(decimalSeparator.orElseThrow(), currency)), Optional.of(report));
        }

        private GuessReport report() {
            List<FieldReport> fields = new ArrayList<>();
            Set<Integer> used = new HashSet<>(columns.values());
            choices.forEach((field, choice) -> {
                String why = choice.why();
                if (field.isDate() && dates.why().containsKey(field)) {
                    why += "; " + dates.why().get(field);
                }
                if (field == ReceivableField.AMOUNT && decimalSeparator.isPresent()) {
                    why += "; " + whyDecimalSeparator;
                }
                fields.add(new FieldReport(field, survey.header().columns().get(choice.column()),
                        Optional.ofNullable(dates.patterns().get(field)).map(DatePattern::format), why, choice.confidence(),
                        survey.column(choice.column()).samples()));
            });
            fields.sort(Comparator.comparing(FieldReport::field));
            List<GuessReport.UnusedColumn> unused = new ArrayList<>();
            for (int i = 0; i < survey.header().width(); i++) {
                String name = survey.header().columns().get(i);
                if (!used.contains(i) && !name.isEmpty() && !Header.isOfRejects(name)) {
                    unused.add(new GuessReport.UnusedColumn(name, survey.column(i).samples()));
                }
            }
            return new GuessReport(fields, unused, decimalSeparator, survey.dialect().encoding().describe(),
                    CsvDialect.nameOf(survey.dialect().separator()), survey.header().line(), survey.rows(), warnings);
        }

        private ReceivablesMapping mapSoFar() {
            Map<ReceivableField, MappedColumn> found = new EnumMap<>(ReceivableField.class);
            columns.forEach((field, column) -> found.put(field, new MappedColumn(survey.header().columns().get(column),
                    Optional.ofNullable(dates.patterns().get(field)).map(DatePattern::format))));
            return new ReceivablesMapping(found, decimalSeparator, Optional.of(survey.dialect().separator()));
        }
    }
}

package io.avid.onboarding.process;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The second look over a file whose columns were guessed: do the dates stand to each other as those of invoices do?
 * Due and settled dates mostly do not lie before the invoice's. A column named "due" that mostly lies before it is
 * something else; and a date column that nobody claimed, not before the invoice's date in nearly all rows, may be
 * what the file calls its due or settled date.
 */
final class WeighDates {
    private static final double MOSTLY = 0.5;
    private static final double NEARLY_ALL = 0.9;
    /** Fewer rows prove nothing: some invoices are paid in advance. */
    private static final int TELLING_ROWS = 3;

    private WeighDates() {}

    static List<Finding> of(ReceivablesSource source, SurveyFile.Survey survey, Map<ReceivableField, Integer> columns,
            Map<ReceivableField, DatePattern> patterns) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Integer invoiceColumn = columns.get(ReceivableField.INVOICE_DATE);
        DatePattern invoicePattern = patterns.get(ReceivableField.INVOICE_DATE);
        List<Integer> unexplained = GuessColumns.unexplainedDates(survey, new HashSet<>(columns.values()));
        Map<Integer, DatePattern> weighed = new TreeMap<>();
        Map<ReceivableField, Integer> named = new EnumMap<>(ReceivableField.class);
        for (ReceivableField field : List.of(ReceivableField.DUE_DATE, ReceivableField.SETTLED_DATE)) {
            if (columns.containsKey(field) && patterns.containsKey(field)) {
                named.put(field, columns.get(field));
                weighed.put(columns.get(field), patterns.get(field));
            }
        }
        boolean oneIsMissing = !columns.containsKey(ReceivableField.DUE_DATE)
                || !columns.containsKey(ReceivableField.SETTLED_DATE);
        if (oneIsMissing) {
            for (int column : unexplained) {
                if (survey.column(column).dates.verdict() instanceof DateColumn.Settled settled) {
                    weighed.put(column, settled.pattern());
                }
            }
        }
        Map<Integer, long[]> notBefore = invoiceColumn == null || invoicePattern == null ? Map.of()
                : count(source, survey, invoiceColumn, invoicePattern, weighed);
        named.forEach((field, column) -> {
            long[] counts = notBefore.get(column);
            if (counts != null && counts[1] >= TELLING_ROWS && counts[0] < counts[1] * MOSTLY) {
                String name = survey.header().columns().get(column);
                findings.add(Finding.ofField(Finding.Code.MISFIT_COLUMN, field, List.of(name), "The column '" + name
                        + "' is named like " + field.key() + ", but lies before the invoice's date in " + (counts[1] - counts[0])
                        + " of " + counts[1] + " rows. Say in a map which columns are invoice_date and " + field.key() + "."));
            }
        });
        for (ReceivableField field : List.of(ReceivableField.DUE_DATE, ReceivableField.SETTLED_DATE)) {
            if (columns.containsKey(field)) {
                continue;
            }
            List<String> candidates = new ArrayList<>();
            for (int column : unexplained) {
                long[] counts = notBefore.get(column);
                if (counts == null || counts[0] >= counts[1] * NEARLY_ALL) {
                    candidates.add(survey.header().columns().get(column));
                }
            }
            if (!candidates.isEmpty()) {
                findings.add(Finding.ofField(Finding.Code.AMBIGUOUS_COLUMN, field, candidates, "No column is named like "
                        + field.key() + ", but " + String.join(" or ", candidates.stream().map(name -> "'" + name + "'").toList())
                        + " could be it. Give a map with '" + field.key() + ": {column: " + candidates.getFirst()
                        + "}', or one without " + field.key() + " when the file has none."));
            }
        }
        return findings;
    }

    /** Per column: in how many rows its date is not before the invoice's, and in how many rows both are there. */
    private static Map<Integer, long[]> count(ReceivablesSource source, SurveyFile.Survey survey, int invoiceColumn,
            DatePattern invoicePattern, Map<Integer, DatePattern> weighed) throws IOException {
        Map<Integer, long[]> counts = new TreeMap<>();
        weighed.keySet().forEach(column -> counts.put(column, new long[2]));
        if (weighed.isEmpty()) {
            return counts;
        }
        try (RowsBelowHeader file = RowsBelowHeader.open(source, survey.dialect(), Optional.empty())) {
            for (Optional<CsvRow> row = file.next(); row.isPresent(); row = file.next()) {
                List<String> fields = row.get().fields();
                if (fields.size() < survey.header().width()) {
                    continue;
                }
                Optional<LocalDate> invoiced = invoicePattern.read(Words.clean(fields.get(invoiceColumn)));
                if (invoiced.isEmpty()) {
                    continue;
                }
                weighed.forEach((column, pattern) -> pattern.read(Words.clean(fields.get(column))).ifPresent(date -> {
                    long[] both = counts.get(column);
                    both[0] += date.isBefore(invoiced.get()) ? 0 : 1;
                    both[1]++;
                }));
            }
        }
        return counts;
    }
}

package io.avid.onboarding.process;

import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Everything about how a file's rows are read, settled: nothing is left to decide row by row. */
record ReadingPlan(CsvDialect dialect, Header header, Map<ReceivableField, Integer> indexes,
        Map<ReceivableField, DatePattern> dates, AmountPattern amounts) {

    Currency currency() {
        return amounts.currency();
    }

    Optional<Integer> index(ReceivableField field) {
        return Optional.ofNullable(indexes.get(field));
    }

    String column(ReceivableField field) {
        Integer index = indexes.get(field);
        return index == null ? "" : header.columns().get(index);
    }

    /** The plan as a map that gives the same plan again. */
    ReceivablesMapping mapping() {
        Map<ReceivableField, MappedColumn> columns = new EnumMap<>(ReceivableField.class);
        indexes.forEach((field, index) -> columns.put(field, new MappedColumn(header.columns().get(index),
                Optional.ofNullable(dates.get(field)).map(DatePattern::format))));
        return new ReceivablesMapping(columns, Optional.of(amounts.decimalSeparator()), Optional.of(dialect.separator()));
    }
}

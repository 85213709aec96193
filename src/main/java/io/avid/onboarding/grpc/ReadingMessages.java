package io.avid.onboarding.grpc;

import io.avid.onboarding.application.ExamineDocument;
import io.avid.onboarding.process.Examination;
import io.avid.onboarding.process.Finding;
import io.avid.onboarding.process.GuessReport;
import io.avid.onboarding.process.ParseReceivablesMapping;
import io.avid.onboarding.process.ReadableReceivables;
import io.avid.onboarding.process.RejectedItem;
import io.avid.onboarding.process.UnreadableReceivables;
import io.avid.onboarding.v1.ColumnMapping;
import io.avid.onboarding.v1.ColumnReading;
import io.avid.onboarding.v1.ReceivablesMapping;
import io.avid.onboarding.v1.ReceivablesReading;
import io.avid.onboarding.v1.RowOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mappings and readings as messages and back. */
final class ReadingMessages {
    private ReadingMessages() {}

    /**
     * The mapping that a request gives; empty when it gives none at all.
     *
     * @throws io.avid.platform.error.Failure MAPPING_INVALID
     */
    static Optional<io.avid.onboarding.process.ReceivablesMapping> mapping(ReceivablesMapping given) {
        if (given.equals(ReceivablesMapping.getDefaultInstance())) {
            return Optional.empty();
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (ColumnMapping column : given.getColumnsList()) {
            Map<String, String> entry = column.getFormat().isEmpty()
                    ? Map.of("column", column.getColumn())
                    : Map.of("column", column.getColumn(), "format", column.getFormat());
            if (entries.put(column.getField(), entry) != null) {
                throw ExamineDocument.mappingInvalid(List.of(new Finding(Finding.Code.REPEATED_COLUMN,
                        Optional.empty(), List.of(column.getColumn()),
                        "The mapping names " + column.getField() + " twice: expected one column for a field.")));
            }
        }
        if (!given.getDecimalSeparator().isEmpty()) {
            entries.put("decimal_separator", given.getDecimalSeparator());
        }
        if (!given.getColumnSeparator().isEmpty()) {
            entries.put("separator", given.getColumnSeparator());
        }
        return switch (given.getColumnsCount() == 0 ? ParseReceivablesMapping.hints(entries)
                : ParseReceivablesMapping.from(entries)) {
            case ParseReceivablesMapping.Understood understood -> Optional.of(understood.mapping());
            case ParseReceivablesMapping.NotUnderstood wrong -> throw ExamineDocument.mappingInvalid(wrong.findings());
        };
    }

    static ReceivablesReading reading(Examination examination) {
        ReceivablesReading.Builder reading = ReceivablesReading.newBuilder();
        Optional<GuessReport> report = switch (examination) {
            case ReadableReceivables file -> {
                reading.setMapping(message(file.mapping()));
                yield file.report();
            }
            case UnreadableReceivables open -> {
                reading.setMapping(message(open.mapSoFar()));
                open.findings().forEach(finding -> reading.addQuestions(finding.message()));
                yield open.report();
            }
        };
        report.ifPresent(found -> add(found, reading));
        return reading.build();
    }

    private static void add(GuessReport report, ReceivablesReading.Builder reading) {
        for (GuessReport.FieldReport field : report.fields()) {
            reading.addColumns(ColumnReading.newBuilder()
                    .setField(field.field().key())
                    .setColumn(field.column())
                    .setFormat(field.format().orElse(""))
                    .setReason(field.why())
                    .addAllExamples(field.samples()));
        }
        for (GuessReport.UnusedColumn unused : report.unusedColumns()) {
            reading.addColumns(ColumnReading.newBuilder()
                    .setColumn(unused.column())
                    .setReason("not used")
                    .addAllExamples(unused.samples()));
        }
        reading.setRows(report.rows())
                .addNotes("The file is " + report.encoding() + " with a " + report.separator()
                        + " between values; the columns' names are at line " + report.headerLine() + ".")
                .addAllWarnings(report.warnings());
    }

    private static ReceivablesMapping message(io.avid.onboarding.process.ReceivablesMapping mapping) {
        ReceivablesMapping.Builder message = ReceivablesMapping.newBuilder();
        mapping.columns().forEach((field, column) -> message.addColumns(ColumnMapping.newBuilder()
                .setField(field.key())
                .setColumn(column.column())
                .setFormat(column.format().orElse(""))));
        mapping.decimalSeparator().ifPresent(mark -> message.setDecimalSeparator(mark.toString()));
        mapping.separator().ifPresent(mark -> message.setColumnSeparator(mark.toString()));
        return message.build();
    }

    static RowOutcome rejected(RejectedItem item) {
        return RowOutcome.newBuilder()
                .setLine(item.line())
                .setColumn(item.column())
                .setReason(item.reason())
                .setMessage(item.message())
                .build();
    }
}

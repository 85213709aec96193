package io.avid.onboarding.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Files for tests, written in the test. */
final class Csv {
    static final Currency USD = Currency.getInstance("USD");

    private Csv() {}

    static ReceivablesSource of(String text) {
        return of(text, StandardCharsets.UTF_8);
    }

    static ReceivablesSource of(String text, Charset charset) {
        return of(text.getBytes(charset));
    }

    static ReceivablesSource of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    static Examination examine(ReceivablesSource source) throws IOException {
        return ReceivablesFile.examine(source, Optional.empty(), USD);
    }

    static ReadableReceivables readable(ReceivablesSource source) throws IOException {
        return readable(ReceivablesFile.examine(source, Optional.empty(), USD));
    }

    static ReadableReceivables readable(Examination examination) {
        if (examination instanceof UnreadableReceivables unreadable) {
            throw new AssertionError("expected a readable file: " + unreadable.findings());
        }
        return (ReadableReceivables) examination;
    }

    static List<Finding> findings(String text) throws IOException {
        return findings(ReceivablesFile.examine(of(text), Optional.empty(), USD));
    }

    static List<Finding> findings(Examination examination) {
        if (examination instanceof UnreadableReceivables unreadable) {
            return unreadable.findings();
        }
        throw new AssertionError("expected a file that is asked about, and it was read by "
                + ((ReadableReceivables) examination).mapping().toYaml());
    }

    static List<RowOutcome> rows(ReadableReceivables file) throws IOException {
        List<RowOutcome> outcomes = new ArrayList<>();
        try (ReceivableRows rows = file.rows()) {
            for (Optional<RowOutcome> row = rows.next(); row.isPresent(); row = rows.next()) {
                outcomes.add(row.get());
            }
        }
        return outcomes;
    }

    static List<RowOutcome> rows(String text) throws IOException {
        return rows(readable(of(text)));
    }

    static List<ReceivableRow> invoices(List<RowOutcome> rows) {
        return rows.stream().filter(ReceivableRow.class::isInstance).map(ReceivableRow.class::cast).toList();
    }

    static List<RejectedRow> rejected(List<RowOutcome> rows) {
        return rows.stream().filter(RejectedRow.class::isInstance).map(RejectedRow.class::cast).toList();
    }
}

package io.avid.onboarding.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of each row of a file, in the file's order.
 *
 * <p>An invoice number may occur once: a later row that says the same is counted as repeated, one that says something
 * else is rejected and names the first. For that the numbers of all rows so far are remembered with a digest of what
 * they said, about 150 bytes a row.
 */
public final class ReceivableRows implements Closeable {
    private record First(long line, String digest) {}

    private final RowsBelowHeader file;
    private final ReadReceivableRow reading;
    private final String columnOfNumber;
    private final Map<String, First> firsts = new HashMap<>();
    private final MessageDigest sha256;
    private List<String> values = List.of();

    ReceivableRows(RowsBelowHeader file, ReadingPlan plan) {
        this.file = file;
        this.reading = new ReadReceivableRow(plan);
        this.columnOfNumber = plan.column(ReceivableField.INVOICE_NUMBER);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not", e);
        }
    }

    /** Empty at the end of the file. */
    public Optional<RowOutcome> next() throws IOException {
        Optional<CsvRow> row = file.next();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        values = row.get().fields();
        RowOutcome outcome = reading.read(row.get());
        return Optional.of(outcome instanceof ReceivableRow invoice ? seenOnce(invoice, row.get()) : outcome);
    }

    /** The values of the row that was returned last, as the file has them. */
    public List<String> values() {
        return values;
    }

    private RowOutcome seenOnce(ReceivableRow invoice, CsvRow row) {
        String digest = digest(invoice);
        First first = firsts.putIfAbsent(invoice.invoiceNumber(), new First(invoice.line(), digest));
        if (first == null) {
            return invoice;
        }
        if (first.digest().equals(digest)) {
            return new RepeatedRow(invoice.line(), first.line(), invoice.invoiceNumber());
        }
        return new RejectedRow(invoice.line(), columnOfNumber, RejectedRow.Reason.INVOICE_NUMBER_TAKEN, "The invoice number '"
                + invoice.invoiceNumber() + "' stands at line " + first.line() + " already and says something else there: "
                + "correct one of the two.", row.fields());
    }

    private String digest(ReceivableRow invoice) {
        String said = String.join("\u0000", invoice.customerId(), invoice.customerName().orElse(""),
                invoice.invoiceDate().toString(), invoice.dueDate().toString(), Long.toString(invoice.amountMinor()),
                invoice.settledDate().map(Object::toString).orElse(""), Boolean.toString(invoice.disputed()),
                invoice.delivery().map(Enum::name).orElse(""), invoice.country().orElse(""));
        return HexFormat.of().formatHex(sha256.digest(said.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

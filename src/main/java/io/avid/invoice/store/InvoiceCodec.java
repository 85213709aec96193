package io.avid.invoice.store;

import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Links;
import io.avid.invoice.domain.Invoice.Settlement;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.invoice.domain.InvoiceContent;
import io.avid.invoice.domain.InvoiceLine;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.invoice.domain.Issuing;
import io.avid.invoice.domain.Reservations;
import io.avid.platform.store.StateCodec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** How an invoice is kept in MongoDB: decimals and days as text, and what is empty has no field. */
public final class InvoiceCodec implements StateCodec<Invoice> {
    private static final String STAGE = "stage";
    private static final String CUSTOMER = "customer";
    private static final String CURRENCY = "currency";
    private static final String SERIES = "series";
    private static final String ISSUE_DATE = "issue_date";
    private static final String DUE_DATE = "due_date";
    private static final String TERMS_DAYS = "payment_terms_days";
    private static final String MEMO = "memo";
    private static final String LINES = "lines";
    private static final String DESCRIPTION = "description";
    private static final String QUANTITY = "quantity";
    private static final String UNIT_PRICE_MINOR = "unit_price_minor";
    private static final String TAX_PERCENT = "tax_percent";
    private static final String NUMBER = "number";
    private static final String ISSUING = "issuing";
    private static final String REQUEST_ID = "request_id";
    private static final String FINGERPRINT = "fingerprint";
    private static final String ACTOR = "actor";
    private static final String CHARGE = "charge";
    private static final String DOCUMENT = "document";
    private static final String SETTLED_MINOR = "settled_minor";
    private static final String SETTLED_POSITION = "settled_position";
    private static final String RESERVED_BY = "reserved_by";
    private static final String RESERVATIONS_ENDED = "reservations_ended";
    private static final String RESERVATIONS_CANCELLED = "reservations_cancelled";
    private static final String HOLDER = "holder";
    private static final String VOID_REASON = "void_reason";

    @Override
    public Document encode(Invoice invoice) {
        InvoiceContent content = invoice.content();
        var stored = new Document(STAGE, invoice.stage().name())
                .append(CUSTOMER, content.customer())
                .append(CURRENCY, content.currency().getCurrencyCode())
                .append(SERIES, content.series());
        content.issueDate().ifPresent(day -> stored.append(ISSUE_DATE, day.toString()));
        content.dueDate().ifPresent(day -> stored.append(DUE_DATE, day.toString()));
        stored.append(TERMS_DAYS, content.paymentTermsDays());
        put(stored, MEMO, content.memo());
        stored.append(LINES, content.lines().stream().map(InvoiceCodec::line).toList());
        // The series and the day are the content's: a draft's number is of its series.
        invoice.number().ifPresent(number -> stored.append(NUMBER, number.n()));
        invoice.issuing().ifPresent(how -> stored.append(ISSUING, new Document(REQUEST_ID, how.requestId())
                .append(FINGERPRINT, how.fingerprint()).append(ACTOR, how.actor())
                .append(ISSUE_DATE, how.issueDate().toString()).append(DUE_DATE, how.dueDate().toString())));
        put(stored, CHARGE, invoice.links().charge());
        put(stored, DOCUMENT, invoice.links().document());
        if (invoice.settlement().position() > 0) {
            stored.append(SETTLED_MINOR, invoice.settlement().minor())
                    .append(SETTLED_POSITION, invoice.settlement().position());
        }
        invoice.reservedBy().ifPresent(holder -> stored.append(RESERVED_BY, holder));
        if (!invoice.reservations().ended().isEmpty()) {
            stored.append(RESERVATIONS_ENDED, invoice.reservations().ended());
        }
        if (!invoice.reservations().cancelled().isEmpty()) {
            stored.append(RESERVATIONS_CANCELLED, invoice.reservations().cancelled().stream()
                    .map(one -> new Document(HOLDER, one.holder()).append(REQUEST_ID, one.requestId())).toList());
        }
        put(stored, VOID_REASON, invoice.voidReason());
        return stored;
    }

    @Override
    public Invoice decode(Document stored) {
        var content = new InvoiceContent(stored.getString(CUSTOMER), Currency.getInstance(stored.getString(CURRENCY)),
                stored.getString(SERIES), day(stored, ISSUE_DATE), day(stored, DUE_DATE), stored.getInteger(TERMS_DAYS),
                text(stored, MEMO),
                stored.getList(LINES, Document.class, List.of()).stream().map(InvoiceCodec::line).toList());
        return new Invoice(Stage.valueOf(stored.getString(STAGE)), content,
                Optional.ofNullable(stored.getLong(NUMBER)).map(n ->
                        new InvoiceNumber(content.series(), n, content.issueDate().orElseThrow())),
                Optional.ofNullable(stored.get(ISSUING, Document.class)).map(how ->
                        new Issuing(how.getString(REQUEST_ID), how.getString(FINGERPRINT), how.getString(ACTOR),
                                day(how, ISSUE_DATE).orElseThrow(), day(how, DUE_DATE).orElseThrow())),
                new Links(text(stored, CHARGE), text(stored, DOCUMENT)),
                new Settlement(stored.get(SETTLED_MINOR, 0L), stored.get(SETTLED_POSITION, 0L)),
                Optional.ofNullable(stored.getString(RESERVED_BY)),
                new Reservations(stored.getList(RESERVATIONS_ENDED, String.class, List.of()),
                        stored.getList(RESERVATIONS_CANCELLED, Document.class, List.of()).stream()
                                .map(one -> new Reservations.Cancelled(one.getString(HOLDER), one.getString(REQUEST_ID)))
                                .toList()),
                text(stored, VOID_REASON));
    }

    private static Document line(InvoiceLine line) {
        var stored = new Document(DESCRIPTION, line.description())
                .append(QUANTITY, line.quantity().toPlainString())
                .append(UNIT_PRICE_MINOR, line.unitPriceMinor());
        line.taxPercent().ifPresent(percent -> stored.append(TAX_PERCENT, percent.toPlainString()));
        return stored;
    }

    private static InvoiceLine line(Document stored) {
        return new InvoiceLine(stored.getString(DESCRIPTION), new BigDecimal(stored.getString(QUANTITY)),
                stored.getLong(UNIT_PRICE_MINOR), Optional.ofNullable(stored.getString(TAX_PERCENT)).map(BigDecimal::new));
    }

    private static void put(Document document, String field, String value) {
        if (!value.isEmpty()) {
            document.append(field, value);
        }
    }

    private static String text(Document document, String field) {
        return document.get(field, "");
    }

    private static Optional<LocalDate> day(Document document, String field) {
        return Optional.ofNullable(document.getString(field)).map(LocalDate::parse);
    }
}

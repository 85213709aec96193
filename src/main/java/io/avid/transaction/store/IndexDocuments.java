package io.avid.transaction.store;

import io.avid.transaction.application.IndexedContent;
import io.avid.transaction.application.IndexedContent.MarksKnown;
import io.avid.transaction.application.TransactionIndex.Indexed;
import io.avid.transaction.application.TransactionIndex.IndexedOpenItem;
import io.avid.transaction.application.TransactionIndex.IndexedTransaction;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.Entry;
import io.avid.transaction.domain.Marks;
import io.avid.transaction.domain.OpenItemTimeline;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.Transaction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Transactions and open items as documents, and back. */
final class IndexDocuments {

    private IndexDocuments() {
    }

    static String id(Part part, String id) {
        return part.organisation() + "/" + part.generation() + "/" + id;
    }

    static Map<String, Object> transaction(Part part, Indexed indexed) {
        PostedTransaction posted = indexed.posted();
        Transaction transaction = posted.transaction();
        Map<String, Object> document = head(part, transaction);
        document.put("position", posted.position());
        document.put("recorded_position", posted.recordedPosition());
        document.put("recorded_at_millis", posted.recordedAt().toEpochMilli());
        document.put("kind", transaction.kind().name());
        document.put("amount_minor", transaction.amountMinor());
        indexed.open().ifPresent(open -> document.put("remaining_minor", open.remainingMinor()));
        document.put("effective_date", transaction.terms().date().toString());
        transaction.invoiceNumber().ifPresent(number -> document.put("invoice_number", number));
        transaction.externalId().ifPresent(externalId -> document.put("external_id", externalId));
        switch (transaction.terms()) {
            case Terms.Charge charge -> {
                document.put("due_date", charge.dueDate().toString());
                document.put("disputed", posted.marks().disputed());
            }
            case Terms.Reversal reversal -> document.put("reverses", reversal.reverses().value());
            case Terms.Payment payment -> {
                // Has no more than the fields above.
            }
            case Terms.Credit credit -> {
                // Has no more than the fields above.
            }
            case Terms.Fee fee -> {
                // Has no more than the fields above.
            }
            case Terms.Refund refund -> document.put("refunds", refund.refunds().value());
        }
        indexed.cashAccount().ifPresent(cash -> document.put("cash_account", cash.name()));
        marks(document, indexed.posted());
        document.put("actor", transaction.actor());
        posted.reversedBy().ifPresent(by -> document.put("reversed_by", by.value()));
        document.put("account", transaction.entries().stream().map(entry -> entry.account().value()).distinct().toList());
        document.put("entries", transaction.entries().stream().map(IndexDocuments::entry).toList());
        return document;
    }

    private static void marks(Map<String, Object> document, PostedTransaction posted) {
        List<MarksKnown> states = IndexedContent.marks(posted);
        document.put("attributes", posted.marks().attributes());
        document.put("marks_recorded_position", states.getLast().recordedPosition());
        if (states.size() > 1) {
            document.put("earlier_marks", states.subList(0, states.size() - 1).stream().map(state -> Map.of("recorded_position", state.recordedPosition(),
                    "disputed", state.marks().disputed(), "attributes", state.marks().attributes())).toList());
        }
    }

    private static List<MarksKnown> marks(Map<String, Object> document) {
        List<MarksKnown> states = new ArrayList<>();
        objects(document, "earlier_marks").forEach(earlier -> states.add(marks(earlier, "recorded_position")));
        states.add(marks(document, "marks_recorded_position"));
        return states;
    }

    private static MarksKnown marks(Map<String, Object> document, String positionField) {
        return new MarksKnown(number(document, positionField), new Marks(Boolean.TRUE.equals(document.get("disputed")), texts(document, "attributes")));
    }

    private static Map<String, Object> entry(Entry entry) {
        return Map.of("account", entry.account().value(), "amount_minor", entry.amountMinor(), "currency_code", entry.currency());
    }

    /** Of a charge. */
    static Map<String, Object> openItem(Part part, Indexed indexed, Terms.Charge charge) {
        Map<String, Object> document = head(part, indexed.posted().transaction());
        document.put("due_date", charge.dueDate().toString());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (OpenItemTimeline.Row row : OpenItemTimeline.rows(indexed.open().orElseThrow().movements())) {
            rows.add(Map.of("customer", charge.customer(), "due_date", charge.dueDate().toString(),
                    "effective_from", row.effectiveFrom().toString(), "effective_to", row.effectiveTo().toString(),
                    "recorded_from", row.recordedFrom(), "recorded_to", row.recordedTo(),
                    "remaining_high", ExactSum.high(row.remainingMinor()), "remaining_low", ExactSum.low(row.remainingMinor())));
        }
        document.put("rows", rows);
        return document;
    }

    private static Map<String, Object> head(Part part, Transaction transaction) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("organisation", part.organisation());
        document.put("generation", part.generation());
        document.put("id", transaction.id().value());
        if (!transaction.terms().customer().isEmpty()) {
            document.put("customer", transaction.terms().customer());
        }
        document.put("currency_code", transaction.currency());
        return document;
    }

    static IndexedTransaction transaction(Map<String, Object> document) {
        Map<String, Long> entries = new HashMap<>();
        for (Map<String, Object> entry : objects(document, "entries")) {
            entries.merge(text(entry, "account"), number(entry, "amount_minor"), Math::addExact);
        }
        String content = IndexedContent.line(text(document, "kind"), text(document, "customer"), text(document, "currency_code"),
                number(document, "amount_minor"), text(document, "effective_date"), text(document, "due_date"),
                text(document, "invoice_number"), text(document, "external_id"), text(document, "actor"), text(document, "reverses"),
                text(document, "refunds"), text(document, "cash_account"),
                number(document, "position"), number(document, "recorded_position"), number(document, "recorded_at_millis"));
        return new IndexedTransaction(text(document, "id"), number(document, "recorded_position"), content, marks(document), entries);
    }

    static IndexedOpenItem openItem(Map<String, Object> document) {
        List<OpenItemTimeline.Row> rows = objects(document, "rows").stream().map(row -> new OpenItemTimeline.Row(
                LocalDate.parse(text(row, "effective_from")), LocalDate.parse(text(row, "effective_to")),
                number(row, "recorded_from"), number(row, "recorded_to"),
                ExactSum.of(number(row, "remaining_high"), number(row, "remaining_low")))).toList();
        return new IndexedOpenItem(text(document, "id"), rows);
    }

    static String text(Map<String, Object> document, String field) {
        return document.get(field) instanceof String value ? value : "";
    }

    /** A whole number, as the JSON reader gives it: an Integer or a Long by its size; 0 where there is none. */
    static long number(Map<String, Object> document, String field) {
        return document.get(field) instanceof Number value ? value.longValue() : 0;
    }

    private static Map<String, String> texts(Map<String, Object> document, String field) {
        Map<String, String> values = new TreeMap<>();
        if (document.get(field) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        }
        return values;
    }

    private static List<Map<String, Object>> objects(Map<String, Object> document, String field) {
        List<Map<String, Object>> values = new ArrayList<>();
        if (document.get(field) instanceof List<?> list) {
            for (Object value : list) {
                if (value instanceof Map<?, ?> map) {
                    Map<String, Object> object = new HashMap<>();
                    map.forEach((key, element) -> object.put(String.valueOf(key), element));
                    values.add(object);
                }
            }
        }
        return values;
    }
}

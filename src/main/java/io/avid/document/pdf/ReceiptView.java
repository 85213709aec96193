package io.avid.document.pdf;

import io.avid.document.domain.letter.Receipt;
import io.avid.document.domain.letter.Refund;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the receipt's template needs beside what every letter has. */
final class ReceiptView {
    private final Receipt receipt;
    private final Wording wording;
    private final Figures figures;

    ReceiptView(Receipt receipt, Wording wording, Figures figures) {
        this.receipt = receipt;
        this.wording = wording;
        this.figures = figures;
    }

    void write(Map<String, Object> view) {
        String method = LetterView.paidBy(receipt.paidBy(), wording);
        view.put("title", wording.text(receipt.refund() ? "refund_receipt" : "receipt"));
        view.put("to_label", wording.text(receipt.refund() ? "refunded_to" : "received_from"));
        view.put("facts", facts((String) view.get("customer_number"), method));
        view.put("headline", wording.text(receipt.refund() ? "headline_refunded" : "headline_received",
                figures.money(receipt.amountMinor()), figures.date(receipt.paidDate())));
        view.put("method", method);
        view.put("note", receipt.note());
        boolean totals = receipt.lines().stream().anyMatch(line -> line.invoiceTotalMinor().isPresent());
        boolean dates = receipt.lines().stream().anyMatch(line -> line.invoiceDate().isPresent());
        view.put("has_lines", !receipt.lines().isEmpty());
        view.put("has_totals", totals);
        view.put("has_dates", dates);
        view.put("lines", receipt.lines().stream().map(line -> line(line, totals, dates)).toList());
        view.put("unallocated", unallocated());
        view.put("total_label", wording.text(receipt.refund() ? "refunded" : "received"));
        view.put("total", figures.money(receipt.amountMinor()));
        view.put("settlements", settlements());
        view.put("net", net());
        view.put("net_label", wording.text(receipt.refund() ? "payment_after_refunds" : "net_received"));
        view.put("due", receipt.amountDueMinor().isPresent() ? figures.money(receipt.amountDueMinor().getAsLong()) : "");
    }

    private List<Map<String, String>> facts(String customerNumber, String method) {
        var facts = new ArrayList<Map<String, String>>();
        LetterView.fact(facts, wording.text("receipt_number"), receipt.number());
        // As a rule it is issued on the day that the money moved, and one date is enough.
        if (!receipt.issueDate().equals(receipt.paidDate())) {
            LetterView.fact(facts, wording.text("issue_date"), figures.date(receipt.issueDate()));
        }
        LetterView.fact(facts, wording.text(receipt.refund() ? "refund_date" : "payment_date"), figures.date(receipt.paidDate()));
        LetterView.fact(facts, wording.text(receipt.refund() ? "refunded_by" : "paid_by"), method);
        LetterView.fact(facts, wording.text("reference"), receipt.reference());
        LetterView.fact(facts, wording.text("customer_number"), customerNumber);
        return facts;
    }

    private Map<String, Object> line(Receipt.Line line, boolean totals, boolean dates) {
        var view = new HashMap<String, Object>();
        boolean invoice = !line.invoiceNumber().isEmpty();
        view.put("name", invoice ? wording.text("for_invoice", line.invoiceNumber()) : line.description());
        view.put("more", invoice ? line.description() : "");
        view.put("date", figures.date(line.invoiceDate()));
        view.put("invoice_total", figures.amount(line.invoiceTotalMinor()));
        view.put("amount", figures.amount(line.amountMinor()));
        view.put("with_total", totals);
        view.put("with_date", dates);
        return view;
    }

    private String unallocated() {
        return receipt.unallocatedMinor().orElse(0) == 0 ? "" : figures.amount(receipt.unallocatedMinor());
    }

    /** What was given back, and of a refund the payment that it is a part of. */
    private List<Map<String, String>> settlements() {
        var settlements = new ArrayList<Map<String, String>>();
        receipt.refundedPayment().ifPresent(payment -> settlements.add(Map.of(
                "name", wording.text("payment_of", figures.date(payment.date())),
                "more", payment.number(),
                "value", figures.amount(payment.amountMinor()))));
        for (Refund refund : receipt.refunds()) {
            String more = String.join(" · ", LetterView.given(refund.reason(), refund.number()));
            settlements.add(Map.of("name", wording.text("refunded_on", figures.date(refund.date())), "more", more,
                    "value", figures.amount(-refund.amountMinor())));
        }
        if (receipt.refundedPayment().isPresent()) {
            settlements.add(Map.of("name", wording.text("this_refund"), "more", "", "value", figures.amount(-receipt.amountMinor())));
        }
        return settlements;
    }

    private String net() {
        if (receipt.refund()) {
            return receipt.refundedPayment()
                    .map(payment -> figures.money(BigInteger.valueOf(payment.amountMinor()).subtract(receipt.refundedMinor())))
                    .orElse("");
        }
        return receipt.refunds().isEmpty()
                ? ""
                : figures.money(BigInteger.valueOf(receipt.amountMinor()).subtract(receipt.refundedMinor()));
    }
}

package io.avid.document.pdf;

import io.avid.document.domain.letter.Invoice;
import io.avid.document.domain.letter.Refund;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the invoice's template needs beside what every letter has. */
final class InvoiceView {
    private final Invoice invoice;
    private final Wording wording;
    private final Figures figures;

    InvoiceView(Invoice invoice, Wording wording, Figures figures) {
        this.invoice = invoice;
        this.wording = wording;
        this.figures = figures;
    }

    void write(Map<String, Object> view) {
        view.put("title", wording.text(invoice.creditNote() ? "credit_note" : "invoice"));
        view.put("to_label", wording.text("bill_to"));
        view.put("facts", facts((String) view.get("customer_number")));
        view.put("note", invoice.note());
        boolean quantities = invoice.lines().stream().anyMatch(line -> line.quantity().isPresent());
        boolean prices = invoice.lines().stream().anyMatch(line -> line.unitPriceMinor().isPresent());
        boolean rates = invoice.lines().stream().anyMatch(line -> line.taxRatePercent().isPresent());
        view.put("has_quantities", quantities);
        view.put("has_prices", prices);
        view.put("has_rates", rates);
        view.put("lines", invoice.lines().stream().map(line -> line(line, quantities, prices, rates)).toList());
        view.put("sums", sums());
        view.put("total_label", wording.text("total"));
        view.put("total", figures.money(invoice.totalMinor()));
        view.put("taxes_within", taxesWithin());
        view.put("settlements", settlements());
        boolean due = invoice.amountDueMinor().isPresent();
        view.put("due", due ? figures.money(invoice.amountDueMinor().getAsLong()) : "");
        view.put("due_label", wording.text(invoice.creditNote() ? "credit_remaining" : "amount_due"));
        view.put("headline", headline());
        boolean payable = !invoice.creditNote() && invoice.amountDueMinor().orElse(invoice.totalMinor()) > 0;
        view.put("payable", payable);
        view.put("payment_reference", invoice.paymentReference().isEmpty() ? invoice.number() : invoice.paymentReference());
        view.put("payment_link", payable ? invoice.paymentLink() : "");
        view.put("terms", invoice.terms());
    }

    private List<Map<String, String>> facts(String customerNumber) {
        var facts = new ArrayList<Map<String, String>>();
        LetterView.fact(facts, wording.text(invoice.creditNote() ? "credit_note_number" : "invoice_number"), invoice.number());
        LetterView.fact(facts, wording.text("corrects"), invoice.correctedNumber());
        LetterView.fact(facts, wording.text("issue_date"), figures.date(invoice.issueDate()));
        LetterView.fact(facts, wording.text("due_date"), figures.date(invoice.dueDate()));
        LetterView.fact(facts, wording.text(invoice.supplyTo().isPresent() ? "supply_period" : "supply_date"), supply());
        LetterView.fact(facts, wording.text("customer_number"), customerNumber);
        LetterView.fact(facts, wording.text("customer_reference"), invoice.customerReference());
        return facts;
    }

    private String supply() {
        String from = figures.date(invoice.supplyFrom());
        return invoice.supplyTo().map(to -> from + " – " + figures.date(to)).orElse(from);
    }

    private Map<String, Object> line(Invoice.Line line, boolean quantities, boolean prices, boolean rates) {
        var view = new HashMap<String, Object>();
        view.put("description", line.description());
        view.put("quantity", line.quantity().map(quantity -> figures.number(quantity)
                + (line.unit().isEmpty() ? "" : "\u00a0" + line.unit())).orElse(""));
        view.put("price", figures.amount(line.unitPriceMinor()));
        view.put("rate", figures.percent(line.taxRatePercent()));
        view.put("discount", line.discountMinor().isPresent()
                ? wording.text("less_discount", figures.amount(line.discountMinor().getAsLong()))
                : "");
        view.put("amount", figures.amount(line.amountMinor()));
        // The columns once more: a template sees a line's own values first.
        view.put("with_quantity", quantities);
        view.put("with_price", prices);
        view.put("with_rate", rates);
        return view;
    }

    /** What stands between the lines and the total. */
    private List<Map<String, String>> sums() {
        var sums = new ArrayList<Map<String, String>>();
        invoice.discountMinor().ifPresent(discount -> {
            long before = Math.addExact(invoice.subtotalMinor(), discount);
            LetterView.fact(sums, wording.text("sum_of_lines"), figures.amount(before));
            LetterView.fact(sums, wording.text("discount"), figures.amount(-discount));
        });
        if (invoice.taxIncluded()) {
            return sums;
        }
        if (!invoice.taxes().isEmpty()) {
            LetterView.fact(sums, wording.text("subtotal"), figures.amount(invoice.subtotalMinor()));
        }
        invoice.taxes().forEach(tax -> LetterView.fact(sums, taxName(tax), figures.amount(tax.amountMinor())));
        return sums;
    }

    /** What the total has in it already. */
    private List<Map<String, String>> taxesWithin() {
        var taxes = new ArrayList<Map<String, String>>();
        if (invoice.taxIncluded()) {
            invoice.taxes().forEach(tax ->
                    LetterView.fact(taxes, wording.text("tax_within", taxName(tax)), figures.amount(tax.amountMinor())));
        }
        return taxes;
    }

    private String taxName(Invoice.Tax tax) {
        String name = tax.ratePercent().isPresent() ? tax.name() + " " + figures.percent(tax.ratePercent()) : tax.name();
        return tax.taxableMinor().isPresent()
                ? wording.text("tax_on", name, figures.amount(tax.taxableMinor().getAsLong()))
                : name;
    }

    /** What was paid and given back. */
    private List<Map<String, String>> settlements() {
        var settlements = new ArrayList<Map<String, String>>();
        for (Invoice.Payment payment : invoice.payments()) {
            String how = LetterView.paidBy(payment.paidBy(), wording);
            String name = wording.text("paid_on", figures.date(payment.date()));
            String more = String.join(" · ", LetterView.given(how, payment.number()));
            settlements.add(Map.of("name", name, "more", more, "value", figures.amount(-payment.amountMinor())));
        }
        for (Refund refund : invoice.refunds()) {
            String more = String.join(" · ", LetterView.given(refund.reason(), refund.number()));
            settlements.add(Map.of("name", wording.text("refunded_on", figures.date(refund.date())), "more", more,
                    "value", figures.amount(refund.amountMinor())));
        }
        return settlements;
    }

    private String headline() {
        long open = invoice.amountDueMinor().orElse(invoice.totalMinor());
        if (invoice.creditNote()) {
            return wording.text("headline_credit", figures.money(invoice.totalMinor()));
        }
        if (open <= 0) {
            return wording.text(open == 0 && !invoice.payments().isEmpty() ? "headline_paid" : "headline_nothing_due");
        }
        return invoice.dueDate()
                .map(due -> wording.text("headline_due", figures.money(open), figures.date(due)))
                .orElseGet(() -> wording.text("headline_open", figures.money(open)));
    }
}

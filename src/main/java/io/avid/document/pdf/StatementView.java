package io.avid.document.pdf;

import io.avid.document.domain.letter.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** What the statement's template needs beside what every letter has. */
final class StatementView {
    private static final List<String> BUCKETS = List.of("current", "late_1_30", "late_31_60", "late_61_90", "late_over_90");

    private final Statement statement;
    private final Wording wording;
    private final Figures figures;

    StatementView(Statement statement, Wording wording, Figures figures) {
        this.statement = statement;
        this.wording = wording;
        this.figures = figures;
    }

    void write(Map<String, Object> view) {
        view.put("title", wording.text("statement"));
        view.put("to_label", wording.text("account_of"));
        view.put("facts", facts((String) view.get("customer_number")));
        view.put("headline", headline());
        view.put("note", statement.note());
        boolean dueDates = statement.entries().stream().anyMatch(entry -> entry.dueDate().isPresent());
        view.put("has_due_dates", dueDates);
        view.put("has_entries", !statement.entries().isEmpty());
        view.put("opening_date", figures.date(statement.from()));
        view.put("opening", figures.amount(statement.openingMinor()));
        view.put("entries", statement.entries().stream().map(entry -> entry(entry, dueDates)).toList());
        view.put("closing_date", figures.date(statement.to()));
        view.put("closing", figures.amount(statement.closingMinor()));
        view.put("closing_money", figures.money(statement.closingMinor()));
        view.put("has_ageing", statement.ageing().isPresent());
        view.put("ageing", ageing());
        view.put("has_open_items", !statement.openItems().listed().isEmpty());
        view.put("open_title", wording.text("open_items", figures.date(statement.to())));
        view.put("open_items", statement.openItems().listed().stream().map(this::openItem).toList());
        view.put("further", statement.openItems().further() == 0 ? "" : wording.text("further_items", figures.number(
                BigDecimal.valueOf(statement.openItems().further()))));
        view.put("further_open", figures.amount(statement.openItems().furtherMinor()));
        OptionalLong unallocated = statement.ageing().map(Statement.Ageing::unallocatedMinor).orElse(OptionalLong.empty());
        view.put("open_sum", figures.amount(Math.addExact(statement.closingMinor(), unallocated.orElse(0))));
        view.put("open_unallocated", unallocated.isPresent() ? figures.amount(Math.negateExact(unallocated.getAsLong())) : "");
        boolean saysHow = !statement.paymentReference().isEmpty() || !statement.paymentLink().isEmpty()
                || Boolean.TRUE.equals(view.get("has_banks"));
        boolean payable = statement.closingMinor() > 0 && saysHow;
        view.put("payable", payable);
        view.put("payment_reference", statement.paymentReference());
        view.put("payment_link", payable ? statement.paymentLink() : "");
    }

    private List<Map<String, String>> facts(String customerNumber) {
        var facts = new ArrayList<Map<String, String>>();
        LetterView.fact(facts, wording.text("statement_number"), statement.number());
        LetterView.fact(facts, wording.text("period"), figures.date(statement.from()) + " – " + figures.date(statement.to()));
        LetterView.fact(facts, wording.text("issue_date"), figures.date(statement.issueDate()));
        LetterView.fact(facts, wording.text("customer_number"), customerNumber);
        return facts;
    }

    private String headline() {
        if (statement.closingMinor() == 0) {
            return wording.text("headline_settled");
        }
        return statement.closingMinor() > 0
                ? wording.text("headline_balance", figures.money(statement.closingMinor()))
                : wording.text("headline_favour", figures.money(Math.negateExact(statement.closingMinor())));
    }

    private Map<String, Object> entry(Statement.Entry entry, boolean dueDates) {
        String kind = entry.kind() == Statement.EntryKind.UNKNOWN
                ? ""
                : wording.text("entry_" + entry.kind().name().toLowerCase(Locale.ROOT));
        var view = new HashMap<String, Object>();
        String name = String.join(" ", LetterView.given(kind, entry.number()));
        view.put("date", figures.date(entry.date()));
        view.put("name", name.isEmpty() ? entry.description() : name);
        view.put("more", name.isEmpty() ? "" : entry.description());
        view.put("due", figures.date(entry.dueDate()));
        view.put("with_due", dueDates);
        view.put("debit", figures.amount(entry.debitMinor()));
        view.put("credit", figures.amount(entry.creditMinor()));
        view.put("balance", figures.amount(entry.balanceMinor()));
        return view;
    }

    private Map<String, Object> openItem(Statement.OpenItem item) {
        long late = item.daysLate(statement.to());
        var view = new HashMap<String, Object>();
        view.put("number", item.number());
        view.put("date", figures.date(item.date()));
        view.put("due", figures.date(item.dueDate()));
        view.put("days", late == 0 ? "" : figures.number(BigDecimal.valueOf(late)));
        view.put("amount", figures.amount(item.amountMinor()));
        view.put("open", figures.amount(item.openMinor()));
        return view;
    }

    private List<Map<String, Object>> ageing() {
        var columns = new ArrayList<Map<String, Object>>();
        statement.ageing().ifPresent(ageing -> {
            for (int i = 0; i < BUCKETS.size(); i++) {
                columns.add(Map.of("name", wording.text(BUCKETS.get(i)), "value", figures.amount(ageing.buckets().get(i)),
                        "late", i > 0 && ageing.buckets().get(i) > 0));
            }
            ageing.unallocatedMinor().ifPresent(unallocated -> columns.add(
                    Map.of("name", wording.text("unallocated"), "value", figures.amount(-unallocated), "late", false)));
        });
        return columns;
    }
}

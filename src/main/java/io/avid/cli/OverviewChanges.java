package io.avid.cli;

import io.avid.invoice.v1.InvoiceState;
import io.avid.overview.v1.CustomerOverview;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentMethod;
import io.avid.platform.process.v1.Process;
import io.avid.transaction.v1.Account;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What changed of a customer's page, a line each.
 *
 * <p>Lists hold the latest alone, so what left one may only have become old: of invoices, payments,
 * transactions and documents only what is new or different is told.
 */
final class OverviewChanges {
    private final CustomerOverview before;
    private final CustomerOverview after;
    private final List<String> lines = new ArrayList<>();

    OverviewChanges(CustomerOverview before, CustomerOverview after) {
        this.before = before;
        this.after = after;
    }

    List<String> lines() {
        lines.clear();
        part("accounts", CustomerOverview::getAccountsList, Account::getCurrencyCode, OverviewChanges::balance);
        part("invoices", CustomerOverview::getInvoicesList, invoice -> invoice.getName(), (was, invoice) ->
                "invoice " + (invoice.getNumber().isEmpty() ? invoice.getName() : invoice.getNumber()) + " " + ShowInvoice.state(invoice) + ": "
                        + ShowInvoice.amount(invoice.getTotal())
                        + (invoice.getState() == InvoiceState.ISSUED ? ", owed " + ShowInvoice.amount(ShowInvoice.owed(invoice)) : ""));
        part("payments", CustomerOverview::getPaymentsList, Payment::getName, (was, payment) -> payment(payment));
        part("payment_methods", CustomerOverview::getPaymentMethodsList, PaymentMethod::getName, (was, method) ->
                "card " + PaymentText.card(method.getCard()) + (was == null ? " saved" : method.getPreferred() ? " preferred" : " no longer preferred"));
        gone("payment_methods", CustomerOverview::getPaymentMethodsList, PaymentMethod::getName, method -> "card " + PaymentText.card(method.getCard()) + " forgotten");
        part("transactions", CustomerOverview::getTransactionsList, transaction -> transaction.getName(), (was, transaction) ->
                OverviewPage.kind(transaction) + " " + ShowInvoice.amount(transaction.getAmount()) + " on " + transaction.getEffectiveDate()
                        + (transaction.hasRemaining() ? ", remaining " + ShowInvoice.amount(transaction.getRemaining()) : "")
                        + (transaction.getDisputed() ? ", disputed" : ""));
        part("documents", CustomerOverview::getDocumentsList, document -> document.getName(), (was, document) ->
                document.getKind() + " " + document.getFileName() + " filed as " + document.getName());
        part("processes", CustomerOverview::getProcessesList, Process::getName, (was, process) ->
                process.getType() + " " + process.getState().name().toLowerCase(Locale.ROOT)
                        + (process.getMessage().isEmpty() ? "" : ": " + process.getMessage()) + " (" + process.getName() + ")");
        gone("processes", CustomerOverview::getProcessesList, Process::getName, process -> process.getType() + " ended (" + process.getName() + ")");
        if (!after.getUnavailableList().equals(before.getUnavailableList())) {
            lines.add(after.getUnavailableCount() == 0 ? "all is there again" : "not to be had at the moment: " + String.join(", ", after.getUnavailableList()));
        }
        return List.copyOf(lines);
    }

    private static String balance(Account was, Account account) {
        return "balance " + ShowInvoice.amount(account.getBalance()) + (was == null ? "" : ", was " + ShowInvoice.amount(was.getBalance()));
    }

    private static String payment(Payment payment) {
        String card = PaymentText.card(payment.getCard());
        return "payment " + PaymentText.state(payment) + ": " + ShowInvoice.amount(payment.getAmount()) + (card.isEmpty() ? "" : " by " + card)
                + (payment.hasFee() ? ", fee " + ShowInvoice.amount(payment.getFee()) : "")
                + (payment.getRefunded().getMinorUnits() > 0 ? ", given back " + ShowInvoice.amount(payment.getRefunded()) : "")
                + (payment.hasFailure() ? ": " + PaymentText.failure(payment) : "") + " (" + payment.getName() + ")";
    }

    // What is told of an element is a line; the same line again is no change that anybody would see.
    private <E> void part(String name, Function<CustomerOverview, List<E>> list, Function<E, String> key, BiFunction<E, E, String> line) {
        Map<String, E> was = byKey(list.apply(before), key);
        if (comparable(name)) {
            for (E element : list.apply(after)) {
                E old = was.get(key.apply(element));
                String text = line.apply(old, element);
                if (old == null || !old.equals(element) && !text.equals(line.apply(old, old))) {
                    lines.add(text);
                }
            }
        }
    }

    private <E> void gone(String name, Function<CustomerOverview, List<E>> list, Function<E, String> key, Function<E, String> line) {
        Map<String, E> is = byKey(list.apply(after), key);
        if (comparable(name)) {
            list.apply(before).stream().filter(element -> !is.containsKey(key.apply(element))).map(line).forEach(lines::add);
        }
    }

    private boolean comparable(String name) {
        return !after.getUnavailableList().contains(name) && !before.getUnavailableList().contains(name);
    }

    private static <E> Map<String, E> byKey(List<E> list, Function<E, String> key) {
        var map = new LinkedHashMap<String, E>();
        list.forEach(element -> map.put(key.apply(element), element));
        return map;
    }
}

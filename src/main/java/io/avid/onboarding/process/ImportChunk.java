package io.avid.onboarding.process;

import io.avid.onboarding.process.CustomerDirectory.FoundCustomer;
import io.avid.onboarding.process.CustomerDirectory.NewCustomer;
import io.avid.onboarding.process.RejectedRow.Reason;
import io.avid.onboarding.process.TransactionLedger.Existing;
import io.avid.onboarding.process.TransactionLedger.FoundTransaction;
import io.avid.onboarding.process.TransactionLedger.NewCharge;
import io.avid.onboarding.process.TransactionLedger.NewMarks;
import io.avid.onboarding.process.TransactionLedger.NewPayment;
import io.avid.onboarding.process.TransactionLedger.Outcome;
import io.avid.onboarding.process.TransactionLedger.Outcomes;
import io.avid.onboarding.process.TransactionLedger.Posted;
import io.avid.onboarding.process.TransactionLedger.Posting;
import io.avid.onboarding.process.TransactionLedger.Refused;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.error.AmountText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings some hundred rows of a receivables file in: the customers that are missing, a charge for each invoice, and a
 * payment for each that is settled.
 *
 * <p>A row is known by its external ids, {@code receivables/invoice/NUMBER} for the charge and
 * {@code receivables/payment/NUMBER} for the payment; never by its file or line. So the same rows may come again, in
 * this file after a crash or in next month's:
 * <ul>
 *   <li>What Avid has with the same content counts as unchanged.</li>
 *   <li>A settled date that is new adds the payment alone.</li>
 *   <li>A mark that changed (disputed, delivery, country) is marked anew on the charge: it moves no money, and the
 *       ledger keeps what was marked before.</li>
 *   <li>What Avid has with another amount, currency, date or customer is rejected with both values, and nothing of
 *       that row is taken: money and the history of what was open are corrected by reversals, not by a file.</li>
 *   <li>What a file does not state is not compared: it has no column for it, or a date, delivery or country is blank.
 *       A blank dispute mark means no, where there is a column for it.</li>
 * </ul>
 *
 * <p>A chunk may be done twice, because the process may be killed after the ledger committed and before the chunk's
 * outcome was written. The second time must count like the first. For postings the ledger answers a repeated request
 * as it answered the first, so a chunk posts all its rows, those that are there already included, under a request id
 * that follows from their content; and the content of a row that is there already is what stands there, which is what
 * the first time posted. Marks are given for each charge that was there and is marked otherwise, or was ever: so the
 * second time, when all is marked as the row says, asks the same as the first. A customer counts as created by this import when one of the import's requests created it, which the customer keeps; of
 * two imports that want it at once only one did.
 */
final class ImportChunk {
    static final int ROWS = 250;

    static final String CHARGE_ID = "receivables/invoice/";
    static final String PAYMENT_ID = "receivables/payment/";
    private static final String DELIVERY = "delivery";
    private static final String COUNTRY = "country";
    private static final int LONGEST_REGION_CODE_CHARS = 10;

    private final ImportSettings settings;
    private final String importId;
    private final String organisation;
    private final CustomerDirectory customers;
    private final TransactionLedger ledger;
    private final Set<String> countedCustomers;
    private final Map<String, Long> counters = new TreeMap<>();
    private final List<RejectedItem> rejected = new ArrayList<>();

    /** A row that is to be posted, with what Avid has of it already. */
    private record Wanted(ReceivableRow row, String customer, Optional<FoundTransaction> charge,
            Optional<FoundTransaction> payment) {}

    /** Where the outcomes of a row's postings stand. */
    private record Places(Wanted wanted, int charge, Optional<Integer> payment, Optional<Integer> marks) {}

    /**
     * @param importId with which the ids of all its requests begin, and of no other's
     * @param countedCustomers external ids of customers that earlier chunks of this import counted; this one's are
     *     added
     */
    ImportChunk(ImportSettings settings, String importId, String organisation, CustomerDirectory customers, TransactionLedger ledger,
            Set<String> countedCustomers) {
        this.settings = settings;
        this.importId = importId;
        this.organisation = organisation;
        this.customers = customers;
        this.ledger = ledger;
        this.countedCustomers = countedCustomers;
    }

    Map<String, Long> counters() {
        return Map.copyOf(counters);
    }

    /** In the file's order. */
    List<RejectedItem> rejected() {
        return rejected.stream().sorted(Comparator.comparingLong(RejectedItem::line)).toList();
    }

    /**
     * Does it.
     *
     * @param requestId begins the ids of this chunk's requests
     * @throws io.avid.platform.error.Failure where a module did not answer; the chunk can be done again
     */
    void bringIn(List<RowOutcome> rows, String requestId) {
        List<ReceivableRow> invoices = new ArrayList<>();
        for (RowOutcome row : rows) {
            count("rows");
            switch (row) {
                case ReceivableRow invoice -> invoices.add(invoice);
                case RejectedRow bad -> reject(bad.line(), bad.column(), bad.reason(), bad.message());
                case RepeatedRow ignored -> count("repeated");
            }
        }
        if (invoices.isEmpty()) {
            return;
        }
        Map<String, FoundTransaction> transactions = findTransactions(invoices);
        Map<String, FoundCustomer> found = customers.find(customerIds(invoices));
        List<ReceivableRow> unchanged = new ArrayList<>();
        for (ReceivableRow row : invoices) {
            Optional<String> customer = Optional.ofNullable(found.get(row.customerId())).map(FoundCustomer::name);
            if (agrees(row, customer, transactions)) {
                unchanged.add(row);
            }
        }
        Map<String, String> names = bringInCustomers(unchanged, found, requestId);
        List<Wanted> wanted = unchanged.stream().map(row -> new Wanted(row, names.get(row.customerId()),
                Optional.ofNullable(transactions.get(CHARGE_ID + row.invoiceNumber())),
                Optional.ofNullable(transactions.get(PAYMENT_ID + row.invoiceNumber())))).toList();
        post(wanted, requestId);
    }

    private Map<String, FoundTransaction> findTransactions(List<ReceivableRow> invoices) {
        List<String> externalIds = new ArrayList<>();
        for (ReceivableRow row : invoices) {
            externalIds.add(CHARGE_ID + row.invoiceNumber());
            externalIds.add(PAYMENT_ID + row.invoiceNumber());
        }
        return ledger.find(externalIds);
    }

    private static Set<String> customerIds(List<ReceivableRow> rows) {
        Set<String> ids = new LinkedHashSet<>();
        rows.forEach(row -> ids.add(row.customerId()));
        return ids;
    }

    /** Resource names by external id; those that are missing are created, or would be. */
    private Map<String, String> bringInCustomers(List<ReceivableRow> rows, Map<String, FoundCustomer> found,
            String requestId) {
        Map<String, String> names = new HashMap<>();
        Map<String, NewCustomer> missing = new LinkedHashMap<>();
        for (ReceivableRow row : rows) {
            FoundCustomer customer = found.get(row.customerId());
            if (customer == null) {
                missing.merge(row.customerId(), newCustomer(row), ImportChunk::fuller);
            } else {
                names.put(row.customerId(), customer.name());
                countCustomer(row.customerId(), isOurs(customer));
            }
        }
        if (missing.isEmpty()) {
            return names;
        }
        if (settings.dryRun()) {
            missing.keySet().forEach(id -> {
                names.put(id, customers.nameToBe(organisation, id));
                countCustomer(id, true);
            });
            return names;
        }
        List<NewCustomer> creating = List.copyOf(missing.values());
        customers.create(creating, requestId + "/customers/" + fingerprint(creating))
                .forEach((id, customer) -> {
                    names.put(id, customer.name());
                    countCustomer(id, isOurs(customer));
                });
        return names;
    }

    private static String fingerprint(List<NewCustomer> customers) {
        List<String> said = new ArrayList<>();
        for (NewCustomer customer : customers) {
            said.add(customer.externalId());
            said.add(customer.displayName());
            said.add(customer.country().orElse(""));
        }
        return DerivedId.of(said.toArray(String[]::new));
    }

    private boolean isOurs(FoundCustomer customer) {
        return customer.createdBy().filter(request -> request.startsWith(importId)).isPresent();
    }

    private void countCustomer(String externalId, boolean created) {
        if (countedCustomers.add(externalId)) {
            count(created ? "customers_created" : "customers_existing");
        }
    }

    private static NewCustomer newCustomer(ReceivableRow row) {
        return new NewCustomer(row.customerId(), row.customerName().orElse(row.customerId()),
                row.country().filter(country -> country.length() <= LONGEST_REGION_CODE_CHARS));
    }

    /** The first row that names the customer names it; likewise the country. */
    private static NewCustomer fuller(NewCustomer first, NewCustomer later) {
        return new NewCustomer(first.externalId(),
                first.displayName().equals(first.externalId()) ? later.displayName() : first.displayName(),
                first.country().or(later::country));
    }

    private boolean agrees(ReceivableRow row, Optional<String> customer, Map<String, FoundTransaction> transactions) {
        FoundTransaction charge = transactions.get(CHARGE_ID + row.invoiceNumber());
        FoundTransaction payment = transactions.get(PAYMENT_ID + row.invoiceNumber());
        return (charge == null || chargeAgrees(row, customer, charge))
                && (payment == null || paymentAgrees(row, payment));
    }

    private boolean chargeAgrees(ReceivableRow row, Optional<String> customer, FoundTransaction charge) {
        String currency = settings.currency().getCurrencyCode();
        if (!charge.currencyCode().equals(currency)) {
            return changed(row, ReceivableField.AMOUNT, Reason.CHANGED, "currency", currency, charge.currencyCode());
        }
        if (charge.amountMinor() != row.amountMinor()) {
            return changed(row, ReceivableField.AMOUNT, Reason.AMOUNT_CHANGED, "amount", amount(row.amountMinor()),
                    amount(charge.amountMinor()));
        }
        if (!customer.equals(Optional.of(charge.customer()))) {
            return changed(row, ReceivableField.CUSTOMER_ID, Reason.CHANGED, "customer", row.customerId()
                    + customer.map(name -> " (" + name + ")").orElse(""), charge.customer());
        }
        if (!charge.effectiveDate().equals(row.invoiceDate())) {
            return changed(row, ReceivableField.INVOICE_DATE, Reason.CHANGED, "invoice date",
                    row.invoiceDate().toString(), charge.effectiveDate().toString());
        }
        if (states(ReceivableField.DUE_DATE) && !charge.dueDate().equals(Optional.of(row.dueDate()))) {
            return changed(row, ReceivableField.DUE_DATE, Reason.CHANGED, "due date", row.dueDate().toString(),
                    charge.dueDate().map(Object::toString).orElse("none"));
        }
        return true;
    }

    private boolean paymentAgrees(ReceivableRow row, FoundTransaction payment) {
        if (row.settledDate().isEmpty()) {
            return true;
        }
        return payment.effectiveDate().equals(row.settledDate().get())
                || changed(row, ReceivableField.SETTLED_DATE, Reason.CHANGED, "settled date",
                        row.settledDate().get().toString(), payment.effectiveDate().toString());
    }

    private boolean changed(ReceivableRow row, ReceivableField field, Reason reason, String what, String given,
            String existing) {
        reject(row.line(), settings.mapping().column(field).map(MappedColumn::column).orElse(""), reason, "Invoice '"
                + row.invoiceNumber() + "' is in Avid already with the " + what + " " + existing
                + "; this row gives " + given + ". Correct the row, or reverse the invoice in Avid when it is wrong there.");
        return false;
    }

    private void post(List<Wanted> rows, String requestId) {
        if (rows.isEmpty()) {
            return;
        }
        List<Posting> postings = new ArrayList<>();
        List<NewMarks> marks = new ArrayList<>();
        List<Places> places = new ArrayList<>();
        for (Wanted wanted : rows) {
            int charge = postings.size();
            postings.add(charge(wanted));
            Optional<Integer> payment = Optional.empty();
            if (wanted.row().settledDate().isPresent()) {
                payment = Optional.of(postings.size());
                postings.add(payment(wanted));
            }
            Optional<NewMarks> changed = changedMarks(wanted);
            Optional<Integer> mark = changed.map(ignored -> marks.size());
            changed.ifPresent(marks::add);
            places.add(new Places(wanted, charge, payment, mark));
        }
        Outcomes outcomes = ledger.post(postings, marks,
                requestId + "/post/" + DerivedId.of(postings.toString(), marks.toString()), settings.dryRun());
        for (Places place : places) {
            countOutcomes(place.wanted().row(), outcomes.postings().get(place.charge()),
                    place.payment().map(outcomes.postings()::get), place.marks().map(outcomes.marks()::get));
        }
    }

    /** What the row states of a charge that was there; empty where it is marked so, and always was. */
    private Optional<NewMarks> changedMarks(Wanted wanted) {
        if (wanted.charge().isEmpty()) {
            return Optional.empty();
        }
        FoundTransaction charge = wanted.charge().get();
        NewMarks stated = new NewMarks(CHARGE_ID + wanted.row().invoiceNumber(),
                states(ReceivableField.DISPUTED) ? Optional.of(wanted.row().disputed()) : Optional.empty(),
                attributes(wanted.row()));
        boolean statesAny = stated.disputed().isPresent() || !stated.attributes().isEmpty();
        boolean agrees = stated.disputed().orElse(charge.disputed()) == charge.disputed()
                && charge.attributes().entrySet().containsAll(stated.attributes().entrySet());
        return statesAny && (charge.annotated() || !agrees) ? Optional.of(stated) : Optional.empty();
    }

    private void countOutcomes(ReceivableRow row, Outcome charge, Optional<Outcome> payment,
            Optional<Outcome> marks) {
        switch (charge) {
            case Refused refused -> {
                refuse(row, "charge", refused, ReceivableField.INVOICE_NUMBER);
                return;
            }
            case Posted ignored -> count("charges_added");
            case Existing ignored -> count("charges_unchanged");
        }
        if (row.disputed()) {
            count("disputed");
        }
        if (payment.isPresent()) {
            switch (payment.get()) {
                case Refused refused -> refuse(row, "payment", refused, ReceivableField.SETTLED_DATE);
                case Posted ignored -> count("payments_added");
                case Existing ignored -> count("payments_unchanged");
            }
        }
        if (marks.isPresent()) {
            switch (marks.get()) {
                case Refused refused -> refuse(row, "marking of the charge", refused, ReceivableField.INVOICE_NUMBER);
                case Posted ignored -> count("marks_changed");
                case Existing ignored -> {
                    // It stands so already; the charge counts as unchanged.
                }
            }
        }
    }

    private void refuse(ReceivableRow row, String what, Refused refused, ReceivableField field) {
        reject(row.line(), settings.mapping().column(field).map(MappedColumn::column).orElse(""), Reason.REFUSED,
                "The " + what + " was refused (" + refused.reason() + "): " + refused.message());
    }

    /** The money and dates that stand in the ledger already, or what the row says; the marks are the row's in both. */
    private NewCharge charge(Wanted wanted) {
        ReceivableRow row = wanted.row();
        return wanted.charge()
                .map(there -> new NewCharge(CHARGE_ID + row.invoiceNumber(), there.customer(), there.currencyCode(),
                        there.amountMinor(), there.effectiveDate(), there.dueDate().orElse(there.effectiveDate()),
                        there.invoiceNumber(), row.disputed(), attributes(row)))
                .orElseGet(() -> new NewCharge(CHARGE_ID + row.invoiceNumber(), wanted.customer(),
                        settings.currency().getCurrencyCode(), row.amountMinor(), row.invoiceDate(), row.dueDate(),
                        row.invoiceNumber(), row.disputed(), attributes(row)));
    }

    private NewPayment payment(Wanted wanted) {
        ReceivableRow row = wanted.row();
        return wanted.payment()
                .map(there -> new NewPayment(PAYMENT_ID + row.invoiceNumber(), there.customer(), there.currencyCode(),
                        there.amountMinor(), there.effectiveDate(), CHARGE_ID + row.invoiceNumber()))
                .orElseGet(() -> new NewPayment(PAYMENT_ID + row.invoiceNumber(), wanted.customer(),
                        settings.currency().getCurrencyCode(), row.amountMinor(), row.settledDate().orElseThrow(),
                        CHARGE_ID + row.invoiceNumber()));
    }

    /** In a sorted map, so that the same content gives the same request id. */
    private static Map<String, String> attributes(ReceivableRow row) {
        Map<String, String> attributes = new TreeMap<>();
        row.delivery().ifPresent(delivery -> attributes.put(DELIVERY, delivery.name().toLowerCase(Locale.ROOT)));
        row.country().filter(country -> country.length() > LONGEST_REGION_CODE_CHARS)
                .ifPresent(country -> attributes.put(COUNTRY, country));
        return attributes;
    }

    private boolean states(ReceivableField field) {
        return settings.mapping().column(field).isPresent();
    }

    private String amount(long minor) {
        return AmountText.of(minor, settings.currency().getCurrencyCode());
    }

    private void reject(long line, String column, Reason reason, String message) {
        count("rejected");
        rejected.add(new RejectedItem(line, column, reason.name(), message));
    }

    private void count(String counter) {
        counters.merge(counter, 1L, Long::sum);
    }
}

package io.avid.statement.process;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What statement is to be issued; kept with the process.
 *
 * @param customer {@code customers/{id}}
 * @param account {@code accounts/{id}}, the customer's of that currency
 * @param currencyCode ISO 4217
 * @param from first day
 * @param to last day
 * @param locale of the PDF, BCP 47
 * @param issueDate the organisation's day on which it was asked for
 */
public record StatementOrder(String customer, String account, String currencyCode, LocalDate from, LocalDate to,
        String locale, LocalDate issueDate) {
    private static final String CUSTOMER = "customer";
    private static final String ACCOUNT = "account";
    private static final String CURRENCY = "currency";
    private static final String FROM = "from_date";
    private static final String TO = "to_date";
    private static final String LOCALE = "locale";
    private static final String ISSUE_DATE = "issue_date";

    public StatementOrder {
        Objects.requireNonNull(customer, CUSTOMER);
        Objects.requireNonNull(account, ACCOUNT);
        Objects.requireNonNull(currencyCode, CURRENCY);
        Objects.requireNonNull(from, FROM);
        Objects.requireNonNull(to, TO);
        Objects.requireNonNull(locale, LOCALE);
        Objects.requireNonNull(issueDate, ISSUE_DATE);
    }

    /** As a process keeps it. */
    public Map<String, String> toInput() {
        Map<String, String> input = new LinkedHashMap<>();
        input.put(CUSTOMER, customer);
        input.put(ACCOUNT, account);
        input.put(CURRENCY, currencyCode);
        input.put(FROM, from.toString());
        input.put(TO, to.toString());
        input.put(LOCALE, locale);
        input.put(ISSUE_DATE, issueDate.toString());
        return input;
    }

    /** The order that a process keeps. */
    static StatementOrder fromInput(Map<String, String> input) {
        return new StatementOrder(input.get(CUSTOMER), input.get(ACCOUNT), input.get(CURRENCY),
                LocalDate.parse(input.get(FROM)), LocalDate.parse(input.get(TO)), input.get(LOCALE),
                LocalDate.parse(input.get(ISSUE_DATE)));
    }
}

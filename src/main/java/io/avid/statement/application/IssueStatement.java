package io.avid.statement.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.organisation.OrganisationProfile;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.statement.process.StatementCustomers;
import io.avid.statement.process.StatementLedger;
import io.avid.statement.process.StatementLedger.CustomerAccount;
import io.avid.statement.process.StatementLength;
import io.avid.statement.process.StatementOrder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Starts the making of a statement, once it is known that there is an account to state. */
public final class IssueStatement {
    /** The process's type. */
    public static final String TYPE = "issue-statement";

    /** What document renders in. */
    private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");

    private final StatementLedger ledger;
    private final StatementCustomers customers;
    private final OrganisationProfiles organisations;
    private final ProcessEngine processes;
    private final InstantSource clock;

    public IssueStatement(StatementLedger ledger, StatementCustomers customers, OrganisationProfiles organisations,
            ProcessEngine processes, InstantSource clock) {
        this.ledger = ledger;
        this.customers = customers;
        this.organisations = organisations;
        this.processes = processes;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param customer {@code customers/{id}}
     * @param fromDate first day, YYYY-MM-DD
     * @param toDate last day, YYYY-MM-DD
     * @param currencyCode ISO 4217, or empty for the only one
     * @param locale BCP 47, or empty for the organisation's
     */
    public record Wish(String customer, String fromDate, String toDate, String currencyCode, String locale) {}

    /**
     * Starts it, or answers the process that the same request started before.
     *
     * @throws Failure NOT_FOUND, PERIOD_INVALID, STATEMENT_CURRENCY_OPEN, STATEMENT_ACCOUNT_MISSING, STATEMENT_TOO_LONG,
     *     ORGANISATION_PROFILE_MISSING
     */
    public ProcessSnapshot start(Principal caller, Wish wish, RequestIdentity request) {
        StatementPeriod period = StatementPeriod.of(wish.fromDate(), wish.toDate());
        OrganisationProfile issuer = organisations.of(caller.organisation());
        issuer.requireName();
        String locale = wish.locale().isEmpty() ? issuer.locale().toLanguageTag() : wish.locale();
        if (!LOCALE.matcher(locale).matches()) {
            throw Failure.invalid("locale", "is " + locale + "; expected a language and a region such as en-US or de-DE");
        }
        Principal worker = StatementIdentity.of(caller);
        CustomerAccount account = asWorker(worker, () -> {
            customers.find(wish.customer());
            CustomerAccount found = accountOf(wish.customer(), wish.currencyCode());
            StatementLength.require(ledger.count(found.name(), period.from(), period.to()));
            return found;
        });
        var order = new StatementOrder(wish.customer(), account.name(), account.currencyCode(), period.from(),
                period.to(), locale, issuer.today(clock));
        return processes.start(worker, ProcessStart.now(TYPE, order.toInput(),
                Map.of("customer", wish.customer(), "account", account.name()), request));
    }

    private CustomerAccount accountOf(String customer, String currencyCode) {
        List<CustomerAccount> accounts = ledger.accounts(customer).stream()
                .filter(account -> currencyCode.isEmpty() || account.currencyCode().equals(currencyCode))
                .toList();
        if (accounts.isEmpty()) {
            throw currencyCode.isEmpty()
                    ? Failure.of(FailureKind.FAILED_PRECONDITION, "STATEMENT_ACCOUNT_MISSING", "Nothing was ever posted for "
                            + customer + ", so there is no account to state. Raise an invoice first.",
                            Map.of("customer", customer))
                    : Failure.of(FailureKind.FAILED_PRECONDITION, "STATEMENT_ACCOUNT_MISSING", "Nothing was ever posted for "
                            + customer + " in " + currencyCode + ". Name a currency that it has an account in.",
                            Map.of("customer", customer, "currency", currencyCode));
        }
        if (accounts.size() > 1) {
            String currencies = String.join(",", accounts.stream().map(CustomerAccount::currencyCode).sorted().toList());
            throw Failure.of(FailureKind.INVALID_ARGUMENT, "STATEMENT_CURRENCY_OPEN", customer + " has accounts in "
                    + currencies + ", and a statement is of one. Give currency_code.", Map.of("currencies", currencies));
        }
        return accounts.getFirst();
    }

    private interface Questions<T> {
        T ask();
    }

    private static <T> T asWorker(Principal worker, Questions<T> questions) {
        try {
            return CurrentPrincipal.callWithin(worker, questions::ask);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a question threw what it does not declare", e);
        }
    }
}

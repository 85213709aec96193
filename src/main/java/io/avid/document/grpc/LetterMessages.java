package io.avid.document.grpc;

import io.avid.document.domain.letter.Branding;
import io.avid.document.domain.letter.Invoice;
import io.avid.document.domain.letter.Issuer;
import io.avid.document.domain.letter.Letter;
import io.avid.document.domain.letter.LetterLocale;
import io.avid.document.domain.letter.PaidBy;
import io.avid.document.domain.letter.Receipt;
import io.avid.document.domain.letter.Recipient;
import io.avid.document.domain.letter.Refund;
import io.avid.document.domain.letter.Statement;
import io.avid.document.v1.InvoiceContent;
import io.avid.document.v1.InvoiceLine;
import io.avid.document.v1.InvoiceType;
import io.avid.document.v1.PaymentLine;
import io.avid.document.v1.PaymentMethodType;
import io.avid.document.v1.ReceiptContent;
import io.avid.document.v1.ReceiptLine;
import io.avid.document.v1.ReceiptType;
import io.avid.document.v1.RefundLine;
import io.avid.document.v1.RenderDocumentRequest;
import io.avid.document.v1.StatementAgeing;
import io.avid.document.v1.StatementContent;
import io.avid.document.v1.StatementEntry;
import io.avid.document.v1.StatementEntryType;
import io.avid.document.v1.StatementOpenItem;
import io.avid.document.v1.TaxLine;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.type.v1.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A request to render as a letter. What the proto's constraints cannot say, such as that a date is in
 * the calendar and that all amounts have one currency, is found here and reported field by field, at once.
 */
final class LetterMessages {
    private final List<FieldViolation> violations = new ArrayList<>();

    private LetterMessages() {}

    /** The letter; refuses one whose fields are no letter's. */
    static Letter letter(RenderDocumentRequest request) {
        return new LetterMessages().read(request);
    }

    private Letter read(RenderDocumentRequest request) {
        var letter = new Letter(issuer(request.getIssuer()), recipient(request.getRecipient()),
                LetterLocale.of(request.getLocale()), content(request));
        if (!violations.isEmpty()) {
            throw Failure.invalid(violations.subList(0, Math.min(violations.size(), 20)));
        }
        return letter;
    }

    private static Issuer issuer(io.avid.document.v1.Issuer issuer) {
        List<Issuer.BankAccount> accounts = issuer.getBankAccountsList().stream()
                .map(account -> new Issuer.BankAccount(account.getBankName(), account.getHolder(), account.getAccountNumber(),
                        account.getBankCode()))
                .toList();
        io.avid.document.v1.Branding branding = issuer.getBranding();
        return new Issuer(issuer.getName(), issuer.getAddressLinesList(), issuer.getTaxId(), issuer.getRegistration(),
                issuer.getEmail(), issuer.getPhone(), issuer.getWebsite(), accounts,
                new Branding(branding.getAccentColour(), branding.getLogo().toByteArray(), branding.getInitials()));
    }

    private static Recipient recipient(io.avid.document.v1.Recipient recipient) {
        return new Recipient(recipient.getName(), recipient.getAddressLinesList(), recipient.getTaxId(),
                recipient.getCustomerNumber());
    }

    private Letter.Content content(RenderDocumentRequest request) {
        return switch (request.getContentCase()) {
            case INVOICE -> invoice(request.getInvoice());
            case RECEIPT -> receipt(request.getReceipt());
            case STATEMENT -> statement(request.getStatement());
            case CONTENT_NOT_SET -> throw Failure.invalid("content", "is missing; give invoice, receipt or statement");
        };
    }

    private Invoice invoice(InvoiceContent invoice) {
        Currency currency = currency("invoice.currency_code", invoice.getCurrencyCode());
        return new Invoice(invoice.getType() == InvoiceType.INVOICE_TYPE_CREDIT_NOTE, invoice.getNumber(),
                invoice.getCorrectedNumber(), date("invoice.issue_date", invoice.getIssueDate()),
                givenDate("invoice.due_date", invoice.getDueDate()),
                givenDate("invoice.supply_from_date", invoice.getSupplyFromDate()),
                givenDate("invoice.supply_to_date", invoice.getSupplyToDate()), invoice.getCustomerReference(), currency,
                each("invoice.lines", invoice.getLinesList(), (field, line) -> line(field, line, currency)),
                invoice.getTaxIncluded(),
                given("invoice.discount", invoice.hasDiscount(), invoice.getDiscount(), currency),
                amount("invoice.subtotal", invoice.getSubtotal(), currency),
                each("invoice.tax_lines", invoice.getTaxLinesList(), (field, tax) -> tax(field, tax, currency)),
                amount("invoice.total", invoice.getTotal(), currency),
                each("invoice.payments", invoice.getPaymentsList(), (field, payment) -> payment(field, payment, currency)),
                each("invoice.refunds", invoice.getRefundsList(), (field, refund) -> refund(field, refund, currency)),
                given("invoice.amount_due", invoice.hasAmountDue(), invoice.getAmountDue(), currency), invoice.getTerms(),
                invoice.getNote(), invoice.getPaymentReference(), invoice.getPaymentLink());
    }

    private Invoice.Line line(String field, InvoiceLine line, Currency currency) {
        return new Invoice.Line(line.getDescription(), decimal(line.getQuantity()), line.getUnit(),
                given(field + ".unit_price", line.hasUnitPrice(), line.getUnitPrice(), currency),
                given(field + ".discount", line.hasDiscount(), line.getDiscount(), currency),
                decimal(line.getTaxRatePercent()), amount(field + ".amount", line.getAmount(), currency));
    }

    private Invoice.Tax tax(String field, TaxLine tax, Currency currency) {
        return new Invoice.Tax(tax.getName(), decimal(tax.getRatePercent()),
                given(field + ".taxable_amount", tax.hasTaxableAmount(), tax.getTaxableAmount(), currency),
                amount(field + ".amount", tax.getAmount(), currency));
    }

    private Invoice.Payment payment(String field, PaymentLine payment, Currency currency) {
        return new Invoice.Payment(date(field + ".date", payment.getDate()),
                payment.hasPaidBy() ? Optional.of(paidBy(payment.getPaidBy())) : Optional.empty(), payment.getNumber(),
                amount(field + ".amount", payment.getAmount(), currency));
    }

    private Refund refund(String field, RefundLine refund, Currency currency) {
        return new Refund(date(field + ".date", refund.getDate()), refund.getNumber(), refund.getReason(),
                amount(field + ".amount", refund.getAmount(), currency));
    }

    private static PaidBy paidBy(io.avid.document.v1.PaidBy paidBy) {
        return new PaidBy(method(paidBy.getType()), paidBy.getBrand(), paidBy.getLast4());
    }

    private static PaidBy.Method method(PaymentMethodType type) {
        return switch (type) {
            case PAYMENT_METHOD_TYPE_CARD -> PaidBy.Method.CARD;
            case PAYMENT_METHOD_TYPE_DIRECT_DEBIT -> PaidBy.Method.DIRECT_DEBIT;
            case PAYMENT_METHOD_TYPE_BANK_TRANSFER -> PaidBy.Method.BANK_TRANSFER;
            case PAYMENT_METHOD_TYPE_CASH -> PaidBy.Method.CASH;
            case PAYMENT_METHOD_TYPE_OTHER -> PaidBy.Method.OTHER;
            case PAYMENT_METHOD_TYPE_UNSPECIFIED, UNRECOGNIZED -> PaidBy.Method.UNKNOWN;
        };
    }

    private Receipt receipt(ReceiptContent receipt) {
        Currency currency = currency("receipt.amount.currency_code", receipt.getAmount().getCurrencyCode());
        Optional<Receipt.RefundedPayment> refunded = receipt.hasRefundedPayment()
                ? Optional.of(new Receipt.RefundedPayment(receipt.getRefundedPayment().getNumber(),
                        date("receipt.refunded_payment.date", receipt.getRefundedPayment().getDate()),
                        amount("receipt.refunded_payment.amount", receipt.getRefundedPayment().getAmount(), currency)))
                : Optional.empty();
        return new Receipt(receipt.getType() == ReceiptType.RECEIPT_TYPE_REFUND, receipt.getNumber(),
                date("receipt.issue_date", receipt.getIssueDate()), date("receipt.paid_date", receipt.getPaidDate()),
                receipt.hasPaidBy() ? Optional.of(paidBy(receipt.getPaidBy())) : Optional.empty(), currency,
                receipt.getAmount().getMinorUnits(),
                each("receipt.lines", receipt.getLinesList(), (field, line) -> line(field, line, currency)),
                given("receipt.unallocated", receipt.hasUnallocated(), receipt.getUnallocated(), currency),
                each("receipt.refunds", receipt.getRefundsList(), (field, refund) -> refund(field, refund, currency)), refunded,
                receipt.getReference(), receipt.getNote(),
                given("receipt.amount_due", receipt.hasAmountDue(), receipt.getAmountDue(), currency));
    }

    private Receipt.Line line(String field, ReceiptLine line, Currency currency) {
        return new Receipt.Line(line.getDescription(), line.getInvoiceNumber(),
                givenDate(field + ".invoice_date", line.getInvoiceDate()),
                given(field + ".invoice_total", line.hasInvoiceTotal(), line.getInvoiceTotal(), currency),
                amount(field + ".amount", line.getAmount(), currency));
    }

    private Statement statement(StatementContent statement) {
        Currency currency =
                currency("statement.opening_balance.currency_code", statement.getOpeningBalance().getCurrencyCode());
        return new Statement(statement.getNumber(), date("statement.issue_date", statement.getIssueDate()),
                date("statement.from_date", statement.getFromDate()), date("statement.to_date", statement.getToDate()), currency,
                statement.getOpeningBalance().getMinorUnits(),
                each("statement.entries", statement.getEntriesList(), (field, entry) -> entry(field, entry, currency)),
                amount("statement.closing_balance", statement.getClosingBalance(), currency),
                statement.hasAgeing() ? Optional.of(ageing(statement.getAgeing(), currency)) : Optional.empty(),
                new Statement.OpenItems(
                        each("statement.open_items", statement.getOpenItemsList(), (field, item) -> openItem(field, item, currency)),
                        statement.getFurtherOpenItems(),
                        given("statement.further_open", statement.hasFurtherOpen(), statement.getFurtherOpen(), currency).orElse(0)),
                statement.getNote(), statement.getPaymentReference(), statement.getPaymentLink());
    }

    private Statement.Entry entry(String field, StatementEntry entry, Currency currency) {
        return new Statement.Entry(date(field + ".date", entry.getDate()), kind(entry.getType()), entry.getNumber(),
                entry.getDescription(), givenDate(field + ".due_date", entry.getDueDate()),
                given(field + ".debit", entry.hasDebit(), entry.getDebit(), currency),
                given(field + ".credit", entry.hasCredit(), entry.getCredit(), currency),
                amount(field + ".balance", entry.getBalance(), currency));
    }

    private Statement.OpenItem openItem(String field, StatementOpenItem item, Currency currency) {
        return new Statement.OpenItem(item.getNumber(), date(field + ".date", item.getDate()),
                date(field + ".due_date", item.getDueDate()), amount(field + ".amount", item.getAmount(), currency),
                amount(field + ".open", item.getOpen(), currency));
    }

    private static Statement.EntryKind kind(StatementEntryType type) {
        return switch (type) {
            case STATEMENT_ENTRY_TYPE_INVOICE -> Statement.EntryKind.INVOICE;
            case STATEMENT_ENTRY_TYPE_PAYMENT -> Statement.EntryKind.PAYMENT;
            case STATEMENT_ENTRY_TYPE_CREDIT -> Statement.EntryKind.CREDIT;
            case STATEMENT_ENTRY_TYPE_REFUND -> Statement.EntryKind.REFUND;
            case STATEMENT_ENTRY_TYPE_FEE -> Statement.EntryKind.FEE;
            case STATEMENT_ENTRY_TYPE_DISPUTE -> Statement.EntryKind.DISPUTE;
            case STATEMENT_ENTRY_TYPE_WRITE_OFF -> Statement.EntryKind.WRITE_OFF;
            case STATEMENT_ENTRY_TYPE_REVERSAL -> Statement.EntryKind.REVERSAL;
            case STATEMENT_ENTRY_TYPE_UNSPECIFIED, UNRECOGNIZED -> Statement.EntryKind.UNKNOWN;
        };
    }

    private Statement.Ageing ageing(StatementAgeing ageing, Currency currency) {
        String field = "statement.ageing.";
        return new Statement.Ageing(amount(field + "current", ageing.getCurrent(), currency),
                amount(field + "days_1_to_30", ageing.getDays1To30(), currency),
                amount(field + "days_31_to_60", ageing.getDays31To60(), currency),
                amount(field + "days_61_to_90", ageing.getDays61To90(), currency),
                amount(field + "over_90_days", ageing.getOver90Days(), currency),
                given(field + "unallocated", ageing.hasUnallocated(), ageing.getUnallocated(), currency));
    }

    private static <M, T> List<T> each(String field, List<M> messages, BiFunction<String, M, T> read) {
        return IntStream.range(0, messages.size())
                .mapToObj(i -> read.apply(field + "[" + i + "]", messages.get(i)))
                .toList();
    }

    private OptionalLong given(String field, boolean given, Money money, Currency currency) {
        return given ? OptionalLong.of(amount(field, money, currency)) : OptionalLong.empty();
    }

    private long amount(String field, Money money, Currency currency) {
        if (!money.getCurrencyCode().equals(currency.getCurrencyCode())) {
            violations.add(new FieldViolation(field, "is in " + money.getCurrencyCode() + "; this document is in "
                    + currency.getCurrencyCode() + " (one document has one currency)"));
        }
        return money.getMinorUnits();
    }

    private static Currency currency(String field, String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(field, "is \"" + code + "\"; ISO 4217 knows no such currency");
        }
    }

    private Optional<LocalDate> givenDate(String field, String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(date(field, value));
    }

    private LocalDate date(String field, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            violations.add(new FieldViolation(field, "is \"" + value + "\"; give a date of the calendar as YYYY-MM-DD"));
            return LocalDate.EPOCH;
        }
    }

    private static Optional<BigDecimal> decimal(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(value));
    }
}

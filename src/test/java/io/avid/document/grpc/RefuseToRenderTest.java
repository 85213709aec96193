package io.avid.document.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import io.avid.document.v1.InvoiceContent;
import io.avid.document.v1.InvoiceLine;
import io.avid.document.v1.Issuer;
import io.avid.document.v1.ReceiptContent;
import io.avid.document.v1.ReceiptLine;
import io.avid.document.v1.ReceiptType;
import io.avid.document.v1.Recipient;
import io.avid.document.v1.RefundLine;
import io.avid.document.v1.RefundedPayment;
import io.avid.document.v1.RenderDocumentRequest;
import io.avid.document.v1.StatementAgeing;
import io.avid.document.v1.StatementContent;
import io.avid.document.v1.StatementEntry;
import io.avid.document.v1.StatementOpenItem;
import io.avid.document.v1.TaxLine;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.error.FailureKind;
import io.avid.platform.type.v1.Money;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A document that is wrong is never made, and the refusal says what is wrong with what. */
class RefuseToRenderTest {
    private static final InvoiceContent INVOICE = InvoiceContent.newBuilder()
            .setNumber("1")
            .setIssueDate("2026-03-02")
            .setDueDate("2026-04-01")
            .setCurrencyCode("EUR")
            .addLines(InvoiceLine.newBuilder().setDescription("Work").setQuantity("2.5").setUnitPrice(eur(4001)).setAmount(eur(10003)))
            .setSubtotal(eur(10003))
            .addTaxLines(TaxLine.newBuilder().setName("VAT").setRatePercent("19").setTaxableAmount(eur(10003)).setAmount(eur(1901)))
            .setTotal(eur(11904))
            .setAmountDue(eur(11904))
            .build();
    private static final StatementContent STATEMENT = StatementContent.newBuilder()
            .setIssueDate("2026-02-01")
            .setFromDate("2026-01-01")
            .setToDate("2026-01-31")
            .setOpeningBalance(eur(100))
            .addEntries(StatementEntry.newBuilder().setDate("2026-01-05").setDebit(eur(50)).setBalance(eur(150)))
            .addEntries(StatementEntry.newBuilder().setDate("2026-01-09").setCredit(eur(30)).setBalance(eur(120)))
            .setClosingBalance(eur(120))
            .setAgeing(StatementAgeing.newBuilder()
                    .setCurrent(eur(50)).setDays1To30(eur(70)).setDays31To60(eur(0)).setDays61To90(eur(0)).setOver90Days(eur(10)).setUnallocated(eur(10)))
            .build();

    private static Money eur(long minor) {
        return Money.newBuilder().setCurrencyCode("EUR").setMinorUnits(minor).build();
    }

    private static RenderDocumentRequest.Builder request() {
        return RenderDocumentRequest.newBuilder()
                .setFileName("a.pdf").setKind("invoice").setLocale("en-US").setRequestId("r")
                .setIssuer(Issuer.newBuilder().setName("Northwind"))
                .setRecipient(Recipient.newBuilder().setName("Anna"));
    }

    private static RenderDocumentRequest invoice(Consumer<InvoiceContent.Builder> change) {
        InvoiceContent.Builder invoice = INVOICE.toBuilder();
        change.accept(invoice);
        return request().setInvoice(invoice).build();
    }

    private static RenderDocumentRequest statement(Consumer<StatementContent.Builder> change) {
        StatementContent.Builder statement = STATEMENT.toBuilder();
        change.accept(statement);
        return request().setStatement(statement).build();
    }

    private static void check(RenderDocumentRequest request) {
        LetterMessages.letter(request).check();
    }

    private static void refused(RenderDocumentRequest request, String field, String... said) {
        assertThatThrownBy(() -> check(request)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ARGUMENT);
            assertThat(failure.fieldViolations()).extracting(FieldViolation::field).contains(field);
            assertThat(failure.getMessage()).contains(said);
        });
    }

    @Test
    void whatAddsUpIsNotRefused() throws ValidationException {
        RenderDocumentRequest request = invoice(invoice -> {});
        check(request);
        check(statement(statement -> {}));
        assertThat(ValidatorFactory.newBuilder().build().validate(request).getViolations()).isEmpty();
    }

    @Test
    void figuresOfAnInvoiceThatDoNotAddUpAreRefusedWithBothValues() {
        refused(invoice(invoice -> invoice.setTotal(eur(11905)).clearAmountDue()), "invoice.total", "is 119.05 EUR", "make 119.04 EUR");
        refused(invoice(invoice -> invoice.setSubtotal(eur(10000))), "invoice.subtotal", "is 100.00 EUR", "make 100.03 EUR");
        refused(invoice(invoice -> invoice.setAmountDue(eur(1))), "invoice.amount_due", "is 0.01 EUR", "make 119.04 EUR");
        refused(invoice(invoice -> invoice.getLinesBuilder(0).setAmount(eur(10004))), "invoice.lines[0].amount", "is 100.04 EUR", "make 100.025 EUR");
        refused(invoice(invoice -> invoice.getTaxLinesBuilder(0).setAmount(eur(1899))), "invoice.tax_lines[0].amount", "is 18.99 EUR", "make 19.0057 EUR");
        refused(invoice(invoice -> invoice.setTaxIncluded(true)), "invoice.total", "is 119.04 EUR", "make 100.03 EUR");
        refused(invoice(invoice -> invoice.setDueDate("2026-03-01")), "invoice.due_date", "before the issue date");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> check(invoice(invoice -> invoice.setSubtotal(eur(1)).setTotal(eur(2)).setDueDate("2026-01-01"))))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.fieldViolations())
                        .extracting(FieldViolation::field)
                        .contains("invoice.subtotal", "invoice.total", "invoice.amount_due", "invoice.due_date"));
    }

    @Test
    void aSumBeyondWhatALongHoldsIsSaidNotWrapped() {
        refused(invoice(invoice -> invoice.clearTaxLines().clearAmountDue()
                        .setLines(0, InvoiceLine.newBuilder().setDescription("a").setAmount(eur(Long.MAX_VALUE)))
                        .addLines(InvoiceLine.newBuilder().setDescription("b").setAmount(eur(Long.MAX_VALUE)))
                        .setSubtotal(eur(-2)).setTotal(eur(-2))),
                "invoice.subtotal", "is -0.02 EUR", "make 184467440737095516.14 EUR");
    }

    @Test
    void aStatementsRunningBalanceClosingBalanceAndAgeingAgree() {
        refused(statement(statement -> statement.getEntriesBuilder(0).setBalance(eur(149))), "statement.entries[0].balance", "is 1.49 EUR", "make 1.50 EUR");
        refused(statement(statement -> statement.setClosingBalance(eur(121))), "statement.closing_balance", "is 1.21 EUR", "make 1.20 EUR");
        refused(statement(statement -> statement.getAgeingBuilder().setCurrent(eur(51))), "statement.closing_balance", "ageing", "make 1.21 EUR");
        StatementOpenItem item = StatementOpenItem.newBuilder().setNumber("1").setDate("2026-01-05").setDueDate("2026-02-05").setAmount(eur(100)).setOpen(eur(80)).build();
        check(statement(statement -> statement.addOpenItems(item).setFurtherOpenItems(2).setFurtherOpen(eur(50))));
        refused(statement(statement -> statement.addOpenItems(item)), "statement.closing_balance", "open items", "make 0.70 EUR");
        refused(statement(statement -> statement.addOpenItems(item.toBuilder().setDate("2026-02-01")).setFurtherOpen(eur(50))), "statement.open_items[0].date", "after the period's last day");
        refused(statement(statement -> statement.getEntriesBuilder(1).setDate("2026-01-04")), "statement.entries[1].date", "before the entry above it (2026-01-05)");
        refused(statement(statement -> statement.getEntriesBuilder(1).setDate("2026-02-01")), "statement.entries[1].date", "after the period's last day");
        refused(statement(statement -> statement.getEntriesBuilder(1).setCredit(eur(-30)).setBalance(eur(180))), "statement.entries[1].credit", "must not be negative");
    }

    @Test
    void aReceiptsLinesMakeItsAmountAndNoMoreIsGivenBackThanWasPaid() {
        ReceiptContent receipt = ReceiptContent.newBuilder()
                .setNumber("R").setIssueDate("2026-03-02").setPaidDate("2026-03-02").setAmount(eur(100))
                .addLines(ReceiptLine.newBuilder().setInvoiceNumber("1").setAmount(eur(70)))
                .setUnallocated(eur(30))
                .build();
        check(request().setReceipt(receipt).build());
        refused(request().setReceipt(receipt.toBuilder().setUnallocated(eur(31))).build(), "receipt.amount", "is 1.00 EUR", "make 1.01 EUR");
        RefundLine before = RefundLine.newBuilder().setDate("2026-03-01").setAmount(eur(101)).build();
        refused(request().setReceipt(receipt.toBuilder().addRefunds(before)).build(), "receipt.amount", "is 1.00 EUR", "make 1.01 EUR, which is more");
        refused(request().setReceipt(receipt.toBuilder().setType(ReceiptType.RECEIPT_TYPE_REFUND).addRefunds(before)
                        .setRefundedPayment(RefundedPayment.newBuilder().setDate("2026-02-01").setAmount(eur(200)))).build(),
                "receipt.refunded_payment.amount", "is 2.00 EUR", "make 2.01 EUR");
    }

    @Test
    void oneDocumentHasOneCurrencyThatExists() {
        Money usd = Money.newBuilder().setCurrencyCode("USD").setMinorUnits(10003).build();
        refused(invoice(invoice -> invoice.setSubtotal(usd)), "invoice.subtotal", "is in USD", "this document is in EUR");
        refused(invoice(invoice -> invoice.setCurrencyCode("QQQ")), "invoice.currency_code", "\"QQQ\"", "ISO 4217");
    }

    @Test
    void aDateIsInTheCalendarAndALocaleInTheStandard() {
        refused(invoice(invoice -> invoice.setIssueDate("2026-02-30")), "invoice.issue_date", "\"2026-02-30\"");
        refused(request().setInvoice(INVOICE).setLocale("xx-YY").build(), "locale", "\"xx-YY\"", "en-US or de-DE");
        refused(request().setInvoice(INVOICE).setLocale("en-QX").build(), "locale", "\"en-QX\"");
        check(request().setInvoice(INVOICE).setLocale("pt-BR").build());
        check(request().setInvoice(INVOICE).setLocale("es-419").build());
    }

    @Test
    void sizesAndShapesAreLimitedByTheContractItself() throws ValidationException {
        var validator = ValidatorFactory.newBuilder().build();
        List<RenderDocumentRequest> wrong = List.of(
                invoice(invoice -> invoice.addAllLines(Collections.nCopies(5000, invoice.getLines(0)))),
                statement(statement -> statement.addAllEntries(Collections.nCopies(5000, statement.getEntries(0)))),
                invoice(invoice -> invoice.getLinesBuilder(0).setQuantity("1,5")),
                invoice(invoice -> invoice.setPaymentLink("javascript:alert(1)")),
                invoice(invoice -> invoice.clearTotal()),
                request().build(),
                request().setInvoice(INVOICE).setLocale("english").build(),
                request().setInvoice(INVOICE).clearIssuer().build(),
                request().setInvoice(INVOICE).setRequestId("").build());
        for (RenderDocumentRequest request : wrong) {
            assertThat(validator.validate(request).getViolations()).isNotEmpty();
        }
    }
}

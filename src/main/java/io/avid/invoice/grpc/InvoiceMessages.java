package io.avid.invoice.grpc;

import com.google.protobuf.Timestamp;
import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.Invoice.Settled;
import io.avid.invoice.domain.Invoice.Stage;
import io.avid.invoice.domain.InvoiceAmounts;
import io.avid.invoice.domain.InvoiceContent;
import io.avid.invoice.domain.InvoiceLine;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.SettlementState;
import io.avid.invoice.v1.TaxLine;
import io.avid.platform.store.Stored;
import io.avid.platform.type.v1.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Invoices as {@code avid.invoice.v1} messages, and back. */
final class InvoiceMessages {
    private InvoiceMessages() {}

    static io.avid.invoice.v1.Invoice invoice(String name, Stored<Invoice> stored) {
        return invoice(name, stored, stored.state());
    }

    /** The invoice as it would be in another state. */
    static io.avid.invoice.v1.Invoice invoice(String name, Stored<Invoice> stored, Invoice invoice) {
        InvoiceContent content = invoice.content();
        InvoiceAmounts amounts = content.amounts();
        io.avid.invoice.v1.Invoice.Builder message = io.avid.invoice.v1.Invoice.newBuilder()
                .setName(name)
                .setNumber(invoice.number().map(InvoiceNumber::printed).orElse(""))
                .setState(state(invoice.stage()))
                .setCustomer(content.customer())
                .setCurrencyCode(content.currency().getCurrencyCode())
                .setSeries(content.series())
                .setIssueDate(content.issueDate().map(Object::toString).orElse(""))
                .setDueDate(content.dueDate().map(Object::toString).orElse(""))
                .setPaymentTermsDays(content.paymentTermsDays())
                .setMemo(content.memo())
                .setNet(money(content, amounts.netMinor()))
                .setTax(money(content, amounts.taxMinor()))
                .setTotal(money(content, amounts.totalMinor()))
                .setSettled(money(content, invoice.settlement().minor()))
                .setSettlement(settlement(invoice.settled()))
                .setCharge(invoice.links().charge())
                .setDocument(invoice.links().document())
                .setReservedBy(invoice.reservedBy().orElse(""))
                .setVoidReason(invoice.voidReason())
                .setCreateTime(timestamp(stored.createTime()))
                .setUpdateTime(timestamp(stored.updateTime()))
                .setEtag(stored.etag());
        for (int i = 0; i < content.lines().size(); i++) {
            InvoiceLine line = content.lines().get(i);
            message.addLines(io.avid.invoice.v1.InvoiceLine.newBuilder()
                    .setDescription(line.description())
                    .setQuantity(line.quantity().toPlainString())
                    .setUnitPriceMinor(line.unitPriceMinor())
                    .setTaxPercent(line.taxPercent().map(BigDecimal::toPlainString).orElse(""))
                    .setNet(money(content, amounts.lineNetMinor().get(i))));
        }
        amounts.taxes().forEach(tax -> message.addTaxLines(TaxLine.newBuilder()
                .setTaxPercent(tax.percent().toPlainString())
                .setNet(money(content, tax.netMinor()))
                .setTax(money(content, tax.taxMinor()))));
        return message.build();
    }

    static InvoiceContent content(io.avid.invoice.v1.Invoice message) {
        return new InvoiceContent(message.getCustomer(), InvoiceContent.currency(message.getCurrencyCode()),
                message.getSeries(), InvoiceContent.day("issue_date", message.getIssueDate()),
                InvoiceContent.day("due_date", message.getDueDate()), message.getPaymentTermsDays(), message.getMemo(),
                message.getLinesList().stream().map(InvoiceMessages::line).toList());
    }

    private static InvoiceLine line(io.avid.invoice.v1.InvoiceLine message) {
        return new InvoiceLine(message.getDescription(), new BigDecimal(message.getQuantity()), message.getUnitPriceMinor(),
                message.getTaxPercent().isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(message.getTaxPercent())));
    }

    static Optional<Stage> stage(InvoiceState state) {
        return switch (state) {
            case DRAFT -> Optional.of(Stage.DRAFT);
            case ISSUED -> Optional.of(Stage.ISSUED);
            case VOID -> Optional.of(Stage.VOID);
            case INVOICE_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    static Optional<Settled> settled(SettlementState state) {
        return switch (state) {
            case OPEN -> Optional.of(Settled.OPEN);
            case PARTLY_SETTLED -> Optional.of(Settled.PARTLY_SETTLED);
            case SETTLED -> Optional.of(Settled.SETTLED);
            case SETTLEMENT_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static InvoiceState state(Stage stage) {
        return switch (stage) {
            case DRAFT -> InvoiceState.DRAFT;
            case ISSUED -> InvoiceState.ISSUED;
            case VOID -> InvoiceState.VOID;
            case DELETED -> InvoiceState.INVOICE_STATE_UNSPECIFIED;
        };
    }

    private static SettlementState settlement(Settled settled) {
        return switch (settled) {
            case NOTHING_OWED -> SettlementState.SETTLEMENT_STATE_UNSPECIFIED;
            case OPEN -> SettlementState.OPEN;
            case PARTLY_SETTLED -> SettlementState.PARTLY_SETTLED;
            case SETTLED -> SettlementState.SETTLED;
        };
    }

    private static Money money(InvoiceContent content, long minor) {
        return Money.newBuilder().setCurrencyCode(content.currency().getCurrencyCode()).setMinorUnits(minor).build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()).build();
    }
}

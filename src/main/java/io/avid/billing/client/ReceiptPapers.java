package io.avid.billing.client;

import io.avid.billing.process.RenderReceipt;
import io.avid.document.v1.PaidBy;
import io.avid.document.v1.PaymentMethodType;
import io.avid.document.v1.ReceiptContent;
import io.avid.document.v1.ReceiptLine;
import io.avid.document.v1.ReceiptType;
import io.avid.document.v1.RefundLine;
import io.avid.document.v1.RefundedPayment;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.payment.v1.CardSummary;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.Refund;
import io.avid.payment.v1.RefundState;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.type.v1.Money;
import io.grpc.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@link RenderReceipt} by module document, of what payment, invoice and customer say. */
public final class ReceiptPapers implements RenderReceipt {
    /** As many as a receipt lists. */
    private static final int MOST_REFUNDS = 100;
    private static final Comparator<Refund> OLDEST_FIRST = Comparator.comparingLong((Refund refund) -> refund.getCreateTime().getSeconds())
            .thenComparingInt(refund -> refund.getCreateTime().getNanos()).thenComparing(Refund::getName);

    private final Channel invoices;
    private final Channel payments;
    private final PaperRequests requests;

    public ReceiptPapers(Channel customers, Channel invoices, Channel payments, Channel documents,
            OrganisationProfiles organisations) {
        this.invoices = invoices;
        this.payments = payments;
        this.requests = new PaperRequests(customers, documents, organisations);
    }

    @Override
    public String render(Receipt receipt, String requestId) {
        Payment payment = Calls.of(() -> PaymentServiceGrpc.newBlockingStub(payments)
                .getPayment(GetPaymentRequest.newBuilder().setName(receipt.payment()).build()));
        Optional<Refund> refund = receipt.refund().map(name -> Calls.of(() -> PaymentServiceGrpc.newBlockingStub(payments)
                .getRefund(GetRefundRequest.newBuilder().setName(name).build())));
        Money amount = refund.map(Refund::getAmount).orElse(payment.getAmount());
        String day = refund.map(Refund::getRefundDate).orElse(payment.getPaidDate());
        String number = numberOf(refund.map(Refund::getName).orElse(payment.getName()));
        var content = ReceiptContent.newBuilder()
                .setNumber(number)
                .setType(refund.isPresent() ? ReceiptType.RECEIPT_TYPE_REFUND : ReceiptType.RECEIPT_TYPE_PAYMENT)
                .setIssueDate(day)
                .setPaidDate(day)
                .setAmount(amount)
                .setReference(refund.map(Refund::getStripeRefund).orElse(payment.getStripePaymentIntent()))
                .setNote(refund.map(Refund::getReason).orElse(""));
        if (payment.hasCard()) {
            content.setPaidBy(paidBy(payment.getCard()));
        }
        Optional<List<Refund>> before = refund.flatMap(given -> givenBackBefore(payment, given));
        if (before.isPresent()) {
            before.get().forEach(earlier -> content.addRefunds(RefundLine.newBuilder().setDate(earlier.getRefundDate())
                    .setReason(earlier.getReason()).setAmount(earlier.getAmount())));
            content.setRefundedPayment(RefundedPayment.newBuilder().setNumber(numberOf(payment.getName()))
                    .setDate(payment.getPaidDate()).setAmount(payment.getAmount()));
        }
        long explained = 0;
        if (receipt.settles().isPresent()) {
            Share share = receipt.settles().get();
            Invoice invoice = Calls.of(() -> InvoiceServiceGrpc.newBlockingStub(invoices)
                    .getInvoice(GetInvoiceRequest.newBuilder().setName(share.invoice()).build()));
            explained = Math.min(share.amountMinor(), amount.getMinorUnits());
            content.addLines(ReceiptLine.newBuilder()
                    .setInvoiceNumber(invoice.getNumber())
                    .setInvoiceDate(invoice.getIssueDate())
                    .setInvoiceTotal(invoice.getTotal())
                    .setAmount(amount.toBuilder().setMinorUnits(explained)));
        }
        if (explained < amount.getMinorUnits()) {
            content.setUnallocated(amount.toBuilder().setMinorUnits(amount.getMinorUnits() - explained));
        }
        String language = requests.profile().locale().toLanguageTag();
        // What was given back before is content: found out otherwise by another attempt, it is another request.
        String asked = requestId + before.map(earlier -> "/" + earlier.size()).orElse("");
        return requests.render(requests.request(payment.getCustomer(), language, asked)
                .setKind(refund.isPresent() ? "refund-receipt" : "receipt")
                .setFileName((refund.isPresent() ? "Refund " : "Receipt ") + number + ".pdf")
                .setReceipt(content));
    }

    /**
     * What was given back of the payment before this refund, oldest first. Empty where that is not known for
     * certain: the list is a moment behind the payment, which knows how much it is in all. Then the receipt
     * says nothing of what is left, rather than something wrong.
     */
    private Optional<List<Refund>> givenBackBefore(Payment payment, Refund refund) {
        List<Refund> given = Calls.of(() -> PaymentServiceGrpc.newBlockingStub(payments).listRefunds(
                        ListRefundsRequest.newBuilder().setPayment(payment.getName()).setPageSize(MOST_REFUNDS + 1).build()))
                .getRefundsList().stream().filter(other -> other.getState() == RefundState.REFUND_SUCCEEDED).toList();
        long others = given.stream().filter(other -> !other.getName().equals(refund.getName()))
                .mapToLong(other -> other.getAmount().getMinorUnits()).sum();
        if (given.size() > MOST_REFUNDS || others + refund.getAmount().getMinorUnits() != payment.getRefunded().getMinorUnits()) {
            return Optional.empty();
        }
        return Optional.of(given.stream().filter(other -> OLDEST_FIRST.compare(other, refund) < 0).sorted(OLDEST_FIRST).toList());
    }

    private static PaidBy paidBy(CardSummary card) {
        return PaidBy.newBuilder().setType(PaymentMethodType.PAYMENT_METHOD_TYPE_CARD).setBrand(brand(card.getBrand()))
                .setLast4(card.getLast4()).build();
    }

    /** Stripe writes "visa". */
    private static String brand(String brand) {
        return brand.isEmpty() ? "" : brand.substring(0, 1).toUpperCase(Locale.ROOT) + brand.substring(1);
    }

    /** A payment or refund has no number of its own; its id, in capitals, is what people find it by. */
    private static String numberOf(String name) {
        return name.substring(name.indexOf('/') + 1).toUpperCase(Locale.ROOT);
    }
}

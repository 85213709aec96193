package io.avid.document.domain.letter;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A receipt of a payment, or of a refund. Texts may be empty.
 *
 * @param refund whether the customer was given money back
 * @param number its number
 * @param issueDate when it was issued
 * @param paidDate when the money moved
 * @param paidBy what it was paid with or went back to
 * @param currency of all amounts
 * @param amountMinor what moved
 * @param lines what it was for
 * @param unallocatedMinor what of it no line explains
 * @param refunds of a payment: given back so far; of a refund: given back of the same payment before
 * @param refundedPayment of a refund: the payment
 * @param reference for people and banks
 * @param note a word to the customer
 * @param amountDueMinor what is still owed on what the lines name
 */
public record Receipt(boolean refund, String number, LocalDate issueDate, LocalDate paidDate, Optional<PaidBy> paidBy,
        Currency currency, long amountMinor, List<Line> lines, OptionalLong unallocatedMinor, List<Refund> refunds,
        Optional<RefundedPayment> refundedPayment, String reference, String note, OptionalLong amountDueMinor)
        implements Letter.Content {
    public Receipt {
        lines = List.copyOf(lines);
        refunds = List.copyOf(refunds);
    }

    /**
     * What it was for.
     *
     * @param description in words
     * @param invoiceNumber the invoice
     * @param invoiceDate its date
     * @param invoiceTotalMinor its total
     * @param amountMinor how much of the money is for it
     */
    public record Line(String description, String invoiceNumber, Optional<LocalDate> invoiceDate, OptionalLong invoiceTotalMinor,
            long amountMinor) {}

    /**
     * The payment that a refund gives back.
     *
     * @param number for people
     * @param date when it was made
     * @param amountMinor how much it was
     */
    public record RefundedPayment(String number, LocalDate date, long amountMinor) {}

    /** All that was given back of the payment, with this receipt's own amount where it is a refund's. */
    public BigInteger refundedMinor() {
        BigInteger before = refunds.stream().map(line -> BigInteger.valueOf(line.amountMinor())).reduce(BigInteger.ZERO, BigInteger::add);
        return refund ? before.add(BigInteger.valueOf(amountMinor)) : before;
    }

    @Override
    public void check(Agreement agreement) {
        agreement.notNegative("receipt.amount", amountMinor);
        agreement.notNegative("receipt.unallocated", unallocatedMinor);
        Refund.check("receipt.refunds", refunds, agreement);
        if (!lines.isEmpty() || unallocatedMinor.isPresent()) {
            BigInteger made = lines.stream().map(line -> BigInteger.valueOf(line.amountMinor()))
                    .reduce(BigInteger.valueOf(unallocatedMinor.orElse(0)), BigInteger::add);
            agreement.equal("receipt.amount", amountMinor, made, "the lines and what is unallocated");
        }
        if (refund) {
            refundedPayment.ifPresent(payment -> checkRefunded("receipt.refunded_payment.amount", payment.amountMinor(), agreement));
        } else {
            refundedPayment.ifPresent(payment ->
                    agreement.violated("receipt.refunded_payment", "is given for a payment's receipt; only a refund gives a payment back"));
            checkRefunded("receipt.amount", amountMinor, agreement);
        }
        agreement.notAfter("receipt.paid_date", paidDate, issueDate, "the issue date");
    }

    private void checkRefunded(String field, long paidMinor, Agreement agreement) {
        if (refundedMinor().compareTo(BigInteger.valueOf(paidMinor)) > 0) {
            agreement.violated(field, "is " + agreement.said(BigInteger.valueOf(paidMinor)) + "; "
                    + (refund ? "this refund and those before" : "the refunds") + " make " + agreement.said(refundedMinor())
                    + ", which is more");
        }
    }
}

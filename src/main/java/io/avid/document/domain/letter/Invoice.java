package io.avid.document.domain.letter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An invoice, or a credit note, whose amounts are positive too. Texts may be empty.
 *
 * @param creditNote whether it takes a charge back
 * @param number its number
 * @param correctedNumber the invoice that a credit note corrects
 * @param issueDate when it was issued
 * @param dueDate when it is to be paid
 * @param supplyFrom first day of the supply
 * @param supplyTo its last day
 * @param customerReference the customer's own reference
 * @param currency of all amounts
 * @param lines what is charged
 * @param taxIncluded whether lines have the tax in them
 * @param discountMinor on the whole
 * @param subtotalMinor lines less discount
 * @param taxes a line for each kind and rate
 * @param totalMinor subtotal and taxes
 * @param payments what was paid so far
 * @param refunds what was given back of it
 * @param amountDueMinor what remains
 * @param terms printed below
 * @param note printed above the lines
 * @param paymentReference to be quoted in a transfer
 * @param paymentLink where it can be paid
 */
public record Invoice(boolean creditNote, String number, String correctedNumber, LocalDate issueDate, Optional<LocalDate> dueDate,
        Optional<LocalDate> supplyFrom, Optional<LocalDate> supplyTo, String customerReference, Currency currency,
        List<Line> lines, boolean taxIncluded, OptionalLong discountMinor, long subtotalMinor, List<Tax> taxes, long totalMinor,
        List<Payment> payments, List<Refund> refunds, OptionalLong amountDueMinor, String terms, String note,
        String paymentReference, String paymentLink) implements Letter.Content {
    public Invoice {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        payments = List.copyOf(payments);
        refunds = List.copyOf(refunds);
    }

    /**
     * One line.
     *
     * @param description what it is for
     * @param quantity how much of it
     * @param unit of the quantity; may be empty
     * @param unitPriceMinor price of one
     * @param discountMinor on this line
     * @param taxRatePercent rate of its tax
     * @param amountMinor quantity times price less discount
     */
    public record Line(String description, Optional<BigDecimal> quantity, String unit, OptionalLong unitPriceMinor,
            OptionalLong discountMinor, Optional<BigDecimal> taxRatePercent, long amountMinor) {}

    /**
     * One tax.
     *
     * @param name as it is printed
     * @param ratePercent its rate
     * @param taxableMinor what it is a part of, without the tax
     * @param amountMinor the tax
     */
    public record Tax(String name, Optional<BigDecimal> ratePercent, OptionalLong taxableMinor, long amountMinor) {}

    /**
     * What was paid on it.
     *
     * @param date when
     * @param paidBy how
     * @param number for people; may be empty
     * @param amountMinor how much
     */
    public record Payment(LocalDate date, Optional<PaidBy> paidBy, String number, long amountMinor) {}

    @Override
    public void check(Agreement agreement) {
        checkLines(agreement);
        agreement.notNegative("invoice.discount", discountMinor);
        BigInteger ofLines = lines.stream().map(line -> BigInteger.valueOf(line.amountMinor())).reduce(BigInteger.ZERO, BigInteger::add);
        agreement.equal("invoice.subtotal", subtotalMinor, ofLines.subtract(BigInteger.valueOf(discountMinor.orElse(0))),
                discountMinor.isPresent() ? "the lines less the discount" : "the lines");
        checkTaxes(agreement);
        BigInteger ofTaxes = taxIncluded
                ? BigInteger.ZERO
                : taxes.stream().map(tax -> BigInteger.valueOf(tax.amountMinor())).reduce(BigInteger.ZERO, BigInteger::add);
        agreement.equal("invoice.total", totalMinor, BigInteger.valueOf(subtotalMinor).add(ofTaxes),
                taxIncluded ? "the subtotal, which has the taxes in it," : "the subtotal and the taxes");
        checkPayments(agreement);
        dueDate.ifPresent(due -> agreement.notBefore("invoice.due_date", due, issueDate, "the issue date"));
        supplyTo.ifPresent(to -> supplyFrom.ifPresentOrElse(
                from -> agreement.notBefore("invoice.supply_to_date", to, from, "the supply's first day"),
                () -> agreement.violated("invoice.supply_to_date", "is given without invoice.supply_from_date")));
    }

    private void checkLines(Agreement agreement) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String field = "invoice.lines[" + i + "]";
            agreement.notNegative(field + ".discount", line.discountMinor());
            if (line.quantity().isPresent() && line.unitPriceMinor().isPresent()) {
                BigDecimal made = line.quantity().get()
                        .multiply(BigDecimal.valueOf(line.unitPriceMinor().getAsLong()))
                        .subtract(BigDecimal.valueOf(line.discountMinor().orElse(0)));
                agreement.near(field + ".amount", line.amountMinor(), made, BigDecimal.ONE,
                        line.discountMinor().isPresent() ? "quantity times unit price less the discount" : "quantity times unit price");
            }
        }
    }

    private void checkTaxes(Agreement agreement) {
        // Some round each line's tax and some the sum's.
        BigDecimal tolerance = BigDecimal.valueOf(lines.size());
        for (int i = 0; i < taxes.size(); i++) {
            Tax tax = taxes.get(i);
            if (tax.ratePercent().isPresent() && tax.taxableMinor().isPresent()) {
                BigDecimal made = BigDecimal.valueOf(tax.taxableMinor().getAsLong()).multiply(tax.ratePercent().get()).movePointLeft(2);
                agreement.near("invoice.tax_lines[" + i + "].amount", tax.amountMinor(), made, tolerance, "rate and taxable amount");
            }
        }
    }

    private void checkPayments(Agreement agreement) {
        BigInteger open = BigInteger.valueOf(totalMinor);
        for (int i = 0; i < payments.size(); i++) {
            agreement.notNegative("invoice.payments[" + i + "].amount", payments.get(i).amountMinor());
            open = open.subtract(BigInteger.valueOf(payments.get(i).amountMinor()));
        }
        Refund.check("invoice.refunds", refunds, agreement);
        for (Refund refund : refunds) {
            open = open.add(BigInteger.valueOf(refund.amountMinor()));
        }
        if (amountDueMinor.isPresent()) {
            agreement.equal("invoice.amount_due", amountDueMinor.getAsLong(), open, "the total, payments and refunds");
        }
    }
}

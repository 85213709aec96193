package io.avid.invoice.domain;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an invoice comes to, in whole minor units of its currency.
 *
 * <p>A line is quantity times price, rounded once to a whole minor unit; tax is rounded once for each
 * rate, over the sum of that rate's lines. Both round half up, away from zero, so that a reduction
 * takes back exactly what the same line would have added. Everything before the rounding is exact.
 *
 * @param lineNetMinor of each line, in their order
 * @param taxes by rate, lowest first; untaxed lines are in none
 * @param netMinor sum of the lines
 * @param taxMinor sum of the taxes
 * @param totalMinor net and tax
 */
public record InvoiceAmounts(List<Long> lineNetMinor, List<TaxSum> taxes, long netMinor, long taxMinor,
        long totalMinor) {
    /** The largest amount that the ledger takes as one posting; a line or total beyond it is refused. */
    static final long MOST_MINOR = 1_000_000_000_000_000L;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public InvoiceAmounts {
        lineNetMinor = List.copyOf(lineNetMinor);
        taxes = List.copyOf(taxes);
    }

    /**
     * Reckons the lines.
     *
     * @throws Failure INVALID_ARGUMENT: INVOICE_LINE_INVALID, or INVOICE_TOTAL_INVALID where the total is
     *     not positive or too large
     */
    public static InvoiceAmounts of(List<InvoiceLine> lines) {
        var nets = new ArrayList<Long>(lines.size());
        var netByRate = new TreeMap<BigDecimal, BigInteger>();
        BigInteger net = BigInteger.ZERO;
        for (int i = 0; i < lines.size(); i++) {
            InvoiceLine line = lines.get(i);
            BigInteger lineNet = lineNet(i, line);
            nets.add(lineNet.longValueExact());
            net = net.add(lineNet);
            line.taxPercent().ifPresent(rate -> netByRate.merge(rate, lineNet, BigInteger::add));
        }
        var taxes = new ArrayList<TaxSum>(netByRate.size());
        BigInteger tax = BigInteger.ZERO;
        for (Map.Entry<BigDecimal, BigInteger> rate : netByRate.entrySet()) {
            BigInteger part = whole(new BigDecimal(rate.getValue()).multiply(rate.getKey()).divide(HUNDRED));
            tax = tax.add(part);
            // At most 500 lines of at most 10^15, and a rate below 100: it fits.
            taxes.add(new TaxSum(plain(rate.getKey()), rate.getValue().longValueExact(), part.longValueExact()));
        }
        BigInteger total = net.add(tax);
        if (total.signum() <= 0 || total.compareTo(BigInteger.valueOf(MOST_MINOR)) > 0) {
            throw Failure.of(FailureKind.INVALID_ARGUMENT, "INVOICE_TOTAL_INVALID", "The total is " + total
                    + " minor units, expected 1 to " + MOST_MINOR + ". Bill something, or split the invoice.",
                    Map.of("total_minor", total.toString()));
        }
        return new InvoiceAmounts(nets, taxes, net.longValueExact(), tax.longValueExact(), total.longValueExact());
    }

    private static BigInteger lineNet(int index, InvoiceLine line) {
        if (line.quantity().signum() == 0) {
            throw lineInvalid(index, "quantity", line.quantity(), "is zero; leave the line away");
        }
        BigInteger net = whole(line.quantity().multiply(BigDecimal.valueOf(line.unitPriceMinor())));
        if (net.abs().compareTo(BigInteger.valueOf(MOST_MINOR)) > 0) {
            throw lineInvalid(index, "quantity", line.quantity(), "times " + line.unitPriceMinor() + " makes " + net
                    + " minor units, more than " + MOST_MINOR + "; split it");
        }
        return net;
    }

    private static Failure lineInvalid(int index, String field, BigDecimal given, String what) {
        return Failure.of(FailureKind.INVALID_ARGUMENT, "INVOICE_LINE_INVALID", "Line " + (index + 1) + ": its " + field
                + " " + given.toPlainString() + " " + what + ".",
                Map.of("line", Integer.toString(index), "field", field, "given", given.toPlainString()));
    }

    private static BigInteger whole(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
    }

    private static BigDecimal plain(BigDecimal rate) {
        BigDecimal stripped = rate.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

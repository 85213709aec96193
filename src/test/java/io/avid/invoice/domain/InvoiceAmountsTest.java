package io.avid.invoice.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class InvoiceAmountsTest {
    private static InvoiceLine line(String quantity, long unitPriceMinor, String taxPercent) {
        return new InvoiceLine("work", new BigDecimal(quantity), unitPriceMinor,
                taxPercent.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(taxPercent)));
    }

    @Provide
    Arbitrary<List<InvoiceLine>> lines() {
        Arbitrary<BigDecimal> quantities = Arbitraries.bigDecimals()
                .between(new BigDecimal("-999999"), new BigDecimal("999999")).ofScale(6)
                .filter(quantity -> quantity.signum() != 0);
        Arbitrary<Optional<BigDecimal>> rates = Arbitraries.of("", "0", "0.0", "7", "7.00", "8.875", "19", "19.0", "99.9999")
                .map(rate -> rate.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(rate)));
        return Combinators.combine(quantities, Arbitraries.longs().between(0, 1_000_000_000L), rates)
                .as((quantity, price, rate) -> new InvoiceLine("work", quantity, price, rate))
                .list().ofMinSize(1).ofMaxSize(30);
    }

    @Property
    void aLineDiffersFromTheExactProductByHalfAUnitAtMost(@ForAll("lines") List<InvoiceLine> lines) {
        InvoiceAmounts amounts = billable(lines);
        for (int i = 0; i < lines.size(); i++) {
            BigDecimal exact = lines.get(i).quantity().multiply(BigDecimal.valueOf(lines.get(i).unitPriceMinor()));
            BigDecimal off = exact.subtract(BigDecimal.valueOf(amounts.lineNetMinor().get(i)));
            assertThat(off.abs()).isLessThanOrEqualTo(new BigDecimal("0.5"));
        }
    }

    @Property
    void netTaxAndTotalAreTheSumsOfWhatIsPrinted(@ForAll("lines") List<InvoiceLine> lines) {
        InvoiceAmounts amounts = billable(lines);
        assertThat(amounts.lineNetMinor().stream().mapToLong(Long::longValue).sum()).isEqualTo(amounts.netMinor());
        assertThat(amounts.taxes().stream().mapToLong(TaxSum::taxMinor).sum()).isEqualTo(amounts.taxMinor());
        assertThat(amounts.totalMinor()).isEqualTo(amounts.netMinor() + amounts.taxMinor());
        assertThat(amounts.taxes()).extracting(TaxSum::percent).doesNotHaveDuplicates().isSorted();
    }

    @Property
    void theOrderOfTheLinesChangesNoSum(@ForAll("lines") List<InvoiceLine> lines, @ForAll Random random) {
        InvoiceAmounts amounts = billable(lines);
        var shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, random);
        InvoiceAmounts again = InvoiceAmounts.of(shuffled);
        assertThat(again.taxes()).isEqualTo(amounts.taxes());
        assertThat(again.totalMinor()).isEqualTo(amounts.totalMinor());
    }

    @Property
    void aReductionTakesBackExactlyWhatItsLineAdded(@ForAll("lines") List<InvoiceLine> lines) {
        InvoiceAmounts before = billable(lines);
        var more = new ArrayList<>(lines);
        for (InvoiceLine line : lines) {
            more.add(line);
            more.add(new InvoiceLine("not done", line.quantity().negate(), line.unitPriceMinor(), line.taxPercent()));
        }
        assertThat(InvoiceAmounts.of(more).totalMinor()).isEqualTo(before.totalMinor());
    }

    private static InvoiceAmounts billable(List<InvoiceLine> lines) {
        try {
            return InvoiceAmounts.of(lines);
        } catch (Failure failure) {
            Assume.that(!failure.reason().equals("INVOICE_TOTAL_INVALID"));
            throw failure;
        }
    }

    @Example
    void halvesAreRoundedAwayFromZeroOnceForEachLineAndOnceForEachRate() {
        assertThat(InvoiceAmounts.of(List.of(line("0.5", 1, ""), line("2.5", 1, ""))).lineNetMinor()).containsExactly(1L, 3L);
        assertThat(InvoiceAmounts.of(List.of(line("-0.5", 1, ""), line("10", 1, ""))).lineNetMinor()).containsExactly(-1L, 10L);
        // Three times 0.25 tax is 0.75, rounded once: 1; each for itself would be 0.
        assertThat(InvoiceAmounts.of(List.of(line("1", 5, "5"), line("1", 5, "5.0"), line("1", 5, "5.00"))).taxMinor())
                .isEqualTo(1);
    }

    @Example
    void untaxedIsNotTheSameAsTaxedWithNothing() {
        InvoiceAmounts amounts = InvoiceAmounts.of(List.of(line("1", 1_000, ""), line("1", 2_000, "0"), line("1", 4_000, "20.0")));
        assertThat(amounts.taxes()).containsExactly(new TaxSum(new BigDecimal("0"), 2_000, 0),
                new TaxSum(new BigDecimal("20"), 4_000, 800));
        assertThat(amounts.totalMinor()).isEqualTo(7_800);
    }

    @Example
    void whatCannotBeBilledIsRefusedAndNamed() {
        refused("INVOICE_LINE_INVALID", () -> InvoiceAmounts.of(List.of(line("1", 1, ""), line("0.000", 1, ""))));
        assertThatThrownBy(() -> InvoiceAmounts.of(List.of(line("0", 1, "")))).as("people count from 1")
                .hasMessage("Line 1: its quantity 0 is zero; leave the line away.");
        // More than 64 bits hold.
        refused("INVOICE_LINE_INVALID", () -> InvoiceAmounts.of(List.of(line("999999999.999999", 1_000_000_000_000L, ""))));
        refused("INVOICE_LINE_INVALID", () -> InvoiceAmounts.of(List.of(line("-999999999", 1_000_000_000_000L, ""))));
        refused("INVOICE_TOTAL_INVALID", () -> InvoiceAmounts.of(List.of(line("1", 0, "19"))));
        refused("INVOICE_TOTAL_INVALID", () -> InvoiceAmounts.of(List.of(line("1", 5, ""), line("-1", 5, ""))));
        refused("INVOICE_TOTAL_INVALID", () -> InvoiceAmounts.of(List.of(line("-1", 5, ""))));
        refused("INVOICE_TOTAL_INVALID", () -> InvoiceAmounts.of(
                Collections.nCopies(500, line("1000", 1_000_000_000_000L, "99.9999"))));
        assertThat(InvoiceAmounts.of(List.of(line("1000", 1_000_000_000_000L, ""))).totalMinor())
                .isEqualTo(BigInteger.TEN.pow(15).longValueExact());
    }

    private static void refused(String reason, ThrowingCallable reckoning) {
        assertThatThrownBy(reckoning).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}

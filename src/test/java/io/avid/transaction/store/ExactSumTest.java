package io.avid.transaction.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.text.DecimalFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    @Property
    void sumsOfPartsInDoublesGiveTheExactSum(@ForAll @Size(max = 2000) List<@LongRange(min = -1_000_000_000_000_000L, max = 1_000_000_000_000_000L) Long> amounts) {
        double high = 0;
        double low = 0;
        BigInteger exact = BigInteger.ZERO;
        for (long amount : amounts) {
            high += ExactSum.high(amount);
            low += ExactSum.low(amount);
            exact = exact.add(BigInteger.valueOf(amount));
        }
        assertThat(ExactSum.of(digits(high), digits(low))).isEqualTo(exact.longValueExact());
    }

    /** As the engine prints a sum. */
    private static String digits(double sum) {
        return new DecimalFormat("0").format(sum);
    }

    @Property
    void everyAmountIsItsTwoParts(@ForAll long amount) {
        assertThat(ExactSum.low(amount)).isBetween(0L, (1L << 26) - 1);
        assertThat((ExactSum.high(amount) << 26) + ExactSum.low(amount)).isEqualTo(amount);
    }

    @Test
    void aSumThatADoubleMayHaveRoundedIsRefused() {
        assertThatThrownBy(() -> ExactSum.of(digits(0x1p53), "0")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> ExactSum.of(digits(0x1p40), "0")).as("leaves 64 bits").isInstanceOf(ArithmeticException.class);
    }
}

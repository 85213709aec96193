package io.avid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void amountsHaveTheDigitsOfTheirCurrency() {
        assertThat(Amounts.text(572506, "USD")).isEqualTo("5,725.06");
        assertThat(Amounts.text(-572506, "USD")).isEqualTo("-5,725.06");
        assertThat(Amounts.text(-100, "USD")).isEqualTo("-1.00");
        assertThat(Amounts.text(-12345, "USD")).isEqualTo("-123.45");
        assertThat(Amounts.text(500, "JPY")).isEqualTo("500");
        assertThat(Amounts.text(1234567, "JPY")).isEqualTo("1,234,567");
        assertThat(Amounts.text(500, "KWD")).isEqualTo("0.500");
        assertThat(Amounts.text(0, "USD")).isEqualTo("0.00");
        assertThat(Amounts.plain(572506, "USD")).isEqualTo("5725.06");
    }

    @Test
    void anUnknownCurrencyIsSaidAndNotGuessed() {
        assertThatThrownBy(() -> Amounts.text(1, "QQQ")).isInstanceOf(CommandFailure.class).hasMessageContaining("QQQ");
    }

    @Property
    void noMinorUnitIsLost(@ForAll long minorUnits) {
        assertThat(new BigDecimal(Amounts.text(minorUnits, "USD").replace(",", "")).movePointRight(2).longValueExact())
                .isEqualTo(minorUnits);
    }
}

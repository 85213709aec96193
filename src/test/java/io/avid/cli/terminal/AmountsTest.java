package io.avid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
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

    @Property
    void whatIsWrittenIsReadAsTheSameAmount(@ForAll @LongRange(min = 0, max = 999_999_999_999L) long minorUnits,
            @ForAll("currencies") String currency) {
        assertThat(Amounts.given("--amount", Amounts.plain(minorUnits, currency), currency)).isEqualTo(minorUnits);
    }

    @Provide
    Arbitrary<String> currencies() {
        return Arbitraries.of("USD", "JPY", "KWD");
    }

    @Test
    void aShorterFractionCountsAsItReads() {
        assertThat(Amounts.given("--amount", "12", "USD")).isEqualTo(1200);
        assertThat(Amounts.given("--amount", "12.5", "USD")).isEqualTo(1250);
        assertThat(Amounts.given("--amount", "12.5", "KWD")).isEqualTo(12500);
        assertThat(Amounts.given("--amount", "1250", "JPY")).isEqualTo(1250);
    }

    @Test
    void whatIsNoAmountOfTheCurrencyIsWrongUsage() {
        for (String text : List.of("", "1,250.00", "1.234", "-1", "1e3", "12.", ".5", "twelve", "9999999999999")) {
            assertThatThrownBy(() -> Amounts.given("--amount", text, "USD")).as(text).isInstanceOf(WrongUsage.class)
                    .hasMessageStartingWith("--amount is '" + text + "'");
        }
        assertThatThrownBy(() -> Amounts.given("--amount", "12.5", "JPY")).isInstanceOf(WrongUsage.class).hasMessageContaining("no digit");
        assertThatThrownBy(() -> Amounts.given("--amount", "1,250", "KWD")).isInstanceOf(WrongUsage.class).hasMessageContaining("12.500");
        assertThatThrownBy(() -> Amounts.given("--amount", "1", "QQQ")).isInstanceOf(WrongUsage.class).hasMessageContaining("ISO 4217");
    }
}

package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.cli.terminal.WrongUsage;
import io.avid.invoice.v1.InvoiceLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceLineTextTest {
    @Test
    void aLineHasADescriptionAQuantityAPriceAndMaybeATax() {
        assertThat(InvoiceLineText.read("Sourdough loaf;12;3.40;20", "USD")).isEqualTo(InvoiceLine.newBuilder()
                .setDescription("Sourdough loaf").setQuantity("12").setUnitPriceMinor(340).setTaxPercent("20").build());
        assertThat(InvoiceLineText.read(" Rent ; 1.5 ; 250 ", "JPY")).isEqualTo(InvoiceLine.newBuilder()
                .setDescription("Rent").setQuantity("1.5").setUnitPriceMinor(250).build());
        assertThat(InvoiceLineText.read("Returned crates;-2;4;8.875 %", "KWD")).isEqualTo(InvoiceLine.newBuilder()
                .setDescription("Returned crates").setQuantity("-2").setUnitPriceMinor(4000).setTaxPercent("8.875").build());
    }

    @Test
    void aSemicolonOfTheDescriptionIsWrittenWithABackslash() {
        assertThat(InvoiceLineText.read("Rye\\; sliced;1;2.00", "USD").getDescription()).isEqualTo("Rye; sliced");
    }

    @Test
    void whatIsNoLineIsWrongUsageThatSaysWhatIsExpected() {
        for (String text : List.of("", "Loaf", "Loaf;1", "Loaf;1;2;3;4", ";1;2", "Loaf;one;2", "Loaf;1;2,00", "Loaf;1;2.001", "Loaf;1;-2",
                "Loaf;1;2;", "Loaf;1;2;twenty", "Loaf;1;2;100", "Rye; sliced;1;2.00;x")) {
            assertThatThrownBy(() -> InvoiceLineText.read(text, "USD")).as(text).isInstanceOf(WrongUsage.class)
                    .hasMessageContaining("'" + text + "'").hasMessageContaining("expected");
        }
    }

    @Test
    void aReductionIsANegativeQuantityAndANegativePriceSaysSo() {
        assertThatThrownBy(() -> InvoiceLineText.read("Discount;1;-5", "USD")).isInstanceOf(WrongUsage.class)
                .hasMessageContaining("unit price is negative").hasMessageContaining("\"Discount;-1;5.00\"");
    }
}

package io.avid.document.pdf;

import io.avid.document.domain.letter.Branding;
import io.avid.document.domain.letter.Invoice;
import io.avid.document.domain.letter.Issuer;
import io.avid.document.domain.letter.Letter;
import io.avid.document.domain.letter.LetterLocale;
import io.avid.document.domain.letter.PaidBy;
import io.avid.document.domain.letter.Receipt;
import io.avid.document.domain.letter.Recipient;
import io.avid.document.domain.letter.Refund;
import io.avid.document.domain.letter.Statement;
import io.avid.document.domain.letter.Statement.EntryKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Letters of a made-up business. */
final class Letters {
    static final Issuer ISSUER = issuer("", new byte[0]);
    static final Recipient RECIPIENT =
            new Recipient("Brightwater Logistics Inc.", List.of("Accounts Payable", "1200 Harbor Way, Suite 400", "Portland, OR 97209", "USA"), "", "C-10482");
    static final Optional<PaidBy> VISA = Optional.of(new PaidBy(PaidBy.Method.CARD, "Visa", "4242"));

    private Letters() {}

    static Issuer issuer(String colour, byte[] logo) {
        return new Issuer("Northwind Instruments GmbH", List.of("Lindenallee 14", "20095 Hamburg", "Germany"), "DE811234567",
                "Amtsgericht Hamburg HRB 104512", "accounts@northwind.example", "+49 40 5550 120", "northwind.example",
                List.of(new Issuer.BankAccount("Hanse Bank", "", "DE89370400440532013000", "COBADEFFXXX")),
                new Branding(colour, logo, ""));
    }

    static Letter letter(String locale, Letter.Content content) {
        return letter(locale, RECIPIENT, content);
    }

    static Letter letter(String locale, Recipient recipient, Letter.Content content) {
        return new Letter(ISSUER, recipient, LetterLocale.of(locale), content);
    }

    static Letter invoice(String locale) {
        return letter(locale, invoice());
    }

    static Invoice invoice() {
        return new Invoice(false, "2026-000417", "", LocalDate.of(2026, 3, 2), Optional.of(LocalDate.of(2026, 4, 1)),
                Optional.of(LocalDate.of(2026, 2, 1)), Optional.of(LocalDate.of(2026, 2, 28)), "PO-77120", Currency.getInstance("EUR"),
                List.of(
                        line("Calibration of flow meters\nSeries 400, on site", "12.5", "h", 9_800, 0, "19", 122_500),
                        line("Replacement sensor NX-20", "4", "", 31_995, 6_399, "19", 121_581),
                        line("Technical manual, printed", "2", "", 4_200, 0, "7", 8_400)),
                false, OptionalLong.empty(), 252_481,
                List.of(tax("VAT", "19", 244_081, 46_375), tax("VAT", "7", 8_400, 588)), 299_444,
                List.of(new Invoice.Payment(LocalDate.of(2026, 3, 9), VISA, "P-88121", 100_000)), List.of(), OptionalLong.of(199_444),
                "Payable within 30 days without deduction. Goods remain our property until paid in full.\nLate payment bears interest at the statutory rate.",
                "Thank you for the good work together in Portland. The calibration protocols follow separately.",
                "", "https://pay.northwind.example/i/7h2Kq9");
    }

    static Invoice invoiceOf(String currency, long amountMinor) {
        return new Invoice(false, "1", "", LocalDate.of(2026, 3, 2), Optional.empty(), Optional.empty(), Optional.empty(), "",
                Currency.getInstance(currency),
                List.of(new Invoice.Line("Work", Optional.empty(), "", OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), amountMinor)),
                false, OptionalLong.empty(), amountMinor, List.of(), amountMinor, List.of(), List.of(), OptionalLong.empty(), "", "", "", "");
    }

    static Invoice.Line line(String description, String quantity, String unit, long price, long discount, String rate, long amount) {
        return new Invoice.Line(description, Optional.of(new BigDecimal(quantity)), unit, OptionalLong.of(price),
                discount == 0 ? OptionalLong.empty() : OptionalLong.of(discount), Optional.of(new BigDecimal(rate)), amount);
    }

    static Invoice.Tax tax(String name, String rate, long taxable, long amount) {
        return new Invoice.Tax(name, Optional.of(new BigDecimal(rate)), OptionalLong.of(taxable), amount);
    }

    static Receipt receipt() {
        return new Receipt(false, "R-2026-0092", LocalDate.of(2026, 3, 9), LocalDate.of(2026, 3, 9), VISA, Currency.getInstance("EUR"),
                100_000,
                List.of(
                        new Receipt.Line("Part payment", "2026-000417", Optional.of(LocalDate.of(2026, 3, 2)), OptionalLong.of(299_444), 80_000),
                        new Receipt.Line("", "2026-000398", Optional.of(LocalDate.of(2026, 2, 2)), OptionalLong.of(15_000), 15_000)),
                OptionalLong.of(5_000), List.of(new Refund(LocalDate.of(2026, 3, 12), "RF-11", "Sensor returned", 31_995)), Optional.empty(),
                "pi_3Qx81LKd", "", OptionalLong.of(219_444));
    }

    static Receipt refund() {
        return new Receipt(true, "RF-2026-0012", LocalDate.of(2026, 3, 12), LocalDate.of(2026, 3, 12), VISA, Currency.getInstance("EUR"),
                31_995,
                List.of(new Receipt.Line("Sensor NX-20 returned", "2026-000417", Optional.of(LocalDate.of(2026, 3, 2)), OptionalLong.empty(), 31_995)),
                OptionalLong.empty(), List.of(new Refund(LocalDate.of(2026, 3, 10), "RF-10", "Goodwill", 5_000)),
                Optional.of(new Receipt.RefundedPayment("P-88121", LocalDate.of(2026, 3, 9), 100_000)), "re_3Qx81LKd",
                "It takes your bank five to ten days to show the money.", OptionalLong.empty());
    }

    /** A statement of so many entries, over one year, that adds up. */
    static Statement statement(int count) {
        LocalDate from = LocalDate.of(2025, 1, 1);
        long balance = 125_000;
        var entries = new ArrayList<Statement.Entry>();
        for (int i = 0; i < count; i++) {
            LocalDate date = from.plusDays((long) i * 365 / Math.max(1, count));
            boolean charge = i % 3 != 2;
            long amount = charge ? 48_750 + 1_313L * (i % 17) : 97_500 + 1_313L * (i % 11);
            balance += charge ? amount : -amount;
            entries.add(charge
                    ? new Statement.Entry(date, EntryKind.INVOICE, "2025-%06d".formatted(i + 1), i % 6 == 0 ? "Maintenance contract, monthly rate" : "",
                            Optional.of(date.plusDays(30)), OptionalLong.of(amount), OptionalLong.empty(), balance)
                    : new Statement.Entry(date, i % 12 == 11 ? EntryKind.REFUND : EntryKind.PAYMENT, "P-%05d".formatted(i), "Visa ending in 4242",
                            Optional.empty(), OptionalLong.empty(), OptionalLong.of(amount), balance));
        }
        var ageing = new Statement.Ageing(balance + 1_500 - 40_000 - 12_500, 40_000, 12_500, 0, 0, OptionalLong.of(1_500));
        var open = new Statement.OpenItems(List.of(
                new Statement.OpenItem("2025-000104", LocalDate.of(2025, 10, 1), LocalDate.of(2025, 11, 1), 52_500, 12_500),
                new Statement.OpenItem("2025-000131", LocalDate.of(2025, 11, 20), LocalDate.of(2025, 12, 20), 40_000, 40_000),
                new Statement.OpenItem("2025-000140", LocalDate.of(2025, 12, 9), LocalDate.of(2026, 1, 8), 61_300, 61_300)),
                17, balance + 1_500 - 40_000 - 12_500 - 61_300);
        return new Statement("S-2025-118", LocalDate.of(2026, 1, 2), from, LocalDate.of(2025, 12, 31), Currency.getInstance("EUR"), 125_000,
                entries, balance, Optional.of(ageing), open, "", "C-10482", "https://pay.northwind.example/a/10482");
    }
}

package io.avid.local.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// A year of the demo business up to a day, the same for the same day: eleven months that the business kept elsewhere
/// and brought along as a file, and the last month, which went through billing and Stripe.
///
/// Stripe's time is the machine's, so a payment through it is of today. That is why the year is told in two parts.
///
/// @param today its last day
public record DemoYear(LocalDate today) {

    private static final long SEED = 20_261;
    private static final int MONTHS_OF_FILE = 11;
    private static final int DAYS_OF_MONTH = 30;
    private static final int PERCENT = 100;
    private static final int NEVER_PAID_PERCENT = 3;
    private static final int LATE_PERCENT = 14;
    private static final int DISPUTED_PERCENT = 2;
    private static final int LATEST_DAYS = 48;

    /// An invoice of the months before Avid.
    record PastInvoice(DemoCustomer customer, LocalDate date, LocalDate due, int amountMinor, Optional<LocalDate> paid, boolean disputed,
            boolean onPaper) {
    }

    /// One thing that is billed.
    record Line(String description, String quantity, int unitPriceMinor, String taxPercent) {
    }

    /// What becomes of an invoice of the last month.
    enum Fate {
        UNPAID, PAID, REFUNDED_IN_PART, REFUNDED_AND_CREDITED, DECLINED, DECLINED_THEN_PAID_BY_ANOTHER, DISPUTED, VOID
    }

    /// An invoice of the last month.
    ///
    /// @param number from 1, in the order of their days
    record RecentInvoice(int number, DemoCustomer customer, LocalDate date, List<Line> lines, Fate fate) {
    }

    private static final List<Line> GOODS = List.of(
            new Line("Sourdough loaf, 800 g", "", 340, "0"),
            new Line("Rye loaf, sliced", "", 310, "0"),
            new Line("Butter croissants, tray of 24", "", 2_160, "0"),
            new Line("Seeded rolls, bag of 48", "", 1_490, "0"),
            new Line("Cinnamon buns, tray of 12", "", 1_680, "20"),
            new Line("Celebration cake", "", 4_800, "20"),
            new Line("Focaccia, half sheet", "", 1_250, "0"),
            new Line("Oat biscuits, 2.5 kg", "", 1_975, "20"));
    private static final Line DELIVERY = new Line("Delivery before six in the morning", "1", 950, "20");

    /// The months before, as a file for `./avid import receivables`.
    public String receivablesFile() {
        StringBuilder text = new StringBuilder("Customer No,Customer Name,Invoice No,Invoice Date,Due Date,Amount,Paid On,Disputed,Delivery,Country\n");
        int number = 1;
        for (PastInvoice invoice : past()) {
            text.append(String.format(Locale.ROOT, "%s,%s,OC%02d-%04d,%s,%s,%d.%02d,%s,%s,%s,%s%n", invoice.customer.id(), quoted(invoice.customer.name()),
                    invoice.date.getYear() % PERCENT, number++, invoice.date, invoice.due, invoice.amountMinor / PERCENT, invoice.amountMinor % PERCENT,
                    invoice.paid.map(LocalDate::toString).orElse(""), invoice.disputed ? "yes" : "no", invoice.onPaper ? "paper" : "electronic",
                    invoice.customer.country()));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    List<PastInvoice> past() {
        SplittableRandom chance = new SplittableRandom(SEED);
        List<PastInvoice> invoices = new ArrayList<>();
        List<DemoCustomer> customers = DemoCustomer.all();
        for (int month = MONTHS_OF_FILE + 1; month >= 2; month--) {
            for (int i = 0; i < customers.size(); i++) {
                DemoCustomer customer = customers.get(i);
                LocalDate date = today.minusDays((long) month * DAYS_OF_MONTH - i);
                invoices.add(past(customer, date, chance));
            }
        }
        invoices.sort(Comparator.comparing(PastInvoice::date));
        return invoices;
    }

    private PastInvoice past(DemoCustomer customer, LocalDate date, SplittableRandom chance) {
        int amount = around(customer.usualMinor(), chance);
        LocalDate due = date.plusDays(customer.termsDays());
        int luck = chance.nextInt(PERCENT);
        boolean disputed = luck >= PERCENT - DISPUTED_PERCENT;
        boolean never = luck < NEVER_PAID_PERCENT || disputed;
        int early = Math.min(customer.termsDays(), DAYS_OF_MONTH / 3);
        int days = luck < NEVER_PAID_PERCENT + LATE_PERCENT ? chance.nextInt(3, LATEST_DAYS) : chance.nextInt(-early, 3);
        LocalDate paid = due.plusDays(days);
        return new PastInvoice(customer, date, due, amount, never || paid.isAfter(today) ? Optional.empty() : Optional.of(paid), disputed,
                customer.id().hashCode() % 5 == 0);
    }

    private static int around(int usual, SplittableRandom chance) {
        return usual * chance.nextInt(60, 141) / PERCENT + chance.nextInt(PERCENT);
    }

    /// The last month, in the order of their days: numbers follow the days.
    List<RecentInvoice> recent() {
        SplittableRandom chance = new SplittableRandom(SEED + 1);
        List<DemoCustomer> customers = DemoCustomer.all();
        List<RecentInvoice> invoices = new ArrayList<>();
        for (int i = 0; i < customers.size(); i++) {
            invoices.add(new RecentInvoice(0, customers.get(i), today.minusDays((long) DAYS_OF_MONTH - i), lines(customers.get(i), chance), fate(customers.get(i), i)));
            if (i % 4 == 3) {
                invoices.add(new RecentInvoice(0, customers.get(i), today.minusDays(i % 3), lines(customers.get(i), chance), Fate.UNPAID));
            }
        }
        invoices.sort(Comparator.comparing(RecentInvoice::date));
        List<RecentInvoice> numbered = new ArrayList<>();
        for (RecentInvoice invoice : invoices) {
            numbered.add(new RecentInvoice(numbered.size() + 1, invoice.customer, invoice.date, invoice.lines, invoice.fate));
        }
        return numbered;
    }

    private static Fate fate(DemoCustomer customer, int i) {
        String card = customer.card().orElse("");
        return switch (card) {
            case "" -> i == 5 ? Fate.DISPUTED : i == 20 ? Fate.VOID : Fate.UNPAID;
            case DemoCustomer.DECLINED -> i == 6 ? Fate.DECLINED_THEN_PAID_BY_ANOTHER : Fate.DECLINED;
            default -> i % 9 == 0 ? Fate.REFUNDED_IN_PART : i == 15 ? Fate.REFUNDED_AND_CREDITED : i == 19 ? Fate.DISPUTED : Fate.PAID;
        };
    }

    private static List<Line> lines(DemoCustomer customer, SplittableRandom chance) {
        List<Line> lines = new ArrayList<>();
        int left = around(customer.usualMinor(), chance);
        int first = chance.nextInt(GOODS.size());
        for (int i = 0; i < 4 && left > 0; i++) {
            Line goods = GOODS.get((first + 3 * i) % GOODS.size());
            int quantity = Math.max(1, left / 2 / goods.unitPriceMinor);
            lines.add(new Line(goods.description, Integer.toString(quantity), goods.unitPriceMinor, goods.taxPercent));
            left -= quantity * goods.unitPriceMinor;
        }
        lines.add(DELIVERY);
        return lines;
    }
}

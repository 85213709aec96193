package io.avid.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.local.demo.DemoYear.Fate;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.DateRange;
import org.junit.jupiter.api.Test;

class DemoYearTest {
    private static final DemoYear YEAR = new DemoYear(LocalDate.of(2026, 11, 25));

    @Test
    void theSameDayTellsTheSameYear() {
        assertThat(new DemoYear(YEAR.today()).receivablesFile()).isEqualTo(YEAR.receivablesFile());
        assertThat(new DemoYear(YEAR.today()).recent()).isEqualTo(YEAR.recent());
    }

    @Property(tries = 200)
    void nothingHappensAfterItsLastDayAndNothingIsPaidBeforeItIsBilled(@ForAll @DateRange(min = "2024-01-01", max = "2040-12-31") LocalDate today) {
        var year = new DemoYear(today);
        assertThat(year.past()).allSatisfy(invoice -> {
            assertThat(invoice.date()).isBefore(today.minusDays(30));
            assertThat(invoice.amountMinor()).isPositive();
            invoice.paid().ifPresent(paid -> assertThat(paid).isBetween(invoice.date(), today));
        });
        assertThat(year.recent()).allSatisfy(invoice -> assertThat(invoice.date()).isBetween(today.minusDays(30), today));
    }

    @Test
    void numbersFollowTheDays() {
        assertThat(YEAR.recent()).isSortedAccordingTo(Comparator.comparing(DemoYear.RecentInvoice::date));
        assertThat(YEAR.recent()).extracting(DemoYear.RecentInvoice::number).isSorted().doesNotHaveDuplicates().startsWith(1);
    }

    @Test
    void everythingThatMayBecomeOfAnInvoiceIsThere() {
        assertThat(YEAR.recent()).extracting(DemoYear.RecentInvoice::fate).contains(Fate.values());
        assertThat(YEAR.past().stream().filter(DemoYear.PastInvoice::disputed)).isNotEmpty();
        assertThat(YEAR.past().stream().filter(invoice -> invoice.paid().filter(paid -> paid.isAfter(invoice.due())).isPresent())).isNotEmpty();
        assertThat(YEAR.past().stream().filter(invoice -> invoice.paid().isEmpty() && !invoice.disputed())).isNotEmpty();
    }

    @Test
    void aCardIsChargedWhereThereIsOneAlone() {
        assertThat(YEAR.recent().stream().filter(invoice -> !List.of(Fate.UNPAID, Fate.VOID, Fate.DISPUTED).contains(invoice.fate())))
                .isNotEmpty().allSatisfy(invoice -> assertThat(invoice.customer().card()).isPresent());
    }

    @Test
    void theFileHasARowForEveryInvoiceWithItsOwnNumber() {
        List<String[]> rows = YEAR.receivablesFile().lines().map(line -> line.split(",", -1)).toList();
        assertThat(rows).hasSize(YEAR.past().size() + 1);
        assertThat(rows.stream().map(row -> row[2]).distinct()).hasSize(rows.size());
        assertThat(rows.stream().skip(1).map(row -> Arrays.asList(row).get(0)).distinct()).hasSize(25);
    }
}

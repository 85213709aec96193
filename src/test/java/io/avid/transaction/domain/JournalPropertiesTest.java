package io.avid.transaction.domain;

import static io.avid.transaction.domain.Ledger.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.avid.transaction.domain.CommandItem.Allocate;
import io.avid.transaction.domain.CommandItem.AllocationRequest;
import io.avid.transaction.domain.CommandItem.Annotate;
import io.avid.transaction.domain.CommandItem.Reverse;
import io.avid.transaction.domain.CommandItem.TransactionReference.ByExternalId;
import io.avid.transaction.domain.CommandItem.TransactionReference.ById;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws that hold whatever is posted, in whatever order. */
class JournalPropertiesTest {

    private static final List<String> CUSTOMERS = List.of(Ledger.ANNA, Ledger.BERT);

    /** Random life: charges, payments, credits, later allocations, reversals, refunds, fees, annotations, repeats, and requests that must be refused. */
    private static Ledger live(Random random, int steps) {
        Ledger ledger = new Ledger();
        for (int step = 0; step < steps; step++) {
            List<CommandItem> items = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                items.add(item(ledger, random, step * 10 + i));
            }
            ledger.commit(items);
        }
        return ledger;
    }

    private static CommandItem item(Ledger ledger, Random random, int number) {
        String customer = CUSTOMERS.get(random.nextInt(2));
        int date = 1 + random.nextInt(40);
        int transactions = ledger.journal.transactions();
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> Ledger.charge("c" + number, customer, date, 1 + random.nextInt(500));
            case 3 -> Ledger.payment("p" + number, customer, date, 1 + random.nextInt(700), allocations(ledger, random, customer));
            case 4 -> Ledger.stripePayment("p" + number, customer, date, 1 + random.nextInt(700), allocations(ledger, random, customer));
            case 8 -> Ledger.fee("f" + number, random.nextBoolean() ? "" : customer, date, 1 + random.nextInt(20));
            case 9, 10, 11 -> refund(ledger, random, number, date);
            case 5 -> Ledger.credit("k" + number, customer, date, 1 + random.nextInt(90), allocations(ledger, random, customer));
            case 6 -> transactions == 0 ? Ledger.charge("c" + number, customer, date, 5)
                    : new Reverse(any(ledger, random).id(), random.nextBoolean() ? Optional.empty() : Optional.of(day(date)));
            case 7 -> transactions == 0 ? Ledger.charge("c" + number, customer, date, 5)
                    : new Annotate(new ById(any(ledger, random).id()), random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty(),
                            random.nextBoolean() ? Map.of("delivery", "paper" + random.nextInt(3)) : Map.of(), random.nextBoolean() ? Set.of("delivery") : Set.of());
            default -> transactions == 0 ? Ledger.charge("c" + number, customer, date, 5)
                    : new Allocate(any(ledger, random).id(), List.of(allocations(ledger, random, customer)));
        };
    }

    /** Mostly of a payment and of no more than it has; sometimes of anything and of too much. */
    private static CommandItem refund(Ledger ledger, Random random, int number, int date) {
        List<PostedTransaction> payments = ledger.journal.transactions(0, Integer.MAX_VALUE).stream()
                .filter(posted -> posted.refundableMinor() > 0 && posted.transaction().externalId().isPresent()
                        && (posted.transaction().kind() == TransactionKind.PAYMENT || random.nextInt(10) == 0)).toList();
        if (payments.isEmpty()) {
            return Ledger.payment("p" + number, Ledger.ANNA, date, 300);
        }
        PostedTransaction payment = payments.get(random.nextInt(payments.size()));
        long most = payment.refundableMinor();
        long amount = switch (random.nextInt(4)) {
            case 0 -> most;
            case 1 -> most + 1;
            default -> 1 + random.nextLong(most);
        };
        LocalDate from = payment.transaction().terms().date();
        int day = random.nextInt(5) == 0 ? date : (int) (from.toEpochDay() - day(1).toEpochDay()) + 1 + random.nextInt(6);
        return Ledger.refund("r" + number, payment.transaction().terms().customer(), day, amount, payment.transaction().externalId().get());
    }

    private static Transaction any(Ledger ledger, Random random) {
        return ledger.journal.transactions(random.nextInt(ledger.journal.transactions()), 1).getFirst().transaction();
    }

    private static AllocationRequest[] allocations(Ledger ledger, Random random, String customer) {
        List<AllocationRequest> requests = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3) && ledger.journal.transactions() > 0; i++) {
            Transaction charge = any(ledger, random);
            Optional<OpenAmount> open = ledger.journal.openAmount(charge.id());
            if (charge.externalId().isPresent() && open.isPresent() && charge.terms().customer().equals(customer)) {
                long remaining = open.get().remainingMinor();
                requests.add(new AllocationRequest(new ByExternalId(charge.externalId().get()),
                        random.nextBoolean() ? Math.max(1, remaining) : 1 + random.nextInt(100)));
            }
        }
        return requests.toArray(AllocationRequest[]::new);
    }

    @Property(tries = 150)
    void entriesSumToZeroAndBalancesAreTheSumOfTheirEntries(@ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Journal journal = live(random, steps).journal;
        Map<AccountId, Long> sums = new HashMap<>();
        for (PostedTransaction posted : journal.transactions(0, Integer.MAX_VALUE)) {
            assertThat(posted.transaction().entries().stream().mapToLong(Entry::amountMinor).sum()).isZero();
            posted.transaction().entries().forEach(entry -> sums.merge(entry.account(), entry.amountMinor(), Math::addExact));
        }
        journal.accounts().forEach(account ->
                assertThat(journal.figures(account.id(), Optional.empty()).balanceMinor()).isEqualTo(sums.getOrDefault(account.id(), 0L)));
        assertThat(journal.accounts().stream().mapToLong(account -> journal.figures(account.id(), Optional.empty()).balanceMinor()).sum()).isZero();
    }

    @Property(tries = 150)
    void nothingIsEverOverdrawnAndABalanceIsItsOpenChargesLessItsUnallocatedMoneyOnEveryDate(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Journal journal = live(random, steps).journal;
        for (int date = 0; date <= 50; date++) {
            LocalDate asOf = day(date);
            for (PostedTransaction posted : journal.transactions(0, Integer.MAX_VALUE)) {
                journal.openAmount(posted.transaction().id())
                        .ifPresent(open -> assertThat(open.remainingMinor(asOf, Long.MAX_VALUE)).isBetween(0L, posted.transaction().amountMinor()));
            }
            for (String customer : CUSTOMERS) {
                for (Account account : journal.accounts(customer)) {
                    AccountFigures figures = journal.figures(account.id(), Optional.of(asOf));
                    assertThat(figures.balanceMinor()).isEqualTo(figures.openMinor() - figures.unallocatedMinor());
                }
            }
        }
    }

    @Property(tries = 150)
    void whatSettlesAChargeNeverExceedsItAndAPaymentIsWhatItSettlesWhatWasRefundedAndWhatRemains(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Journal journal = live(random, steps).journal;
        for (PostedTransaction posted : journal.transactions(0, Integer.MAX_VALUE)) {
            TransactionId id = posted.transaction().id();
            long counting = journal.allocations(id).stream().mapToLong(PostedAllocation::countingMinor).sum();
            journal.allocations(id).forEach(made -> assertThat(made.countingMinor()).isBetween(0L, made.allocation().amountMinor()));
            long standing = posted.reversedBy().isPresent() ? 0 : posted.transaction().amountMinor();
            switch (posted.transaction().kind()) {
                case CHARGE, CREDIT -> assertThat(journal.openAmount(id).orElseThrow().remainingMinor()).isEqualTo(standing - counting);
                case PAYMENT -> {
                    assertThat(journal.openAmount(id).orElseThrow().remainingMinor()).isEqualTo(standing - counting - posted.refundedMinor());
                    assertThat(posted.refundedMinor()).isBetween(0L, standing);
                    assertThat(posted.refundedMinor()).isEqualTo(posted.refundedBy().stream().map(refund -> journal.transaction(refund).orElseThrow())
                            .filter(refund -> refund.reversedBy().isEmpty()).mapToLong(refund -> refund.transaction().amountMinor()).sum());
                }
                case FEE, REFUND, REVERSAL -> assertThat(journal.openAmount(id)).isEmpty();
            }
        }
    }

    @Property(tries = 150)
    void aRefundAndItsReversalLeaveTheDaysBeforeAsTheyWere(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Ledger ledger = live(random, steps);
        CommandItem item = refund(ledger, random, 9_999, 1 + random.nextInt(40));
        for (int round = 0; round < 2; round++) {
            Map<TransactionId, OpenAmount> before = new HashMap<>();
            ledger.journal.transactions(0, Integer.MAX_VALUE).forEach(posted ->
                    ledger.journal.openAmount(posted.transaction().id()).ifPresent(open -> before.put(posted.transaction().id(), open)));
            if (!(ledger.commit(item) instanceof ItemOutcome.Posted(TransactionId done))) {
                return;
            }
            LocalDate date = ledger.journal.transaction(done).orElseThrow().transaction().terms().date();
            before.forEach((id, open) -> {
                for (LocalDate asOf = day(0); asOf.isBefore(date); asOf = asOf.plusDays(1)) {
                    assertThat(ledger.journal.openAmount(id).orElseThrow().remainingMinor(asOf, Long.MAX_VALUE)).isEqualTo(open.remainingMinor(asOf, Long.MAX_VALUE));
                }
            });
            item = new Reverse(done, Optional.of(date.plusDays(random.nextInt(4))));
        }
    }

    @Property(tries = 50)
    void theRowsOfAnItemAgreeWithItsMovementsOnEveryDateAtEveryPosition(@ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Ledger ledger = live(random, steps);
        List<Long> positions = new ArrayList<>(List.of(0L));
        ledger.blocks.forEach(block -> positions.add(block.lastPosition()));
        for (PostedTransaction posted : ledger.journal.transactions(0, Integer.MAX_VALUE)) {
            Optional<OpenAmount> open = ledger.journal.openAmount(posted.transaction().id());
            if (open.isEmpty()) {
                continue;
            }
            List<OpenItemTimeline.Row> rows = OpenItemTimeline.rows(open.get().movements());
            for (long position : positions) {
                for (int date = 0; date <= 45; date += 1 + random.nextInt(4)) {
                    LocalDate asOf = day(date);
                    List<OpenItemTimeline.Row> covering = rows.stream().filter(row -> row.covers(asOf, position)).toList();
                    assertThat(covering.size()).as("rectangles do not overlap").isLessThanOrEqualTo(1);
                    assertThat(covering.stream().mapToLong(OpenItemTimeline.Row::remainingMinor).sum())
                            .isEqualTo(open.get().remainingMinor(asOf, position));
                }
            }
        }
    }

    @Property(tries = 60)
    void aReplayGivesTheSameStateAndSoDoesASnapshotWithItsTail(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Ledger ledger = live(random, steps);
        byte[] state = ledger.journal.toSnapshot();
        assertThat(Ledger.replay(ledger.blocks).toSnapshot()).isEqualTo(state);
        assertThat(Journal.fromSnapshot(state).toSnapshot()).isEqualTo(state);

        int cut = random.nextInt(ledger.blocks.size() + 1);
        Journal restored = Journal.fromSnapshot(Ledger.replay(ledger.blocks.subList(0, cut)).toSnapshot());
        Ledger.replay(restored, ledger.blocks.subList(cut, ledger.blocks.size()));
        assertThat(restored.toSnapshot()).isEqualTo(state);
    }

    @Property(tries = 60)
    void everyEventIsToldOnceInOrderAndTheEventsOfATransactionHaveNoGap(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Journal journal = live(random, steps).journal;
        Map<TransactionId, Integer> sequences = new HashMap<>();
        long last = 0;
        for (PublishedFact fact : journal.publishedAfter(0, Integer.MAX_VALUE)) {
            assertThat(fact.position()).isGreaterThan(last);
            last = fact.position();
            assertThat(fact.sequence()).isEqualTo(sequences.merge(fact.transaction(), 1, Integer::sum));
            assertThat(fact.what() == PublishedFact.What.POSTED).isEqualTo(fact.sequence() == 1);
        }
        assertThat(sequences).hasSize(journal.transactions());
        assertThat(journal.lastPublishedPosition()).isEqualTo(last);
    }

    @Property(tries = 60)
    void whoFollowsTheChargesThatEventsNameKnowsWhatRemainsOfEach(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Ledger ledger = new Ledger();
        Map<TransactionId, Long> followed = new HashMap<>();
        long told = 0;
        for (int step = 0; step < steps; step++) {
            ledger.commit(List.of(item(ledger, random, step * 10), item(ledger, random, step * 10 + 1)));
            for (PublishedFact fact : ledger.journal.publishedAfter(told, Integer.MAX_VALUE)) {
                ledger.journal.chargesChangedBy(fact).forEach(charge -> followed.put(charge, ledger.journal.openAmount(charge).orElseThrow().remainingMinor()));
                told = fact.position();
            }
            for (PostedTransaction posted : ledger.journal.transactions(0, Integer.MAX_VALUE)) {
                if (posted.transaction().kind() == TransactionKind.CHARGE) {
                    assertThat(followed.get(posted.transaction().id()))
                            .isEqualTo(ledger.journal.openAmount(posted.transaction().id()).orElseThrow().remainingMinor());
                }
            }
        }
    }

    @Property(tries = 60)
    void everyBlockReadsBackAsItWasWritten(@ForAll Random random, @ForAll @IntRange(min = 1, max = 30) int steps) {
        live(random, steps).blocks.forEach(block -> assertThat(BlockCodec.decode(BlockCodec.encode(block))).isEqualTo(block));
    }

    @Property(tries = 60)
    void noOrderOfTheSameChargesAndPaymentsGivesOtherBalances(@ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int charges) {
        List<List<CommandItem>> rows = new ArrayList<>();
        for (int i = 0; i < charges; i++) {
            String customer = CUSTOMERS.get(random.nextInt(2));
            long amount = 1 + random.nextInt(900);
            rows.add(List.of(Ledger.charge("c" + i, customer, 1 + random.nextInt(40), amount),
                    Ledger.payment("p" + i, customer, 1 + random.nextInt(60), amount, Ledger.to("c" + i, amount))));
        }
        Ledger inOrder = new Ledger();
        inOrder.commit(rows.stream().flatMap(List::stream).toList());
        Collections.shuffle(rows, random);
        Ledger shuffled = new Ledger();
        rows.forEach(shuffled::commit);

        for (int date = 0; date <= 70; date += 7) {
            for (Account account : inOrder.journal.accounts()) {
                assertThat(shuffled.journal.figures(account.id(), Optional.of(day(date))))
                        .isEqualTo(inOrder.journal.figures(account.id(), Optional.of(day(date))));
            }
        }
    }
}

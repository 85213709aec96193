package io.avid.transaction.domain;

import static io.avid.transaction.domain.Ledger.ANNA;
import static io.avid.transaction.domain.Ledger.BERT;
import static io.avid.transaction.domain.Ledger.charge;
import static io.avid.transaction.domain.Ledger.credit;
import static io.avid.transaction.domain.Ledger.day;
import static io.avid.transaction.domain.Ledger.fee;
import static io.avid.transaction.domain.Ledger.payment;
import static io.avid.transaction.domain.Ledger.posted;
import static io.avid.transaction.domain.Ledger.refund;
import static io.avid.transaction.domain.Ledger.refusal;
import static io.avid.transaction.domain.Ledger.stripePayment;
import static io.avid.transaction.domain.Ledger.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.avid.transaction.domain.CommandItem.Allocate;
import io.avid.transaction.domain.CommandItem.Annotate;
import io.avid.transaction.domain.CommandItem.Reverse;
import io.avid.transaction.domain.CommandItem.TransactionReference.ByExternalId;
import io.avid.transaction.domain.CommandItem.TransactionReference.ById;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerRulesTest {

    private final Ledger ledger = new Ledger();

    @Test
    void aChargeDebitsTheReceivableAndAPaymentOfItsDaySettlesItOnThatDay() {
        ledger.commit(charge("c1", ANNA, 1, 5000));
        ledger.commit(payment("p1", ANNA, 20, 5000, to("c1", 5000)));

        assertThat(ledger.remaining("c1", 0)).isZero();
        assertThat(ledger.remaining("c1", 1)).isEqualTo(5000);
        assertThat(ledger.remaining("c1", 19)).isEqualTo(5000);
        assertThat(ledger.remaining("c1", 20)).isZero();
        AccountId account = AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD");
        assertThat(ledger.journal.figures(account, Optional.of(day(19)))).isEqualTo(new AccountFigures(5000, 1, 5000, 0));
        assertThat(ledger.journal.figures(account, Optional.empty())).isEqualTo(new AccountFigures(0, 2, 0, 0));
    }

    @Test
    void aPaymentBeforeTheInvoiceCountsFromTheInvoiceDate() {
        ledger.commit(charge("c1", ANNA, 10, 5000));
        ledger.commit(payment("p1", ANNA, 3, 5000, to("c1", 5000)));

        assertThat(ledger.remaining("c1", 9)).isZero();
        assertThat(ledger.remaining("c1", 10)).isZero();
        assertThat(ledger.remaining("p1", 5)).isEqualTo(5000);
        assertThat(ledger.journal.figures(AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD"), Optional.of(day(5))))
                .isEqualTo(new AccountFigures(-5000, 1, 0, 5000));
    }

    @Test
    void aPaymentMayBeAllocatedInPartAndLaterAndTheRestStaysVisible() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(charge("c2", ANNA, 2, 3000));
        ledger.commit(payment("p1", ANNA, 5, 5000, to("c1", 3000)));
        assertThat(ledger.remaining("p1")).isEqualTo(2000);

        ledger.commit(new Allocate(ledger.id("p1"), List.of(to("c2", 1500))));
        assertThat(ledger.remaining("p1")).isEqualTo(500);
        assertThat(ledger.remaining("c2")).isEqualTo(1500);
    }

    @Test
    void anAllocationNeverTakesMoreThanRemainsOfEitherSide() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        assertThat(refusal(ledger.commit(payment("p1", ANNA, 5, 9000, to("c1", 3001))))).isEqualTo(RejectionReason.ALLOCATION_EXCEEDS_REMAINING);
        assertThat(ledger.journal.transactionByExternalId("p1")).as("the payment is refused as a whole").isEmpty();
        ledger.commit(payment("p2", ANNA, 5, 1000, to("c1", 1000)));
        assertThat(refusal(ledger.commit(new Allocate(ledger.id("p2"), List.of(to("c1", 1)))))).isEqualTo(RejectionReason.ALLOCATION_EXCEEDS_REMAINING);
        assertThat(ledger.remaining("c1")).isEqualTo(2000);
    }

    @Test
    void anAllocationDatedInThePastNeverOverdrawsADateOnWhichAnotherStillCounted() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        TransactionId bounced = posted(ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000))));
        ledger.commit(new Reverse(bounced, Optional.of(day(20))));
        assertThat(ledger.remaining("c1")).isEqualTo(3000);

        assertThat(refusal(ledger.commit(payment("p2", ANNA, 10, 3000, to("c1", 3000))))).isEqualTo(RejectionReason.ALLOCATION_EXCEEDS_REMAINING);
        posted(ledger.commit(payment("p3", ANNA, 20, 3000, to("c1", 3000))));
        assertThat(ledger.remaining("c1")).isZero();
    }

    @Test
    void fundsSettleOnlyChargesOfTheirCustomerAndCurrency() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(credit("k1", ANNA, 1, 100));
        assertThat(refusal(ledger.commit(payment("p1", BERT, 5, 3000, to("c1", 3000))))).isEqualTo(RejectionReason.ALLOCATION_MISMATCH);
        assertThat(refusal(ledger.commit(payment("p2", ANNA, 5, 3000, to("k1", 100))))).isEqualTo(RejectionReason.ALLOCATION_MISMATCH);
        assertThat(refusal(ledger.commit(new Allocate(ledger.id("c1"), List.of(to("c1", 100)))))).isEqualTo(RejectionReason.ALLOCATION_MISMATCH);
        assertThat(refusal(ledger.commit(new CommandItem.Post(Optional.empty(), Optional.empty(), "EUR", 3000,
                new CommandItem.Payment(ANNA, day(5), AccountKind.BANK, List.of(to("c1", 3000))), Map.of())))).isEqualTo(RejectionReason.ALLOCATION_MISMATCH);
        assertThat(refusal(ledger.commit(payment("p3", ANNA, 5, 3000, to("none", 3000))))).isEqualTo(RejectionReason.RESOURCE_NOT_FOUND);
    }

    @Test
    void aReversedPaymentOpensItsChargesAgainFromTheReversalOn() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        TransactionId payment = posted(ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000))));
        TransactionId reversal = posted(ledger.commit(new Reverse(payment, Optional.of(day(12)))));

        assertThat(ledger.remaining("c1", 11)).isZero();
        assertThat(ledger.remaining("c1", 12)).isEqualTo(3000);
        assertThat(ledger.remaining("p1")).isZero();
        assertThat(ledger.journal.transaction(payment).orElseThrow().reversedBy()).contains(reversal);
        assertThat(refusal(ledger.commit(new Reverse(payment, Optional.empty())))).isEqualTo(RejectionReason.ALREADY_REVERSED);
        assertThat(refusal(ledger.commit(new Reverse(reversal, Optional.empty())))).isEqualTo(RejectionReason.REVERSAL_NOT_REVERSIBLE);
    }

    @Test
    void aReversedChargeFreesTheMoneyThatSettledIt() {
        TransactionId charge = posted(ledger.commit(charge("c1", ANNA, 1, 3000)));
        ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000)));
        assertThat(refusal(ledger.commit(new Reverse(charge, Optional.of(day(0)))))).isEqualTo(RejectionReason.DATE_INVALID);
        ledger.commit(new Reverse(charge, Optional.of(day(8))));

        assertThat(ledger.remaining("c1")).isZero();
        assertThat(ledger.remaining("p1")).isEqualTo(3000);
        assertThat(ledger.journal.figures(AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD"), Optional.empty()))
                .isEqualTo(new AccountFigures(-3000, 3, 0, 3000));
    }

    @Test
    void aReversalNeverOverdrawsTheDaysOnWhichAnAllocationStillCounted() {
        TransactionId charge = posted(ledger.commit(charge("c1", ANNA, 1, 3000)));
        TransactionId bounced = posted(ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000))));
        ledger.commit(new Reverse(bounced, Optional.of(day(20))));

        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(new Reverse(charge, Optional.of(day(10))));
        assertThat(refused.reason()).isEqualTo(RejectionReason.DATE_INVALID);
        assertThat(refused.metadata()).containsEntry("earliest", day(20).toString());
        posted(ledger.commit(new Reverse(charge, Optional.of(day(20)))));
    }

    @Test
    void theSameExternalIdWithTheSameContentAnswersTheExistingAndWithOtherContentBothValues() {
        TransactionId charge = posted(ledger.commit(charge("c1", ANNA, 1, 3000)));
        assertThat(ledger.commit(charge("c1", ANNA, 1, 3000))).isEqualTo(new ItemOutcome.AlreadyThere(charge));

        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(charge("c1", ANNA, 1, 3100));
        assertThat(refused.reason()).isEqualTo(RejectionReason.EXTERNAL_ID_CONFLICT);
        assertThat(refused.metadata()).containsEntry("field", "amount_minor").containsEntry("given", "3100").containsEntry("existing", "3000");
        assertThat(ledger.journal.transactions()).isEqualTo(1);
    }

    private AccountFigures figures(AccountId account) {
        return ledger.journal.figures(account, Optional.empty());
    }

    private static AccountId own(AccountKind kind) {
        return AccountId.ofOrganisation(Ledger.ORGANISATION, kind, "USD");
    }

    @Test
    void aPaymentAndItsFeeArePostedTogetherAndTheFeeTouchesNoReceivable() {
        ledger.commit(charge("c1", ANNA, 1, 5000));
        assertThat(ledger.commit(List.of(stripePayment("p1", ANNA, 3, 5000, to("c1", 5000)), fee("f1", ANNA, 3, 175), fee("f2", "", 3, 25))))
                .allMatch(ItemOutcome.Posted.class::isInstance);
        assertThat(figures(own(AccountKind.STRIPE)).balanceMinor()).isEqualTo(5000 - 200);
        assertThat(figures(own(AccountKind.FEES)).balanceMinor()).isEqualTo(200);
        assertThat(figures(AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD"))).isEqualTo(new AccountFigures(0, 2, 0, 0));
        assertThat(ledger.journal.account(own(AccountKind.BANK))).isEmpty();
        assertThat(ledger.journal.accounts("")).extracting(Account::kind).containsExactly(AccountKind.REVENUE, AccountKind.STRIPE, AccountKind.FEES);
        assertThat(ledger.commit(fee("f1", ANNA, 3, 175))).isInstanceOf(ItemOutcome.AlreadyThere.class);

        posted(ledger.commit(new Reverse(ledger.id("f1"), Optional.empty())));
        assertThat(figures(own(AccountKind.FEES)).balanceMinor()).isEqualTo(25);
    }

    @Test
    void whereThePaymentArrivedIsPartOfWhatAnExternalIdNames() {
        ledger.commit(stripePayment("p1", ANNA, 3, 5000));
        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(payment("p1", ANNA, 3, 5000));
        assertThat(refused.reason()).isEqualTo(RejectionReason.EXTERNAL_ID_CONFLICT);
        assertThat(refused.metadata()).containsEntry("field", "cash_account").containsEntry("given", "BANK").containsEntry("existing", "STRIPE");
    }

    @Test
    void aRefundTakesWhatSettlesNothingFirstThenTheLatestAllocationInPart() {
        ledger.commit(List.of(charge("c1", ANNA, 1, 3000), charge("c2", ANNA, 2, 2000)));
        ledger.commit(stripePayment("p1", ANNA, 5, 6000, to("c1", 3000), to("c2", 2000)));
        TransactionId refund = posted(ledger.commit(refund("r1", ANNA, 9, 2500, "p1")));

        assertThat(ledger.remaining("p1")).isZero();
        assertThat(ledger.remaining("c1")).isZero();
        assertThat(ledger.remaining("c2")).isEqualTo(1500);
        assertThat(ledger.remaining("c2", 8)).as("settled until the refund").isZero();
        assertThat(ledger.remaining("p1", 8)).isEqualTo(1000);
        assertThat(figures(own(AccountKind.STRIPE)).balanceMinor()).as("it goes back from where the payment arrived").isEqualTo(3500);
        AccountId account = AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD");
        assertThat(ledger.journal.figures(account, Optional.of(day(8)))).isEqualTo(new AccountFigures(-1000, 3, 0, 1000));
        assertThat(figures(account)).isEqualTo(new AccountFigures(1500, 4, 1500, 0));
        PostedTransaction payment = ledger.journal.transaction(ledger.id("p1")).orElseThrow();
        assertThat(payment.refundedBy()).containsExactly(refund);
        assertThat(payment.refundableMinor()).isEqualTo(3500);
        assertThat(ledger.journal.allocations(ledger.id("c2")).getFirst().countingMinor()).isEqualTo(500);

        posted(ledger.commit(refund("r2", ANNA, 10, 3500, "p1")));
        assertThat(ledger.remaining("c1")).isEqualTo(3000);
        assertThat(ledger.remaining("c2")).isEqualTo(2000);
        assertThat(ledger.journal.allocations(ledger.id("c2")).getFirst().undonePosition()).isPositive();
        assertThat(figures(account).balanceMinor()).isEqualTo(5000);
    }

    @Test
    void refundsNeverExceedThePaymentInPartsOrAsAWhole() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000)));
        ledger.commit(refund("r1", ANNA, 9, 2000, "p1"));
        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(refund("r2", ANNA, 9, 1001, "p1"));
        assertThat(refused.reason()).isEqualTo(RejectionReason.REFUND_EXCEEDS_PAYMENT);
        assertThat(refused.metadata()).containsEntry("remaining_minor", "1000").containsEntry("given_minor", "1001");
        assertThat(ledger.commit(List.of(refund("r3", ANNA, 9, 600, "p1"), refund("r4", ANNA, 9, 600, "p1"))).stream().map(ItemOutcome::getClass))
                .as("two at once in one block").containsExactly(ItemOutcome.Posted.class, ItemOutcome.Rejected.class);
        assertThat(ledger.commit(refund("r1", ANNA, 9, 2000, "p1"))).as("the same refund again is the same").isInstanceOf(ItemOutcome.AlreadyThere.class);
        assertThat(ledger.remaining("c1")).isEqualTo(2600);
        assertThat(figures(own(AccountKind.BANK)).balanceMinor()).isEqualTo(400);
    }

    @Test
    void aRefundNamesAPaymentOfItsCustomerAndCurrencyAndIsNotBeforeIt() {
        ledger.commit(List.of(charge("c1", ANNA, 1, 3000), payment("p1", ANNA, 5, 3000), credit("k1", ANNA, 5, 10)));
        assertThat(refusal(ledger.commit(refund("r1", BERT, 9, 10, "p1")))).isEqualTo(RejectionReason.REFUND_MISMATCH);
        assertThat(refusal(ledger.commit(refund("r2", ANNA, 9, 10, "c1")))).isEqualTo(RejectionReason.REFUND_MISMATCH);
        assertThat(refusal(ledger.commit(refund("r3", ANNA, 9, 10, "k1")))).isEqualTo(RejectionReason.REFUND_MISMATCH);
        assertThat(refusal(ledger.commit(refund("r4", ANNA, 9, 10, "none")))).isEqualTo(RejectionReason.RESOURCE_NOT_FOUND);
        assertThat(refusal(ledger.commit(refund("r5", ANNA, 4, 10, "p1")))).isEqualTo(RejectionReason.DATE_INVALID);
        assertThat(refusal(ledger.commit(new CommandItem.Post(Optional.empty(), Optional.empty(), "EUR", 10,
                new CommandItem.Refund(ANNA, day(9), new ByExternalId("p1"), Optional.empty()), Map.of())))).isEqualTo(RejectionReason.REFUND_MISMATCH);
        assertThat(ledger.commit(List.of(payment("p2", ANNA, 5, 50), refund("r6", ANNA, 5, 50, "p2")))).as("a payment of the same batch")
                .allMatch(ItemOutcome.Posted.class::isInstance);
    }

    @Test
    void aRefundNeverTakesMoneyThatSettlesSomethingOnALaterDay() {
        ledger.commit(List.of(payment("p1", ANNA, 1, 3000), charge("c1", ANNA, 1, 3000)));
        ledger.commit(new Allocate(ledger.id("p1"), List.of(to("c1", 3000))));
        ledger.commit(new Reverse(ledger.id("c1"), Optional.of(day(20))));
        ledger.commit(charge("c2", ANNA, 30, 3000));
        ledger.commit(new Allocate(ledger.id("p1"), List.of(to("c2", 3000))));

        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(refund("r1", ANNA, 10, 3000, "p1"));
        assertThat(refused.reason()).isEqualTo(RejectionReason.DATE_INVALID);
        assertThat(refused.metadata()).containsEntry("earliest", day(20).toString());
        posted(ledger.commit(refund("r1", ANNA, 20, 3000, "p1")));
        assertThat(ledger.remaining("c2", 29)).isZero();
        assertThat(ledger.remaining("c2", 30)).isEqualTo(3000);
    }

    @Test
    void aRefundedPaymentIsNotReversedAndAReversedRefundRestoresIt() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        TransactionId payment = posted(ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000))));
        TransactionId refund = posted(ledger.commit(refund("r1", ANNA, 9, 2000, "p1")));
        assertThat(refusal(ledger.commit(new Reverse(payment, Optional.empty())))).isEqualTo(RejectionReason.REFUNDED);
        assertThat(refusal(ledger.commit(new Reverse(refund, Optional.of(day(8)))))).isEqualTo(RejectionReason.DATE_INVALID);

        TransactionId restored = posted(ledger.commit(new Reverse(refund, Optional.of(day(12)))));
        assertThat(ledger.remaining("c1", 8)).isZero();
        assertThat(ledger.remaining("c1", 11)).isEqualTo(2000);
        assertThat(ledger.remaining("c1", 12)).isZero();
        assertThat(ledger.remaining("p1")).isZero();
        assertThat(ledger.journal.transaction(payment).orElseThrow().refundableMinor()).isEqualTo(3000);
        assertThat(ledger.journal.transaction(refund).orElseThrow().reversedBy()).contains(restored);
        assertThat(figures(own(AccountKind.BANK)).balanceMinor()).isEqualTo(3000);
        assertThat(refusal(ledger.commit(new Reverse(refund, Optional.empty())))).isEqualTo(RejectionReason.ALREADY_REVERSED);

        assertThat(refusal(ledger.commit(new Reverse(payment, Optional.of(day(10)))))).as("refunded on that day").isEqualTo(RejectionReason.DATE_INVALID);
        posted(ledger.commit(new Reverse(payment, Optional.of(day(12)))));
        assertThat(ledger.remaining("c1")).isEqualTo(3000);
        assertThat(refusal(ledger.commit(refund("r9", ANNA, 12, 1, "p1")))).as("nothing is left to refund").isEqualTo(RejectionReason.REFUND_EXCEEDS_PAYMENT);
    }

    @Test
    void aReversedRefundSettlesOnlyWhatIsStillOpenAndLeavesTheRestUnallocated() {
        ledger.commit(charge("c1", ANNA, 1, 3000));
        ledger.commit(payment("p1", ANNA, 5, 3000, to("c1", 3000)));
        TransactionId refund = posted(ledger.commit(refund("r1", ANNA, 9, 2000, "p1")));
        ledger.commit(payment("p2", ANNA, 10, 1500, to("c1", 1500)));
        posted(ledger.commit(new Reverse(refund, Optional.of(day(12)))));
        assertThat(ledger.remaining("c1")).isZero();
        assertThat(ledger.remaining("p1")).isEqualTo(1500);
    }

    @Test
    void anAnnotationChangesMarksKeepsWhatWasMarkedAndMovesNothing() {
        TransactionId charge = posted(ledger.commit(charge("c1", ANNA, 1, 3000)));
        AccountId account = AccountId.receivable(Ledger.ORGANISATION, ANNA, "USD");
        AccountFigures figures = ledger.journal.figures(account, Optional.empty());
        posted(ledger.commit(new Annotate(new ByExternalId("c1"), Optional.of(true), Map.of("country", "GB"), Set.of())));
        posted(ledger.commit(new Annotate(new ById(charge), Optional.empty(), Map.of("delivery", "electronic"), Set.of("country", "none"))));

        PostedTransaction annotated = ledger.journal.transaction(charge).orElseThrow();
        assertThat(annotated.marks()).isEqualTo(new Marks(true, Map.of("delivery", "electronic")));
        assertThat(annotated.annotations()).extracting(Annotation::before).containsExactly(
                new Marks(false, Map.of("delivery", "paper")), new Marks(true, Map.of("delivery", "paper", "country", "GB")));
        assertThat(annotated.transaction().attributes()).as("what was posted stands").isEqualTo(Map.of("delivery", "paper"));
        assertThat(ledger.journal.figures(account, Optional.empty())).isEqualTo(figures);
        long position = ledger.journal.lastPublishedPosition();
        assertThat(ledger.commit(new Annotate(new ById(charge), Optional.of(true), Map.of("delivery", "electronic"), Set.of())))
                .isEqualTo(new ItemOutcome.AlreadyThere(charge));
        assertThat(ledger.journal.lastPublishedPosition()).as("nothing changed, nothing is told").isEqualTo(position);
    }

    @Test
    void marksAreNotPartOfWhatAnExternalIdNamesSoARepeatedPostFindsAnAnnotatedTransaction() {
        TransactionId charge = posted(ledger.commit(charge("c1", ANNA, 1, 3000)));
        ledger.commit(new Annotate(new ById(charge), Optional.of(true), Map.of("delivery", "electronic"), Set.of()));
        assertThat(ledger.commit(charge("c1", ANNA, 1, 3000))).isEqualTo(new ItemOutcome.AlreadyThere(charge));
    }

    @Test
    void whatIsNoChargeCannotBeDisputedAndNothingHasMoreThanTwentyAttributes() {
        ledger.commit(payment("p1", ANNA, 1, 3000));
        assertThat(refusal(ledger.commit(new Annotate(new ByExternalId("p1"), Optional.of(true), Map.of(), Set.of())))).isEqualTo(RejectionReason.MARK_NOT_ALLOWED);
        Map<String, String> twenty = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            twenty.put("a" + i, "x");
        }
        posted(ledger.commit(new Annotate(new ByExternalId("p1"), Optional.of(false), twenty, Set.of())));
        assertThat(refusal(ledger.commit(new Annotate(new ByExternalId("p1"), Optional.empty(), Map.of("b", "y"), Set.of())))).isEqualTo(RejectionReason.MARK_NOT_ALLOWED);
        posted(ledger.commit(new Annotate(new ByExternalId("p1"), Optional.empty(), Map.of("b", "y"), Set.of("a1"))));
        assertThat(refusal(ledger.commit(new Annotate(new ByExternalId("none"), Optional.empty(), Map.of("b", "y"), Set.of())))).isEqualTo(RejectionReason.RESOURCE_NOT_FOUND);
    }

    @Test
    void aPaymentThatComesLaterForAKnownChargeAddsOnlyThePayment() {
        List<CommandItem> paid = List.of(charge("c1", ANNA, 1, 3000), payment("p1", ANNA, 9, 3000, to("c1", 3000)));
        ledger.commit(charge("c1", ANNA, 1, 3000));
        List<ItemOutcome> outcomes = ledger.commit(paid);
        assertThat(outcomes.get(0)).isInstanceOf(ItemOutcome.AlreadyThere.class);
        assertThat(outcomes.get(1)).isInstanceOf(ItemOutcome.Posted.class);
        assertThat(ledger.commit(paid)).allMatch(ItemOutcome.AlreadyThere.class::isInstance);
    }

    @Test
    void anItemThatIsRefusedStopsNoOtherOfItsBatch() {
        List<ItemOutcome> outcomes = ledger.commit(List.of(charge("c1", ANNA, 1, 3000), payment("p1", BERT, 2, 10, to("c1", 10)),
                charge("c2", BERT, 1, 7)));
        assertThat(outcomes.get(0)).isInstanceOf(ItemOutcome.Posted.class);
        assertThat(refusal(outcomes.get(1))).isEqualTo(RejectionReason.ALLOCATION_MISMATCH);
        assertThat(outcomes.get(2)).isInstanceOf(ItemOutcome.Posted.class);
    }

    @Test
    void aBalanceThatWouldOverflowIsRefusedAndNothingChanges() {
        int asManyAsFit = (int) (Long.MAX_VALUE / DecideItem.MAX_AMOUNT_MINOR);
        List<CommandItem> charges = new ArrayList<>();
        for (int i = 0; i < asManyAsFit; i++) {
            charges.add(charge("c" + i, ANNA, 1, DecideItem.MAX_AMOUNT_MINOR));
        }
        assertThat(ledger.commit(charges)).allMatch(ItemOutcome.Posted.class::isInstance);
        ItemOutcome.Rejected refused = (ItemOutcome.Rejected) ledger.commit(charge("one more", BERT, 1, DecideItem.MAX_AMOUNT_MINOR));
        assertThat(refused.reason()).as("revenue would overflow").isEqualTo(RejectionReason.AMOUNT_OUT_OF_RANGE);
        assertThat(refused.message()).contains("64-bit");
        assertThat(ledger.journal.transactions()).isEqualTo(asManyAsFit);
        assertThat(ledger.journal.accounts(BERT)).isEmpty();
    }

    @Test
    void amountsAreOneOrMoreMinorUnitsOfACurrencyThatExists() {
        assertThat(refusal(ledger.commit(charge("c1", ANNA, 1, 0)))).isEqualTo(RejectionReason.AMOUNT_OUT_OF_RANGE);
        assertThat(refusal(ledger.commit(charge("c1", ANNA, 1, -5)))).isEqualTo(RejectionReason.AMOUNT_OUT_OF_RANGE);
        assertThat(refusal(ledger.commit(charge("c1", ANNA, 1, DecideItem.MAX_AMOUNT_MINOR + 1)))).isEqualTo(RejectionReason.AMOUNT_OUT_OF_RANGE);
        assertThat(refusal(ledger.commit(new CommandItem.Post(Optional.empty(), Optional.empty(), "ZZZ", 3000,
                new CommandItem.Charge(ANNA, day(5), day(6), false), Map.of())))).isEqualTo(RejectionReason.CURRENCY_UNKNOWN);
    }

    @Test
    void theSameCallIsAnsweredTheSameAfterAReplayAndAnotherCallUnderItsIdIsRefused() {
        Command command = new Command("Post", "r", "f", "staff|1", List.of(charge("c1", ANNA, 1, 3000), charge("c1", ANNA, 1, 9)));
        List<ItemOutcome> first = ledger.commit(command);
        long position = ledger.journal.position();

        Ledger restarted = new Ledger(Ledger.replay(ledger.blocks));
        assertThat(restarted.commit(command)).isEqualTo(first);
        assertThat(restarted.journal.position()).isEqualTo(position);
        assertThat(restarted.journal.draft().decide(new Command("Post", "r", "other", "staff|1", command.items())))
                .isInstanceOf(CommandAnswer.RequestIdReused.class);
    }

    @Test
    void theSameCallTwiceInOneBlockIsDoneOnce() {
        Command command = new Command("Post", "r", "f", "staff|1", List.of(charge("c1", ANNA, 1, 3000)));
        JournalDraft draft = ledger.journal.draft();
        assertThat(draft.decide(command)).isEqualTo(draft.decide(command));
        ledger.commit(draft);
        assertThat(ledger.journal.transactions()).isEqualTo(1);
    }

    @Test
    void anAnswerIsKeptThirtyDaysAndARequestIdUsedLaterIsRefusedInsteadOfPostedTwice() {
        CommandItem.Post withoutExternalId = new CommandItem.Post(Optional.empty(), Optional.empty(), "USD", 10,
                new CommandItem.Charge(ANNA, day(1), day(2), false), Map.of());
        Command command = new Command("Post", "r", "f", "staff|1", List.of(withoutExternalId));
        ItemOutcome first = ledger.commit(command).getFirst();
        ledger.now = ledger.now.plus(Duration.ofDays(30));
        ledger.commit(charge("later", ANNA, 1, 1));
        assertThat(ledger.commit(command).getFirst()).isEqualTo(first);
        ledger.now = ledger.now.plusMillis(1);
        ledger.commit(charge("later still", ANNA, 1, 1));
        assertThat(refusal(ledger.commit(command).getFirst())).isEqualTo(RejectionReason.REQUEST_ID_REUSED);
    }

    @Test
    void aDraftThatIsThrownAwayChangesNothing() {
        byte[] before = ledger.journal.toSnapshot();
        ledger.journal.draft().decide(new Command("Post", "r", "f", "staff|1", List.of(charge("c1", ANNA, 1, 3000))));
        assertThat(ledger.journal.toSnapshot()).isEqualTo(before);
    }
}

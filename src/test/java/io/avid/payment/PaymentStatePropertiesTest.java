package io.avid.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.payment.domain.DeclineCodePolicy;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.domain.PaymentReading.Progress;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.RefundReading;
import io.avid.payment.domain.RefundState;
import io.avid.platform.error.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A payment is the same in whatever order, how late and how often news of it come. */
class PaymentStatePropertiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Money AMOUNT = new Money(10_000, "USD");

    private static Payment asked() {
        return Payment.asked(new PaymentOrder("customers/a", AMOUNT, Optional.empty(), "cus_1", Optional.of("pm_1"), "invoices/1", "", false,
                "https://example.com", Optional.empty()));
    }

    private static PaymentReading reading(Progress progress, boolean withFee) {
        boolean taken = progress == Progress.SUCCEEDED;
        return new PaymentReading("pi_1", progress, AMOUNT,
                progress == Progress.DECLINED ? Optional.of(DeclineCodePolicy.decline("card_declined", "generic_decline")) : Optional.empty(),
                progress == Progress.ACTION_REQUIRED ? Optional.of("https://bank.example") : Optional.empty(), Optional.empty(),
                taken && withFee ? Optional.of(new Money(320, "USD")) : Optional.empty(), taken ? Optional.of(NOW) : Optional.empty(), 0,
                false, Map.of());
    }

    /** What Stripe goes through, in its order; each may be read, or not, and applied at any time. */
    @Provide
    Arbitrary<List<PaymentReading>> histories() {
        return Arbitraries.of(
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.SUCCEEDED, false), reading(Progress.SUCCEEDED, true)),
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.PROCESSING, false), reading(Progress.SUCCEEDED, true)),
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.ACTION_REQUIRED, false), reading(Progress.SUCCEEDED, true)),
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.ACTION_REQUIRED, false), reading(Progress.DECLINED, false),
                        reading(Progress.CANCELLED, false)),
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.DECLINED, false), reading(Progress.CANCELLED, false)),
                List.of(reading(Progress.UNCONFIRMED, false), reading(Progress.ACTION_REQUIRED, false), reading(Progress.CANCELLED, false)));
    }

    @Property
    void theEndIsStripesEndInWhateverOrderNewsComeAndHoweverOften(@ForAll("histories") List<PaymentReading> history, @ForAll long seed) {
        var news = new ArrayList<>(history);
        news.addAll(history);
        Collections.shuffle(news, new Random(seed));
        Payment payment = asked();
        for (PaymentReading one : news) {
            Payment next = payment.learned(one);
            assertThat(payment.state() == next.state() || payment.state().leadsTo(next.state())).isTrue();
            payment = next;
        }
        Progress end = history.getLast().progress();
        boolean declined = history.stream().anyMatch(one -> one.progress() == Progress.DECLINED);
        if (end == Progress.SUCCEEDED) {
            assertThat(payment.state()).isEqualTo(PaymentState.SUCCEEDED);
            assertThat(payment.fee()).contains(new Money(320, "USD"));
        } else if (declined) {
            // Whether its failure or its end at Stripe is heard of first, nothing was taken.
            assertThat(payment.state()).isIn(PaymentState.FAILED, PaymentState.CANCELLED);
        } else {
            assertThat(payment.state()).isEqualTo(PaymentState.CANCELLED);
        }
        assertThat(payment.open()).isFalse();
        assertThat(payment.actionUrl()).isEmpty();
        assertThat(payment.isTellable()).isTrue();
    }

    @Property
    void refundsUnderWayAndDoneNeverExceedThePayment(@ForAll("histories") List<PaymentReading> ignored, @ForAll long seed) {
        var chance = new Random(seed);
        Payment payment = asked().learned(reading(Progress.SUCCEEDED, true));
        for (int i = 0; i < 30; i++) {
            String id = "r" + chance.nextInt(12);
            switch (chance.nextInt(3)) {
                case 0 -> payment = tried(payment, id, chance.nextInt(6_000));
                case 1 -> payment = payment.refundRefused(id, "no", NOW);
                default -> {
                    Payment known = payment;
                    RefundState state = RefundState.values()[chance.nextInt(RefundState.values().length)];
                    payment = payment.refund(id).map(refund -> known.learnedRefunds(List.of(new RefundReading("re_" + id, Optional.of(id), state,
                            refund.minor(), Optional.empty(), NOW)), stripeId -> stripeId, NOW)).orElse(payment);
                }
            }
            long counted = payment.refunds().stream().filter(refund -> refund.state().counts()).mapToLong(refund -> refund.minor()).sum();
            assertThat(counted).isBetween(0L, AMOUNT.minor());
            assertThat(payment.leftMinor()).isEqualTo(AMOUNT.minor() - counted);
        }
    }

    private static Payment tried(Payment payment, String id, long minor) {
        long left = payment.leftMinor();
        try {
            Payment next = payment.withRefund("payments/1", id, minor, "", "fingerprint of " + id, id, NOW);
            assertThat(payment.refund(id).isPresent() || minor <= left).isTrue();
            return next;
        } catch (Failure refused) {
            assertThat(refused.reason()).isEqualTo("REFUND_EXCEEDS_PAYMENT");
            assertThat(minor > left || left == 0).isTrue();
            return payment;
        }
    }
}

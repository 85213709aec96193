package io.avid.payment;

import static io.avid.payment.PaymentWorld.ADAS_LOGIN;
import static io.avid.payment.PaymentWorld.BOBS_LOGIN;
import static io.avid.payment.PaymentWorld.OTHER;
import static io.avid.payment.PaymentWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.RefundCreateParams;
import io.avid.payment.v1.CreateRefundRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.Refund;
import io.avid.payment.v1.RefundState;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refunds against the Stripe emulator. */
@Tag("slow")
class RefundPaymentsTest {
    private final PaymentWorld world = new PaymentWorld();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private static void assertFails(ThrowingCallable call, FailureKind kind, String reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
            assertThat(failure.kind()).isEqualTo(kind);
        });
    }

    private CreateRefundRequest.Builder of(Payment payment, long minor) {
        return CreateRefundRequest.newBuilder().setPayment(payment.getName()).setAmountMinor(minor).setReason("Two were broken").setRequestId(world.next());
    }

    private Refund refund(CreateRefundRequest.Builder request) {
        return world.call(STAFF, world.service()::createRefund, request.build());
    }

    private Refund get(Principal principal, String name) {
        world.advanceASecond();
        return world.call(principal, world.service()::getRefund, GetRefundRequest.newBuilder().setName(name).build());
    }

    private Payment paid(String card) {
        world.saveCard(card);
        return world.pay(world.payment(1_000));
    }

    @Test
    void partsAndThenTheRestAreGivenBackAndNoMore() {
        Payment payment = paid("visa");
        CreateRefundRequest.Builder first = of(payment, 400);
        Refund part = refund(first);
        assertThat(part.getState()).isEqualTo(RefundState.REFUND_SUCCEEDED);
        assertThat(part.getStripeRefund()).startsWith("re_");
        assertThat(part.getRefundDate()).isNotEmpty();
        assertThat(refund(first)).isEqualTo(part);
        assertFails(() -> refund(of(payment, 601)), FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT");
        assertFails(() -> refund(first.clone().setAmountMinor(300)), FailureKind.ALREADY_EXISTS, "REQUEST_ID_REUSED");

        Refund rest = refund(of(payment, 0).clearAmountMinor());

        assertThat(rest.getAmount().getMinorUnits()).isEqualTo(600);
        assertFails(() -> refund(of(payment, 0).clearAmountMinor()), FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT");
        assertThat(world.get(payment.getName()).getRefunded().getMinorUnits()).isEqualTo(1_000);
        assertThat(world.events(payment.getName())).containsExactly("PaymentRequested", "PaymentSucceeded", "RefundRequested", "RefundSucceeded",
                "RefundRequested", "RefundSucceeded");
        List<Refund> listed = world.call(STAFF, world.service()::listRefunds,
                ListRefundsRequest.newBuilder().setPayment(payment.getName()).build()).getRefundsList();
        assertThat(listed).extracting(Refund::getName).containsExactly(rest.getName(), part.getName());
        assertThat(get(ADAS_LOGIN, part.getName()).getState()).isEqualTo(RefundState.REFUND_SUCCEEDED);
        assertFails(() -> get(BOBS_LOGIN, part.getName()), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertFails(() -> get(OTHER, part.getName()), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
    }

    @Test
    void twoAtOnceCannotGiveBackMoreThanWasTaken() throws Exception {
        Payment payment = paid("visa");
        List<Callable<Refund>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            CreateRefundRequest.Builder request = of(payment, 300);
            calls.add(() -> refund(request));
        }
        int done = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Refund> call : threads.invokeAll(calls)) {
                try {
                    done += call.get().getState() == RefundState.REFUND_SUCCEEDED ? 1 : 0;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(Failure.class,
                            failure -> assertThat(failure.reason()).isEqualTo("REFUND_EXCEEDS_PAYMENT"));
                }
            }
        }
        assertThat(done).isEqualTo(3);
        assertThat(world.get(payment.getName()).getRefunded().getMinorUnits()).isEqualTo(900);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"kind\":\"cut\",\"when\":\"before\",\"path\":\"/v1/refunds\",\"method\":\"POST\"}",
        "{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/refunds\",\"method\":\"POST\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"before\",\"path\":\"/v1/refunds\",\"method\":\"POST\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"after\",\"path\":\"/v1/refunds\",\"method\":\"POST\"}"})
    void anUnknownOutcomeIsSettledByTheSameRequestOrASweepAndGivenBackOnce(String fault) {
        Payment payment = paid("visa");
        CreateRefundRequest.Builder request = of(payment, 400);
        world.fault(fault);
        assertFails(() -> refund(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");
        assertFails(() -> refund(of(payment, 700)), FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT");

        world.sweep();

        assertThat(refund(request).getState()).isEqualTo(RefundState.REFUND_SUCCEEDED);
        Payment now = world.get(payment.getName());
        assertThat(now.getRefunded().getMinorUnits()).isEqualTo(400);
        assertThat(world.events(payment.getName())).filteredOn("RefundSucceeded"::equals).hasSize(1);
    }

    @Test
    void whatIsRefundedAtStripeBecomesOneOfOursAndLimitsWhatIsLeft() throws Exception {
        Payment payment = paid("visa");
        world.stripe.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(payment.getStripePaymentIntent()).setAmount(700L).build());

        // Here 1,000 seem to be left; Stripe refuses, and what it knows is learned.
        Refund refused = refund(of(payment, 400));
        assertThat(refused.getState()).isEqualTo(RefundState.REFUND_FAILED);
        assertThat(refused.getFailure()).contains("greater than unrefunded amount");

        assertThat(world.get(payment.getName()).getRefunded().getMinorUnits()).isEqualTo(700);
        assertFails(() -> refund(of(payment, 301)), FailureKind.FAILED_PRECONDITION, "REFUND_EXCEEDS_PAYMENT");
        assertThat(refund(of(payment, 300)).getState()).isEqualTo(RefundState.REFUND_SUCCEEDED);
    }

    @Test
    void aRefundThatTheBankSendsBackIsFailedAndCanBeTriedAgain() {
        Payment payment = paid("refundFail");
        Refund refund = refund(of(payment, 1_000));
        world.advance(java.time.Duration.ofDays(1));
        PaymentWorld.await("the refund failed", () -> {
            world.sweep();
            return get(STAFF, refund.getName()).getState() == RefundState.REFUND_FAILED;
        });
        assertThat(world.get(payment.getName()).getRefunded().getMinorUnits()).isZero();
        assertThat(world.events(payment.getName())).endsWith("RefundFailed");
    }

    @Test
    void whatWasNotTakenCannotBeGivenBack() {
        world.saveCard("chargeCustomerFail");
        Payment failed = world.pay(world.payment(1_000));
        assertFails(() -> refund(of(failed, 100)), FailureKind.FAILED_PRECONDITION, "PAYMENT_STATE_UNFIT");
    }
}

package io.avid.payment;

import static io.avid.payment.PaymentWorld.ADA;
import static io.avid.payment.PaymentWorld.ADAS_LOGIN;
import static io.avid.payment.PaymentWorld.BOBS_LOGIN;
import static io.avid.payment.PaymentWorld.OTHER;
import static io.avid.payment.PaymentWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.PaymentMethodListParams;
import io.avid.payment.v1.CancelPaymentRequest;
import io.avid.payment.v1.CancelPaymentResponse;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentMethodsResponse;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListPaymentsResponse;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentState;
import io.avid.payment.v1.PreferPaymentMethodRequest;
import io.avid.payment.v1.StartMethodSetupRequest;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.type.v1.Money;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments against the Stripe emulator, over stripe-java and HTTP. */
@Tag("slow")
class TakePaymentsTest {
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

    private CancelPaymentResponse cancel(CancelPaymentRequest.Builder request) {
        return world.call(STAFF, world.service()::cancelPayment, request.setRequestId(world.next()).build());
    }

    @Test
    void aSavedCardPaysAndTheFeeIsKnownWhenOthersAreTold() {
        String method = world.saveCard("visa");
        Payment paid = world.pay(world.payment(10_000));
        assertThat(paid.getState()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(paid.getFee()).isEqualTo(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(320).build());
        assertThat(paid.getMethod()).isEqualTo(method);
        assertThat(paid.getCard().getLast4()).isEqualTo("4242");
        assertThat(paid.getPaidDate()).matches("\\d{4}-\\d\\d-\\d\\d");
        assertThat(paid.getStripePaymentIntent()).startsWith("pi_");
        assertThat(world.events(paid.getName())).containsExactly("PaymentRequested", "PaymentSucceeded");
        assertThat(world.takenAtStripeMinor()).isEqualTo(10_000);
    }

    @Test
    void theSameRequestAgainAnswersTheSamePaymentAndAnotherUnderItsIdIsRefused() {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(500);
        Payment first = world.pay(request);
        assertThat(world.pay(request)).isEqualTo(first);
        assertFails(() -> world.pay(request.clone().setReference("invoices/i2")), FailureKind.ALREADY_EXISTS, "REQUEST_ID_REUSED");
        assertThat(world.takenAtStripeMinor()).isEqualTo(500);
        assertThat(world.paymentIntentsAtStripe()).isEqualTo(1);
    }

    @Test
    void aDeclineIsAFailedPaymentThatSaysWhyAndIsClosedAtStripe() throws Exception {
        world.saveCard("chargeCustomerFail");
        Payment failed = world.pay(world.payment(500));
        assertThat(failed.getState()).isEqualTo(PaymentState.FAILED);
        assertThat(failed.getFailure().getCode()).isEqualTo("card_declined");
        assertThat(failed.getFailure().getDeclineCode()).isEqualTo("generic_decline");
        assertThat(failed.getFailure().getRetryable()).isFalse();
        assertThat(failed.getFailure().getMessage()).contains("another card");
        assertThat(world.events(failed.getName())).containsExactly("PaymentRequested", "PaymentFailed");
        assertThat(world.stripe.v1().paymentIntents().retrieve(failed.getStripePaymentIntent()).getStatus()).isEqualTo("canceled");

        world.saveCard("visa");
        assertThat(world.pay(world.payment(500)).getState()).isEqualTo(PaymentState.SUCCEEDED);
    }

    @Test
    void aBankThatWantsAProofIsADeclineWhereTheCustomerIsNotThere() {
        world.saveCard("authenticationRequired");
        Payment failed = world.pay(world.payment(500));
        assertThat(failed.getState()).isEqualTo(PaymentState.FAILED);
        assertThat(failed.getFailure().getCode()).isEqualTo("authentication_required");
        assertThat(failed.getFailure().getRetryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, SUCCEEDED, PaymentSucceeded", "false, FAILED, PaymentFailed"})
    void aCustomerWhoIsThereIsAskedAndTheAnswerDecides(boolean proved, PaymentState end, String event) {
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        assertThat(waiting.getState()).isEqualTo(PaymentState.REQUIRES_ACTION);
        assertThat(waiting.getActionUrl()).startsWith("http");
        assertThat(world.get(waiting.getName()).getState()).isEqualTo(PaymentState.REQUIRES_ACTION);

        world.answerChallenge(waiting.getActionUrl(), proved);

        Payment ended = world.get(waiting.getName());
        assertThat(ended.getState()).isEqualTo(end);
        assertThat(ended.getActionUrl()).isEmpty();
        assertThat(world.events(waiting.getName())).containsExactly("PaymentRequested", "PaymentActionRequired", event);
        assertThat(world.takenAtStripeMinor()).isEqualTo(proved ? 500 : 0);
    }

    /** Wherever the connection breaks, before or after the effect, and whatever Stripe fails with. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"kind\":\"cut\",\"when\":\"before\",\"path\":\"/v1/payment_intents\",\"method\":\"POST\"}",
        "{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents\",\"method\":\"POST\"}",
        "{\"kind\":\"cut\",\"when\":\"before\",\"path\":\"/v1/payment_intents/*/confirm\"}",
        "{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents/*/confirm\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"before\",\"path\":\"/v1/payment_intents\",\"method\":\"POST\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"after\",\"path\":\"/v1/payment_intents\",\"method\":\"POST\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"before\",\"path\":\"/v1/payment_intents/*/confirm\"}",
        "{\"kind\":\"error\",\"status\":500,\"when\":\"after\",\"path\":\"/v1/payment_intents/*/confirm\"}",
        "{\"kind\":\"error\",\"status\":429,\"when\":\"before\",\"path\":\"/v1/payment_intents/*/confirm\"}",
        "{\"kind\":\"error\",\"status\":503,\"when\":\"before\",\"path\":\"/v1/payment_intents/*/confirm\"}"})
    void anUnknownOutcomeIsUnavailableAndTheSameRequestTellsItWithoutTakingTwice(String fault) {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        world.fault(fault);
        assertFails(() -> world.pay(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");

        Payment paid = world.pay(request);

        assertThat(paid.getState()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(paid.getFee().getMinorUnits()).isEqualTo(50);
        assertThat(world.takenAtStripeMinor()).isEqualTo(700);
        assertThat(world.paymentIntentsAtStripe()).isEqualTo(1);
        assertThat(world.events(paid.getName())).containsExactly("PaymentRequested", "PaymentSucceeded");
    }

    @Test
    void aSweepSettlesWhatNobodyAsksForAgain() {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        world.fault("{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents/*/confirm\"}");
        assertFails(() -> world.pay(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");

        assertThat(world.sweep().getChanged()).isGreaterThan(0);

        Payment paid = world.call(STAFF, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPayments(0);
        assertThat(paid.getState()).isEqualTo(PaymentState.SUCCEEDED);
        assertThat(world.takenAtStripeMinor()).isEqualTo(700);
        assertThat(world.sweep().getChanged()).isZero();
    }

    @Test
    void afterADayAPaymentIsFoundByItsLabelAndNotMadeAgain() {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        world.fault("{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents\",\"method\":\"POST\"}");
        assertFails(() -> world.pay(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");
        world.advance(Duration.ofHours(25));

        assertThat(world.pay(request).getState()).isEqualTo(PaymentState.SUCCEEDED);

        assertThat(world.paymentIntentsAtStripe()).isEqualTo(1);
    }

    @Test
    void aRequestCancelledBeforeItArrivesIsAborted() {
        world.saveCard("visa");
        CreatePaymentRequest.Builder late = world.payment(700);
        CancelPaymentRequest.Builder request = CancelPaymentRequest.newBuilder().setCreateRequestId(late.getRequestId());
        assertThat(cancel(request).hasPayment()).isFalse();
        assertThat(cancel(request).hasPayment()).isFalse();

        assertFails(() -> world.pay(late), FailureKind.ABORTED, "REQUEST_CANCELLED");
        assertFails(() -> world.pay(late), FailureKind.ABORTED, "REQUEST_CANCELLED");

        assertThat(world.paymentIntentsAtStripe()).isZero();
        assertThat(world.call(STAFF, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isZero();
    }

    @Test
    void cancellingAPaymentOfUnknownOutcomeAsksStripeWhichSaysThatTheMoneyIsTaken() {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        world.fault("{\"kind\":\"cut\",\"when\":\"after\",\"path\":\"/v1/payment_intents/*/confirm\"}");
        assertFails(() -> world.pay(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");

        assertFails(() -> cancel(CancelPaymentRequest.newBuilder().setCreateRequestId(request.getRequestId())),
                FailureKind.FAILED_PRECONDITION, "PAYMENT_STATE_UNFIT");

        assertThat(world.pay(request).getState()).isEqualTo(PaymentState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/payment_intents", "/v1/payment_intents/*/confirm"})
    void cancellingAPaymentThatWasNotTakenEndsItForGood(String cutAt) {
        world.saveCard("visa");
        CreatePaymentRequest.Builder request = world.payment(700);
        world.fault("{\"kind\":\"cut\",\"when\":\"before\",\"method\":\"POST\",\"path\":\"" + cutAt + "\"}");
        assertFails(() -> world.pay(request), FailureKind.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");

        Payment ended = cancel(CancelPaymentRequest.newBuilder().setCreateRequestId(request.getRequestId())).getPayment();

        assertThat(ended.getState()).isEqualTo(PaymentState.CANCELLED);
        assertThat(world.pay(request).getState()).isEqualTo(PaymentState.CANCELLED);
        assertThat(world.events(ended.getName())).containsExactly("PaymentRequested", "PaymentCancelled");
        assertThat(world.takenAtStripeMinor()).isZero();
        assertThat(cancel(CancelPaymentRequest.newBuilder().setName(ended.getName())).getPayment().getState()).isEqualTo(PaymentState.CANCELLED);
    }

    @Test
    void aPaymentThatWaitsForAProofCanBeCancelled() {
        world.saveCard("authenticationRequired");
        Payment waiting = world.pay(world.payment(500).setCustomerPresent(true));
        assertThat(cancel(CancelPaymentRequest.newBuilder().setName(waiting.getName())).getPayment().getState()).isEqualTo(PaymentState.CANCELLED);
        world.answerChallenge(waiting.getActionUrl(), true);
        assertThat(world.takenAtStripeMinor()).isZero();
    }

    @Test
    void aFailedPaymentThatCouldNotBeClosedAtStripeIsClosedByASweep() throws Exception {
        world.saveCard("chargeCustomerFail");
        world.fault("{\"kind\":\"cut\",\"when\":\"before\",\"path\":\"/v1/payment_intents/*/cancel\"}");
        Payment failed = world.pay(world.payment(500));
        assertThat(failed.getState()).isEqualTo(PaymentState.FAILED);
        assertThat(world.stripe.v1().paymentIntents().retrieve(failed.getStripePaymentIntent()).getStatus()).isEqualTo("requires_payment_method");

        world.sweep();

        assertThat(world.stripe.v1().paymentIntents().retrieve(failed.getStripePaymentIntent()).getStatus()).isEqualTo("canceled");
        assertThat(world.get(failed.getName()).getState()).isEqualTo(PaymentState.FAILED);
    }

    @Test
    void whatStripeRefusesIsSaidAndRefusedAgain() throws Exception {
        world.saveCard("visa");
        CreatePaymentRequest.Builder small = world.payment(10);
        assertFails(() -> world.pay(small), FailureKind.INVALID_ARGUMENT, "AMOUNT_UNFIT_FOR_STRIPE");
        assertFails(() -> world.pay(small), FailureKind.INVALID_ARGUMENT, "AMOUNT_UNFIT_FOR_STRIPE");
        assertFails(() -> world.pay(world.payment(0)), FailureKind.INVALID_ARGUMENT, "AMOUNT_UNFIT_FOR_STRIPE");
        CreatePaymentRequest.Builder lost = world.payment(500);
        var methods = world.stripe.v1().paymentMethods();
        for (var method : methods.list(PaymentMethodListParams.builder().setCustomer(world.stripeCustomer()).build()).getData()) {
            methods.detach(method.getId());
        }
        assertFails(() -> world.pay(lost), FailureKind.FAILED_PRECONDITION, "STRIPE_REFUSED");
        assertFails(() -> world.pay(lost), FailureKind.FAILED_PRECONDITION, "STRIPE_REFUSED");
    }

    @Test
    void withoutAnAccountOrACardNothingIsRecordedAndTheWayOutIsNamed() {
        assertFails(() -> world.pay(world.payment(500)), FailureKind.FAILED_PRECONDITION, "METHOD_MISSING");
        var without = io.avid.platform.security.Principal.staff("org_9", "auth0|z", java.util.Set.of());
        assertThatThrownBy(() -> world.call(without, world.service()::startMethodSetup,
                StartMethodSetupRequest.newBuilder().setCustomer(ADA).setRequestId("r").build()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo("STRIPE_NOT_CONFIGURED");
                    assertThat(failure.metadata()).containsEntry("property", "avid.payment.stripe.accounts.org_9.api-key");
                });
        assertThat(world.call(STAFF, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isZero();
    }

    @Test
    void theLastCardSavedIsPreferredUntilAnotherIsChosenOrForgotten() {
        String visa = world.saveCard("visa");
        String mastercard = world.saveCard("mastercard");
        assertThat(methods()).extracting(PaymentMethod::getName).containsExactly(mastercard, visa);
        assertThat(methods()).extracting(PaymentMethod::getPreferred).containsExactly(true, false);

        world.call(STAFF, world.service()::preferPaymentMethod,
                PreferPaymentMethodRequest.newBuilder().setName(visa).setRequestId(world.next()).build());
        assertThat(world.pay(world.payment(500)).getCard().getBrand()).isEqualTo("visa");

        var detach = DetachPaymentMethodRequest.newBuilder().setName(visa).setRequestId(world.next()).build();
        world.call(STAFF, world.service()::detachPaymentMethod, detach);
        world.call(STAFF, world.service()::detachPaymentMethod, detach);
        assertThat(methods()).extracting(PaymentMethod::getName).containsExactly(mastercard);
        assertThat(methods().getFirst().getPreferred()).isTrue();
        assertFails(() -> world.pay(world.payment(500).setMethod(visa)), FailureKind.FAILED_PRECONDITION, "METHOD_MISSING");
    }

    private List<PaymentMethod> methods() {
        ListPaymentMethodsResponse response = world.call(STAFF, world.service()::listPaymentMethods,
                ListPaymentMethodsRequest.newBuilder().setCustomer(ADA).build());
        return response.getMethodsList();
    }

    @Test
    void aCardWhoseBankWantsAProofIsSavedByTheProof() {
        MethodSetup begun = world.call(STAFF, world.service()::startMethodSetup,
                StartMethodSetupRequest.newBuilder().setCustomer(ADA).setRequestId("mine").build());
        assertThat(begun.getClientSecret()).startsWith(begun.getStripeSetupIntent() + "_secret_");
        assertThat(begun.getPublishableKey()).isEqualTo("pk_test_org_1");
        assertThat(world.saveCard("authenticationRequiredOnSetup")).startsWith("paymentMethods/");
        assertThat(world.pay(world.payment(500)).getState()).isEqualTo(PaymentState.SUCCEEDED);
    }

    @Test
    void anotherOrganisationAndAnotherCustomerFindNothing() {
        String method = world.saveCard("visa");
        Payment paid = world.pay(world.payment(500));
        GetPaymentRequest get = GetPaymentRequest.newBuilder().setName(paid.getName()).build();
        assertFails(() -> world.call(OTHER, world.service()::getPayment, get), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertFails(() -> world.call(BOBS_LOGIN, world.service()::getPayment, get), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertFails(() -> world.call(BOBS_LOGIN, world.service()::preferPaymentMethod,
                PreferPaymentMethodRequest.newBuilder().setName(method).setRequestId("x").build()), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertFails(() -> world.call(BOBS_LOGIN, world.service()::listPaymentMethods,
                ListPaymentMethodsRequest.newBuilder().setCustomer(ADA).build()), FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND");
        assertThat(world.call(BOBS_LOGIN, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isZero();
        assertThat(world.call(OTHER, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isZero();
        assertThat(world.call(ADAS_LOGIN, world.service()::getPayment, get).getStripePaymentIntent()).isEmpty();
        assertThat(world.call(ADAS_LOGIN, world.service()::listPayments, ListPaymentsRequest.getDefaultInstance()).getPaymentsCount()).isEqualTo(1);
    }

    @Test
    void aListGoesThroughAllPagesLatestFirst() {
        world.saveCard("visa");
        var made = new java.util.ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(world.pay(world.payment(500 + i)).getName());
        }
        var seen = new java.util.ArrayList<String>();
        ListPaymentsRequest.Builder request = ListPaymentsRequest.newBuilder().setPageSize(2).setCustomer(ADA).setState(PaymentState.SUCCEEDED);
        do {
            ListPaymentsResponse page = world.call(STAFF, world.service()::listPayments, request.build());
            assertThat(page.getTotalSize()).isEqualTo(5);
            page.getPaymentsList().forEach(payment -> seen.add(payment.getName()));
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        assertThat(seen).containsExactlyElementsOf(made);
    }
}

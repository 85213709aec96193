package io.avid.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.HasId;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.ChargeRetrieveParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundListParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lists page through everything once, newest first, and ids become objects where that is asked for.
class ListsAndExpansionTest {

    private final StripeClient stripe = RunningEmulator.client(RunningEmulator.newKey());
    private final Scenario scenario = new Scenario(stripe);

    private static List<String> ids(StripeCollection<? extends HasId> page) {
        return page.getData().stream().map(HasId::getId).toList();
    }

    @Test
    void pagesForthAndBackHoldEveryObjectOnce() throws StripeException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            made.addFirst(scenario.customer().getId());
        }
        var first = stripe.v1().customers().list();
        assertThat(ids(first)).isEqualTo(made.subList(0, 10));
        assertThat(first.getHasMore()).isTrue();
        var last = stripe.v1().customers().list(CustomerListParams.builder().setStartingAfter(made.get(19)).build());
        assertThat(ids(last)).isEqualTo(made.subList(20, 25));
        assertThat(last.getHasMore()).isFalse();
        var before = stripe.v1().customers().list(CustomerListParams.builder().setEndingBefore(made.get(20)).setLimit(5L).build());
        assertThat(ids(before)).isEqualTo(made.subList(15, 20));
        assertThat(before.getHasMore()).isTrue();
        var exact = stripe.v1().customers().list(CustomerListParams.builder().setLimit(25L).build());
        assertThat(exact.getHasMore()).isFalse();
        List<String> all = new ArrayList<>();
        stripe.v1().customers().list(CustomerListParams.builder().setLimit(7L).build()).autoPagingIterable().forEach(customer -> all.add(customer.getId()));
        assertThat(all).isEqualTo(made);
    }

    @Test
    void aPageThatCannotBeIsRefused() throws StripeException {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> stripe.v1().customers().list(CustomerListParams.builder().setLimit(101L).build())).getParam())
                .isEqualTo("limit");
        InvalidRequestException unknown = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().customers().list(CustomerListParams.builder().setStartingAfter("cus_nobody").build()));
        assertThat(unknown.getCode()).isEqualTo("resource_missing");
        assertThat(unknown.getParam()).isEqualTo("starting_after");
        String id = scenario.customer().getId();
        assertThat(catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().customers().list(CustomerListParams.builder().setStartingAfter(id).setEndingBefore(id).build()))).isNotNull();
    }

    @Test
    void listsAreFilteredByWhatTheyBelongToAndByTime() throws StripeException {
        Customer one = scenario.customer();
        Customer other = scenario.customer();
        PaymentIntent paid = scenario.pay(1000, scenario.attached(one, "4242424242424242"), one);
        scenario.pay(1000, scenario.attached(other, "4242424242424242"), other);
        scenario.refund(paid, 100);
        assertThat(ids(stripe.v1().paymentIntents().list(PaymentIntentListParams.builder().setCustomer(one.getId()).build()))).containsExactly(paid.getId());
        assertThat(stripe.v1().refunds().list(RefundListParams.builder().setPaymentIntent(paid.getId()).build()).getData()).hasSize(1);
        assertThat(stripe.v1().refunds().list(RefundListParams.builder().setCharge(paid.getLatestCharge()).build()).getData()).hasSize(1);
        long now = paid.getCreated();
        assertThat(stripe.v1().paymentIntents().list(PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder().setGte(now).setLt(now + 60).build()).build()).getData()).hasSize(2);
        assertThat(stripe.v1().paymentIntents().list(PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder().setGt(now + 60).build()).build()).getData()).isEmpty();
    }

    @Test
    void idsBecomeObjectsToAnyDepthInObjectsAndLists() throws StripeException {
        Customer customer = scenario.customer();
        PaymentIntent paid = scenario.pay(1000, scenario.attached(customer, "4242424242424242"), customer);
        Refund refund = scenario.refund(paid, 250);
        PaymentIntent whole = stripe.v1().paymentIntents().retrieve(paid.getId(), PaymentIntentRetrieveParams.builder()
                .addAllExpand(List.of("customer", "payment_method", "latest_charge.balance_transaction")).build());
        assertThat(whole.getCustomerObject().getName()).isEqualTo("A Payer");
        assertThat(whole.getPaymentMethodObject().getCard().getLast4()).isEqualTo("4242");
        assertThat(whole.getLatestChargeObject().getBalanceTransactionObject().getFee()).isEqualTo(59);
        Charge charge = stripe.v1().charges().retrieve(paid.getLatestCharge(), ChargeRetrieveParams.builder().addExpand("refunds").build());
        assertThat(charge.getRefunds().getData()).extracting(Refund::getId).containsExactly(refund.getId());
        var list = stripe.v1().paymentIntents().list(PaymentIntentListParams.builder().addExpand("data.latest_charge.balance_transaction").build());
        assertThat(list.getData().getFirst().getLatestChargeObject().getBalanceTransactionObject().getNet()).isEqualTo(941);
        InvalidRequestException no = catchThrowableOfType(InvalidRequestException.class,
                () -> stripe.v1().paymentIntents().retrieve(paid.getId(), PaymentIntentRetrieveParams.builder().addExpand("amount").build()));
        assertThat(no).hasMessageContaining("This property cannot be expanded (amount).");
    }
}

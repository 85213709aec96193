package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.avid.document.v1.ListDocumentsRequest;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.module.RequestRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A customer's list asked for by another id than its name would be empty, and read as a customer that has nothing. */
class CustomerFilterTest {
    private static final List<Message> LISTS = List.of(ListInvoicesRequest.getDefaultInstance(), ListPaymentsRequest.getDefaultInstance(),
            ListRefundsRequest.getDefaultInstance(), ListPaymentMethodsRequest.getDefaultInstance(), ListDocumentsRequest.getDefaultInstance());

    @Test
    void aCustomerIsAskedForByNameOrNotAtAll() {
        for (Message list : LISTS) {
            FieldDescriptor customer = list.getDescriptorForType().findFieldByName("customer");
            for (String wrong : List.of("0379-NEVHP", "customers/", "Customers/a")) {
                Message asked = list.toBuilder().setField(customer, wrong).build();
                assertThatThrownBy(() -> RequestRules.check(asked)).as(list.getDescriptorForType().getName() + " of " + wrong)
                        .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.fieldViolations())
                                .isNotEmpty().allSatisfy(violation -> assertThat(violation.field()).isEqualTo("customer")));
            }
            RequestRules.check(list.toBuilder().setField(customer, "customers/a").build());
        }
        RequestRules.check(ListInvoicesRequest.getDefaultInstance());
        assertThatThrownBy(() -> RequestRules.check(ListInvoicesRequest.newBuilder().setCustomer("0379-NEVHP").build()))
                .hasMessageContaining("given 0379-NEVHP, expected: a text that matches `^(customers/");
    }
}

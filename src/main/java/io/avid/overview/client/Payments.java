package io.avid.overview.client;

import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import java.util.List;

/** What overview asks of module payment. */
public final class Payments {
    private final PaymentServiceBlockingStub payments;
    private final PartDeadline deadline;

    public Payments(PaymentServiceBlockingStub payments, PartDeadline deadline) {
        this.payments = payments;
        this.deadline = deadline;
    }

    /** A customer's latest payments. */
    public List<Payment> latest(String customer, int count) {
        return deadline.on(payments).listPayments(ListPaymentsRequest.newBuilder()
                        .setCustomer(customer)
                        .setPageSize(count)
                        .build())
                .getPaymentsList();
    }

    /** A customer's saved cards, last saved first. */
    public List<PaymentMethod> methods(String customer, int count) {
        return deadline.on(payments).listPaymentMethods(ListPaymentMethodsRequest.newBuilder()
                        .setCustomer(customer)
                        .setPageSize(count)
                        .build())
                .getMethodsList();
    }
}

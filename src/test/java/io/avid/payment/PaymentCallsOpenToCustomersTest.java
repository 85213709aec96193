package io.avid.payment;

import static io.avid.payment.PaymentWorld.ADA;
import static io.avid.payment.PaymentWorld.ADAS_LOGIN;
import static io.avid.payment.PaymentWorld.BOBS_LOGIN;
import static io.avid.payment.PaymentWorld.OTHER;
import static io.avid.payment.PaymentWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.avid.payment.v1.CreatePaymentLinkRequest;
import io.avid.payment.v1.CreateRefundRequest;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.GetRefundRequest;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PreferPaymentMethodRequest;
import io.avid.payment.v1.StartMethodSetupRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.option.v1.PermissionOuterClass;
import io.avid.platform.security.Principal;
import io.avid.platform.type.v1.Money;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every RPC of the module that a customer's login may call: its own it is given, another's is not there. */
@Tag("slow")
class PaymentCallsOpenToCustomersTest {
    private final PaymentWorld world = new PaymentWorld();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void aLoginSeesItsOwnAndNothingElseOnEveryCallOpenToIt() {
        Map<String, Function<Principal, Message>> calls = calls();
        assertThat(calls.keySet()).isEqualTo(openRpcs());
        calls.forEach((rpc, call) -> {
            assertThat(call.apply(ADAS_LOGIN).toString()).as(rpc + " for its own").contains(ADA);
            for (Principal stranger : List.of(BOBS_LOGIN, OTHER)) {
                try {
                    assertThat(call.apply(stranger).toString()).as(rpc + " shows another's").doesNotContain("payments/", "paymentMethods/", "refunds/");
                } catch (Failure failure) {
                    assertThat(failure.kind()).as(rpc).isEqualTo(FailureKind.NOT_FOUND);
                }
            }
        });
    }

    private Map<String, Function<Principal, Message>> calls() {
        String method = world.saveCard("visa");
        String payment = world.pay(world.payment(1_000)).getName();
        String refund = world.call(STAFF, world.service()::createRefund,
                CreateRefundRequest.newBuilder().setPayment(payment).setAmountMinor(100).setRequestId(world.next()).build()).getName();
        String setup = world.call(STAFF, world.service()::startMethodSetup,
                StartMethodSetupRequest.newBuilder().setCustomer(ADA).setRequestId(world.next()).build()).getName();
        String link = world.call(STAFF, world.service()::createPaymentLink, CreatePaymentLinkRequest.newBuilder().setCustomer(ADA)
                .setDescription("Invoice 1").setAmount(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(900)).setRequestId(world.next()).build()).getName();
        var service = world.service();
        var calls = new LinkedHashMap<String, Function<Principal, Message>>();
        calls.put("GetMethodSetup", by -> world.call(by, service::getMethodSetup, GetMethodSetupRequest.newBuilder().setName(setup).build()));
        calls.put("ListPaymentMethods", by -> world.call(by, service::listPaymentMethods, ListPaymentMethodsRequest.newBuilder().setCustomer(ADA).build()));
        calls.put("PreferPaymentMethod", by -> world.call(by, service::preferPaymentMethod,
                PreferPaymentMethodRequest.newBuilder().setName(method).setRequestId("p" + by.actor()).build()));
        calls.put("GetPayment", by -> world.call(by, service::getPayment, GetPaymentRequest.newBuilder().setName(payment).build()));
        calls.put("ListPayments", by -> world.call(by, service::listPayments, ListPaymentsRequest.getDefaultInstance()));
        calls.put("GetRefund", by -> world.call(by, service::getRefund, GetRefundRequest.newBuilder().setName(refund).build()));
        calls.put("ListRefunds", by -> world.call(by, service::listRefunds, ListRefundsRequest.getDefaultInstance()));
        calls.put("GetPaymentLink", by -> world.call(by, service::getPaymentLink, GetPaymentLinkRequest.newBuilder().setName(link).build()));
        calls.put("DetachPaymentMethod", by -> {
            world.call(by, service::detachPaymentMethod, DetachPaymentMethodRequest.newBuilder().setName(method).setRequestId("d").build());
            return ListPaymentMethodsRequest.newBuilder().setCustomer(ADA).build();
        });
        return calls;
    }

    private static TreeSet<String> openRpcs() {
        var open = new TreeSet<String>();
        ((ProtoServiceDescriptorSupplier) PaymentServiceGrpc.getServiceDescriptor().getSchemaDescriptor()).getServiceDescriptor().getMethods().stream()
                .filter(rpc -> rpc.getOptions().getExtension(PermissionOuterClass.permission).getCustomer())
                .forEach(rpc -> open.add(rpc.getName()));
        return open;
    }
}

package io.avid.payment.application;

import io.avid.payment.domain.Decline;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentState;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.Wallet;
import io.avid.payment.stripe.StripeGateway;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes money by a saved card. The request is recorded before Stripe hears of it. */
public final class TakePayment {
    private static final String METHOD_PREFIX = "paymentMethods/";

    private final AggregateStore<Payment> payments;
    private final KnowCustomer customers;
    private final SettlePayment settle;
    private final StripeGateway stripe;
    private final PaymentFacts facts;
    private final String ownReturnUrl;

    /** @param ownReturnUrl where customers come back to where the caller names no page */
    public TakePayment(AggregateStore<Payment> payments, KnowCustomer customers, SettlePayment settle, StripeGateway stripe,
            PaymentFacts facts, String ownReturnUrl) {
        this.payments = payments;
        this.customers = customers;
        this.settle = settle;
        this.stripe = stripe;
        this.facts = facts;
        this.ownReturnUrl = ownReturnUrl;
    }

    /**
     * What is asked for.
     *
     * @param method {@code paymentMethods/{id}}; empty takes the preferred one
     * @param returnUrl empty takes Avid's own page
     */
    public record Asked(String customer, Money amount, Optional<String> method, String reference, String statementText,
            boolean customerPresent, Optional<String> returnUrl) {}

    /**
     * Takes it, or goes on where the same request was left.
     *
     * @return how it stands; a decline is FAILED
     * @throws Failure METHOD_MISSING, STRIPE_NOT_CONFIGURED, AMOUNT_UNFIT_FOR_STRIPE, STRIPE_REFUSED,
     *     REQUEST_CANCELLED, REQUEST_ID_REUSED, or UNAVAILABLE: the outcome is unknown
     */
    public Stored<Payment> take(Principal by, Asked asked, RequestIdentity request) {
        String id = request.derivedId(by.organisation());
        Optional<Stored<Payment>> known = payments.find(by.organisation(), id);
        Payment first = known.map(Stored::state).orElseGet(() -> Payment.asked(order(by, asked)));
        // Refuses the same request_id with other content, and finds one that came meanwhile.
        payments.create(by, new NewAggregate<>(id, first, known.isPresent() ? List.of()
                : facts.of(payments.nameOf(id), Optional.empty(), first), Set.of(), Optional.of(request)));
        Stored<Payment> payment = payments.get(by.organisation(), id);
        if (payment.state().state() == PaymentState.WITHDRAWN) {
            throw Failure.of(FailureKind.ABORTED, "REQUEST_CANCELLED", "The payment of request_id " + request.requestId()
                    + " was cancelled before it arrived; nothing was taken. Use a new request_id for a new payment.",
                    Map.of("request_id", request.requestId()));
        }
        Stored<Payment> settled = settle.settle(by, payment);
        Optional<Decline> refusal = settled.state().decline().filter(Decline::byStripe);
        if (refusal.isPresent()) {
            throw StripeGateway.refusal(refusal.get(), settled.state().order().amount());
        }
        return settled;
    }

    private PaymentOrder order(Principal by, Asked asked) {
        StripeGateway.requireFit(asked.amount());
        stripe.accounts().apiKey(by.organisation());
        Wallet wallet = customers.find(by, asked.customer()).map(Stored::state)
                .orElseThrow(() -> KnowCustomer.methodMissing(asked.customer(), asked.customer() + " has no saved card."));
        Optional<String> wanted = asked.method().map(TakePayment::methodId).or(wallet::preferred);
        SavedMethod method = wanted.flatMap(wallet::find).filter(saved -> !saved.detached())
                .orElseThrow(() -> KnowCustomer.methodMissing(asked.customer(), asked.method()
                        .map(name -> asked.customer() + " has no saved card " + name + ".")
                        .orElse(asked.customer() + " has no saved card.")));
        return new PaymentOrder(asked.customer(), asked.amount(), Optional.of(METHOD_PREFIX + method.id()),
                wallet.stripeCustomer().orElseThrow(), Optional.of(method.stripeId()), asked.reference(), asked.statementText(),
                asked.customerPresent(), asked.returnUrl().orElse(ownReturnUrl), Optional.empty());
    }

    private static String methodId(String name) {
        return name.startsWith(METHOD_PREFIX) ? name.substring(METHOD_PREFIX.length()) : name;
    }
}

package io.avid.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.HasId;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SetupIntentCancelParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.SetupIntentListParams;
import com.stripe.param.SetupIntentRetrieveParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.service.V1Services;
import io.avid.payment.domain.Decline;
import io.avid.payment.domain.DeclineCodePolicy;
import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.LinkReading;
import io.avid.payment.domain.Money;
import io.avid.payment.domain.PaymentLink;
import io.avid.payment.domain.PaymentOrder;
import io.avid.payment.domain.PaymentReading;
import io.avid.payment.domain.RefundReading;
import io.avid.payment.domain.SavedMethod;
import io.avid.payment.domain.SetupReading;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Asks Stripe, with an account for each organisation, and says in Avid's words what it answers.
 *
 * <p>What a request may meet is one of four, and callers treat each as what it is:
 * <ul>
 *   <li>an answer: a decline of a card is one too, for it is how the payment stands;
 *   <li>{@link StripeRefusedException}: Stripe did nothing and never will;
 *   <li>{@link Failure} UNAVAILABLE: the outcome is unknown, and the same idempotency key tells it;
 *   <li>{@link StripeFailedException}: the outcome is unknown, and the same key would fail again.
 * </ul>
 *
 * <p>Everything that Avid makes at Stripe carries the labels of {@link StripeLabels}, by which it is
 * found when no id of it is known here.
 */
public final class StripeGateway {
    private static final int SERVER_FAILED = 500;
    private static final int NOT_FOUND = 404;
    private static final int IN_FLIGHT = 409;
    private static final int TOO_MANY = 429;
    private static final long PAGE = 100;
    private static final List<String> WITH_FEE = List.of("latest_charge.balance_transaction");
    private static final List<String> AMOUNT_CODES = List.of("amount_too_small", "amount_too_large");

    private final PaymentProperties.Stripe settings;
    private final StripeAccounts accounts;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, StripeClient> clients = new ConcurrentHashMap<>();

    public StripeGateway(PaymentProperties.Stripe settings, StripeAccounts accounts, InstantSource clock, MeterRegistry meters) {
        this.settings = settings;
        this.accounts = accounts;
        this.clock = clock;
        this.meters = meters;
    }

    private interface Question<T> {
        T ask(V1Services stripe) throws StripeException;
    }

    /** The accounts that it asks with. */
    public StripeAccounts accounts() {
        return accounts;
    }

    /**
     * Checks an amount before anything is recorded.
     *
     * @throws Failure AMOUNT_UNFIT_FOR_STRIPE
     */
    public static void requireFit(Money money) {
        StripeAmounts.toStripe(money);
    }

    /** The failure that a recorded refusal is answered with. */
    public static Failure refusal(Decline decline, Money money) {
        return AMOUNT_CODES.contains(decline.code())
                ? StripeAmounts.unfit(money, decline.message())
                : StripeRefusedException.failure(decline);
    }

    /** Makes a customer; {@code cus_…}. */
    public String createCustomer(String organisation, String customer, String key) {
        var params = CustomerCreateParams.builder().putAllMetadata(StripeLabels.ofCustomer(organisation, customer)).build();
        return change(organisation, "customer.create", stripe -> stripe.customers().create(params, keyed(key))).getId();
    }

    /** Begins the saving of a card. */
    public SetupReading createSetup(String organisation, String setup, String customer, String stripeCustomer, String key) {
        var params = SetupIntentCreateParams.builder()
                .setCustomer(stripeCustomer)
                .setUsage(SetupIntentCreateParams.Usage.OFF_SESSION)
                .addPaymentMethodType("card")
                .putAllMetadata(StripeLabels.ofSetup(organisation, setup, customer))
                .addExpand("payment_method")
                .build();
        Instant asked = clock.instant();
        return StripeReadings.setup(change(organisation, "setup.create", stripe -> stripe.setupIntents().create(params, keyed(key))), asked);
    }

    /** How the saving of a card stands. */
    public Optional<SetupReading> readSetup(String organisation, String stripeSetup) {
        var params = SetupIntentRetrieveParams.builder().addExpand("payment_method").build();
        Instant asked = clock.instant();
        return read(organisation, "setup.read", stripe -> stripe.setupIntents().retrieve(stripeSetup, params))
                .map(intent -> StripeReadings.setup(intent, asked));
    }

    /** Ends the saving of a card, unless the card is saved; the answer says which. */
    public SetupReading cancelSetup(String organisation, String stripeSetup) {
        var params = SetupIntentCancelParams.builder().build();
        try {
            change(organisation, "setup.cancel", stripe -> stripe.setupIntents().cancel(stripeSetup, params));
        } catch (StripeRefusedException refused) {
            return readSetup(organisation, stripeSetup).orElseThrow(refused::failure);
        } catch (StripeFailedException failed) {
            throw Failure.unavailable("Stripe", failed);
        }
        return readSetup(organisation, stripeSetup).orElseThrow(() -> Failure.unavailable("Stripe", new IllegalStateException(
                "Stripe ended " + stripeSetup + " and does not know it")));
    }

    /** Looks for the saving of a card by the label that it carries. */
    public Optional<SetupReading> findSetup(String organisation, String setup, String stripeCustomer) {
        var params = SetupIntentListParams.builder().setCustomer(stripeCustomer).setLimit(PAGE).build();
        return find(organisation, "setup.find", stripe -> stripe.setupIntents().list(params),
                intent -> StripeLabels.isSetup(intent.getMetadata(), setup)).flatMap(found -> readSetup(organisation, found.getId()));
    }

    /** Makes a payment that takes nothing yet. */
    public PaymentReading createPayment(String organisation, String payment, PaymentOrder order, String key) {
        var params = PaymentIntentCreateParams.builder()
                .setAmount(StripeAmounts.toStripe(order.amount()))
                .setCurrency(order.amount().currency().toLowerCase(Locale.ROOT))
                .setCustomer(order.stripeCustomer())
                .addPaymentMethodType("card")
                // At once and not in the background, so that the fee is known with the answer.
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC)
                .putAllMetadata(StripeLabels.ofPayment(organisation, payment, order.customer(), order.reference()));
        order.stripeMethod().ifPresent(params::setPaymentMethod);
        if (!order.statementText().isEmpty()) {
            params.setStatementDescriptorSuffix(order.statementText());
        }
        PaymentIntentCreateParams built = params.build();
        return StripeReadings.payment(change(organisation, "payment.create",
                stripe -> stripe.paymentIntents().create(built, keyed(key))));
    }

    /** Asks Stripe to take the money; a decline is an answer. */
    public PaymentReading confirmPayment(String organisation, String stripePayment, PaymentOrder order, String key) {
        var params = PaymentIntentConfirmParams.builder().addAllExpand(WITH_FEE);
        if (order.customerPresent()) {
            params.setReturnUrl(order.returnUrl());
        } else {
            params.setOffSession(true);
        }
        PaymentIntentConfirmParams built = params.build();
        return answered(organisation, stripePayment, () -> StripeReadings.payment(change(organisation, "payment.confirm", stripe -> {
            try {
                return stripe.paymentIntents().confirm(stripePayment, built, keyed(key));
            } catch (CardException declined) {
                PaymentIntent intent = declined.getStripeError() == null ? null : declined.getStripeError().getPaymentIntent();
                if (intent == null) {
                    throw declined;
                }
                return intent;
            }
        })));
    }

    /** Ends a payment at Stripe, unless the money is taken; the answer says which. */
    public PaymentReading cancelPayment(String organisation, String stripePayment, String key) {
        var params = PaymentIntentCancelParams.builder().build();
        return answered(organisation, stripePayment, () -> StripeReadings.payment(change(organisation, "payment.cancel",
                stripe -> stripe.paymentIntents().cancel(stripePayment, params, keyed(key)))));
    }

    /** How a payment stands. */
    public Optional<PaymentReading> readPayment(String organisation, String stripePayment) {
        var params = PaymentIntentRetrieveParams.builder().addAllExpand(WITH_FEE).build();
        return read(organisation, "payment.read", stripe -> stripe.paymentIntents().retrieve(stripePayment, params))
                .map(StripeReadings::payment);
    }

    /** Looks for a payment by the label that it carries. */
    public Optional<PaymentReading> findPayment(String organisation, String payment, String stripeCustomer) {
        var params = PaymentIntentListParams.builder().setCustomer(stripeCustomer).setLimit(PAGE).build();
        return find(organisation, "payment.find", stripe -> stripe.paymentIntents().list(params),
                intent -> StripeLabels.isPayment(intent.getMetadata(), payment)).flatMap(found -> readPayment(organisation, found.getId()));
    }

    /** Gives money back. */
    public RefundReading createRefund(String organisation, String refund, String stripePayment, Money amount, String key) {
        var params = RefundCreateParams.builder()
                .setPaymentIntent(stripePayment)
                .setAmount(StripeAmounts.toStripe(amount))
                .putAllMetadata(StripeLabels.ofRefund(organisation, refund))
                .build();
        return StripeReadings.refund(change(organisation, "refund.create", stripe -> stripe.refunds().create(params, keyed(key))));
    }

    /** All refunds of a payment, first made first. */
    public List<RefundReading> listRefunds(String organisation, String stripePayment) {
        var params = RefundListParams.builder().setPaymentIntent(stripePayment).setLimit(PAGE).build();
        List<RefundReading> found = new ArrayList<>();
        all(organisation, "refund.list", stripe -> stripe.refunds().list(params),
                (Refund refund) -> found.addFirst(StripeReadings.refund(refund)));
        return List.copyOf(found);
    }

    /** What payers' banks want back of a payment, first told first. */
    public List<DisputeReading> listDisputes(String organisation, String stripePayment) {
        var params = DisputeListParams.builder().setPaymentIntent(stripePayment).setLimit(PAGE).build();
        List<DisputeReading> found = new ArrayList<>();
        all(organisation, "dispute.list", stripe -> stripe.disputes().list(params),
                (Dispute dispute) -> found.addFirst(StripeReadings.dispute(dispute)));
        return List.copyOf(found);
    }

    /** Makes a page where somebody pays. */
    public LinkReading createLink(String organisation, String link, String payment, PaymentLink asked, String key) {
        var price = SessionCreateParams.LineItem.PriceData.builder()
                .setCurrency(asked.amount().currency().toLowerCase(Locale.ROOT))
                .setUnitAmount(StripeAmounts.toStripe(asked.amount()))
                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder().setName(asked.description()).build())
                .build();
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setCustomer(asked.stripeCustomer())
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .addLineItem(SessionCreateParams.LineItem.builder().setQuantity(1L).setPriceData(price).build())
                .setExpiresAt(asked.expireTime().getEpochSecond())
                .setSuccessUrl(asked.returnUrl())
                .putAllMetadata(StripeLabels.ofLink(organisation, link, asked.customer(), asked.reference()))
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putAllMetadata(StripeLabels.ofLinkPayment(organisation, link, payment, asked.customer(), asked.reference()))
                        .build())
                .build();
        return StripeReadings.link(change(organisation, "link.create", stripe -> stripe.checkout().sessions().create(params, keyed(key))));
    }

    /** How a page stands. */
    public Optional<LinkReading> readLink(String organisation, String stripeLink) {
        return read(organisation, "link.read", stripe -> stripe.checkout().sessions().retrieve(stripeLink)).map(StripeReadings::link);
    }

    /** Looks for a page by the label that it carries. */
    public Optional<LinkReading> findLink(String organisation, String link, String stripeCustomer) {
        var params = SessionListParams.builder().setCustomer(stripeCustomer).setLimit(PAGE).build();
        return find(organisation, "link.find", stripe -> stripe.checkout().sessions().list(params),
                session -> StripeLabels.isLink(session.getMetadata(), link)).map(StripeReadings::link);
    }

    /** Ends a page, unless it is paid; the answer says which. */
    public Optional<LinkReading> expireLink(String organisation, String stripeLink, String key) {
        try {
            return Optional.of(StripeReadings.link(change(organisation, "link.expire",
                    stripe -> stripe.checkout().sessions().expire(stripeLink, keyed(key)))));
        } catch (StripeRefusedException refused) {
            return readLink(organisation, stripeLink);
        }
    }

    /** Forgets a card; right also where that has happened. */
    public void detachMethod(String organisation, String stripeMethod) {
        if (isAttached(organisation, stripeMethod)) {
            try {
                change(organisation, "method.detach", stripe -> stripe.paymentMethods().detach(stripeMethod));
            } catch (StripeRefusedException refused) {
                if (isAttached(organisation, stripeMethod)) {
                    throw refused.failure();
                }
            }
        }
    }

    /** Whether Stripe still has a card for its customer. */
    private boolean isAttached(String organisation, String stripeMethod) {
        return read(organisation, "method.read", stripe -> stripe.paymentMethods().retrieve(stripeMethod))
                .filter(method -> method.getCustomer() != null).isPresent();
    }

    /** The card as its bank has it by now; empty where Stripe has it no longer for its customer. */
    public Optional<SavedMethod> readMethod(String organisation, String stripeMethod, SavedMethod known) {
        return read(organisation, "method.read", stripe -> stripe.paymentMethods().retrieve(stripeMethod))
                .filter(method -> method.getCustomer() != null)
                .flatMap((PaymentMethod method) -> StripeReadings.card(method.getCard()))
                .map(card -> new SavedMethod(known.id(), stripeMethod, card, known.savedAt(), known.detached()));
    }

    /** What happened at Stripe since a moment, in seconds since 1970, first happened first. */
    public List<StripeEvent> listEvents(String organisation, long sinceSeconds) {
        var params = EventListParams.builder()
                .setCreated(EventListParams.Created.builder().setGte(sinceSeconds).build())
                .setLimit(PAGE).build();
        List<StripeEvent> found = new ArrayList<>();
        all(organisation, "event.list", stripe -> stripe.events().list(params), (Event event) -> StripeEvent.parse(event.toJson()).ifPresent(found::addFirst));
        return List.copyOf(found);
    }

    /** A state that forbids what was asked is told by the payment itself. */
    private PaymentReading answered(String organisation, String stripePayment, java.util.function.Supplier<PaymentReading> question) {
        try {
            return question.get();
        } catch (StripeRefusedException refused) {
            if (!refused.decline().code().equals("payment_intent_unexpected_state")) {
                throw refused;
            }
            return readPayment(organisation, stripePayment).orElseThrow(() -> refused);
        }
    }

    private static RequestOptions keyed(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private <T extends HasId> Optional<T> find(String organisation, String operation, Question<StripeCollection<T>> list, Predicate<T> wanted) {
        return read(organisation, operation, stripe -> {
            for (T one : list.ask(stripe).autoPagingIterable()) {
                if (wanted.test(one)) {
                    return one;
                }
            }
            return null;
        });
    }

    private <T extends HasId> void all(String organisation, String operation, Question<StripeCollection<T>> list,
            java.util.function.Consumer<T> each) {
        read(organisation, operation, stripe -> {
            StripeCollection<T> first = list.ask(stripe);
            first.autoPagingIterable().forEach(each);
            return first;
        });
    }

    private <T> Optional<T> read(String organisation, String operation, Question<T> question) {
        try {
            return Optional.ofNullable(timed(organisation, operation, question));
        } catch (StripeException e) {
            if (status(e) == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(organisation, e).orElseGet(() -> Failure.unavailable("Stripe", e));
        }
    }

    private <T> T change(String organisation, String operation, Question<T> question) {
        try {
            return timed(organisation, operation, question);
        } catch (IdempotencyException e) {
            throw new StripeFailedException(e);
        } catch (StripeException e) {
            if (status(e) >= SERVER_FAILED) {
                throw new StripeFailedException(e);
            }
            throw failure(organisation, e).map(RuntimeException.class::cast).orElseGet(() -> refused(e));
        }
    }

    /** Failures that say nothing about the request itself. */
    private static Optional<Failure> failure(String organisation, StripeException e) {
        if (e instanceof AuthenticationException || e instanceof PermissionException) {
            return Optional.of(Failure.of(FailureKind.FAILED_PRECONDITION, "STRIPE_REFUSED", "Stripe refuses the key of organisation "
                    + organisation + ". Check avid.payment.stripe.accounts." + organisation + ".api-key and what the key may do.",
                    Map.of("code", code(e), "param", ""), e));
        }
        int status = status(e);
        return e instanceof ApiConnectionException || status >= SERVER_FAILED || status == TOO_MANY || status == IN_FLIGHT || status == 0
                ? Optional.of(Failure.unavailable("Stripe", e)) : Optional.empty();
    }

    private static StripeRefusedException refused(StripeException e) {
        String said = e.getUserMessage() == null ? e.getMessage() : e.getUserMessage();
        if (e instanceof CardException card) {
            return new StripeRefusedException(DeclineCodePolicy.decline(code(e), card.getDeclineCode() == null ? "" : card.getDeclineCode()), "", e);
        }
        String parameter = e.getStripeError() == null || e.getStripeError().getParam() == null ? "" : e.getStripeError().getParam();
        return new StripeRefusedException(DeclineCodePolicy.refusal(code(e), said), parameter, e);
    }

    private static String code(StripeException e) {
        return e.getCode() == null ? "invalid_request" : e.getCode();
    }

    private static int status(StripeException e) {
        return e.getStatusCode() == null ? 0 : e.getStatusCode();
    }

    private <T> T timed(String organisation, String operation, Question<T> question) throws StripeException {
        V1Services stripe = clients.computeIfAbsent(organisation, this::client).v1();
        Timer.Sample begun = Timer.start(meters);
        String outcome = "failed";
        try {
            T answer = question.ask(stripe);
            outcome = "answered";
            return answer;
        } catch (StripeException e) {
            outcome = failure(organisation, e).isPresent() ? "failed" : "refused";
            throw e;
        } finally {
            begun.stop(Timer.builder("avid.payment.stripe").description("Asking Stripe")
                    .tag("operation", operation).tag("outcome", outcome).publishPercentileHistogram().register(meters));
        }
    }

    private StripeClient client(String organisation) {
        var client = StripeClient.builder()
                .setApiKey(accounts.apiKey(organisation))
                .setConnectTimeout(settings.connectTimeoutMillis())
                .setReadTimeout(settings.readTimeoutMillis())
                .setMaxNetworkRetries(settings.networkRetries());
        if (!settings.apiBase().isEmpty()) {
            client.setApiBase(settings.apiBase());
        }
        return client.build();
    }
}

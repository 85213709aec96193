package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.Compensation;
import io.avid.platform.process.ProcessDefinition;
import io.avid.platform.process.RetryPolicy;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets somebody without a login pay what is owed on an invoice by a page of Stripe's. The invoice is
 * reserved as long as the page can be paid, so that it is not paid twice.
 */
public final class SendPaymentLinkProcess {
    /** The process's type. */
    public static final String TYPE = "send-payment-link";

    private static final String VALID_HOURS = "valid_hours";
    private static final Duration STRIPE_POLL = Duration.ofSeconds(2);

    /** Events wake the process long before. */
    private static final Duration PERSON_POLL = Duration.ofSeconds(15);

    private SendPaymentLinkProcess() {}

    /** Its steps. */
    public static ProcessDefinition definition(Invoices invoices, Ledger ledger, Payments payments, ApplyMoney applyMoney) {
        return new ProcessDefinition(TYPE, List.of(new ReserveForCollection(invoices), new CheckOwed(invoices, ledger),
                new OfferLink(payments, applyMoney), new AwaitLink(payments),
                new AwaitApplied(References.PAYMENT, applyMoney::awaited), new ReleaseInvoice(invoices),
                new AwaitReceipt(References.PAYMENT, applyMoney::awaited)));
    }

    /**
     * Its input.
     *
     * @param validHours 0 means as long as can be
     */
    public static Map<String, String> input(int validHours) {
        return Map.of(VALID_HOURS, Integer.toString(validHours));
    }

    /** Makes the page. Undoing it withdraws the page; where it was paid, that is posted before others collect. */
    private record OfferLink(Payments payments, ApplyMoney applyMoney) implements CallStep {
        @Override
        public String name() {
            return "offer-link";
        }

        @Override
        public RetryPolicy retryPolicy() {
            return StripeRetries.POLICY;
        }

        @Override
        public StepOutcome run(StepContext context) {
            return StepOutcome.done(Map.of(References.PAYMENT_LINK, offer(context, context.requestId()).name()));
        }

        private Payments.Link offer(StepContext context, String requestId) {
            return payments.offerLink(context.references().get(References.CUSTOMER), CheckOwed.amount(context),
                    context.references().get(References.INVOICE), "Invoice " + context.data().get(CheckOwed.NUMBER),
                    Integer.parseInt(context.input().get(VALID_HOURS)), requestId);
        }

        @Override
        public Optional<Compensation> compensation() {
            return Optional.of(context -> {
                if (!context.data().containsKey(CheckOwed.AMOUNT_MINOR)) {
                    return;
                }
                String link = made(context);
                if (link.isEmpty() || payments.withdrawLink(link, context.requestId())) {
                    return;
                }
                String payment = payments.getLink(link).payment();
                if (!payment.isEmpty()) {
                    applyMoney.requireApplied(context, payment);
                }
            });
        }

        /** The page that this round's request made: asked for by the same request, which makes it if it did not come. */
        private String made(StepContext context) {
            try {
                return offer(context, context.stepRequestId()).name();
            } catch (Failure failure) {
                if (failure.kind() == FailureKind.FAILED_PRECONDITION || failure.kind() == FailureKind.INVALID_ARGUMENT) {
                    // It was refused, and is again: there is none.
                    return "";
                }
                throw failure;
            }
        }
    }

    private record AwaitLink(Payments payments) implements CallStep {
        @Override
        public String name() {
            return "await-link";
        }

        @Override
        public RetryPolicy retryPolicy() {
            return StripeRetries.POLICY;
        }

        @Override
        public StepOutcome run(StepContext context) {
            String name = context.references().get(References.PAYMENT_LINK);
            context.wakeOn(name);
            Payments.Link link = payments.getLink(name);
            return switch (link.state()) {
                case PAID -> link.payment().isEmpty()
                        ? new StepOutcome.Later(context.now().plus(STRIPE_POLL), name + " is paid; its payment is on its way.")
                        : StepOutcome.done(Map.of(References.PAYMENT, link.payment()));
                case PENDING -> new StepOutcome.Later(context.now().plus(STRIPE_POLL),
                        "Stripe has not told yet whether it made " + name + ".");
                case OPEN -> awaitPerson(context, link);
                case EXPIRED -> throw Failure.of(FailureKind.FAILED_PRECONDITION, "PAYMENT_ABANDONED", name
                        + " was not paid in its time. Nothing was taken; send another.", Map.of("payment", name));
            };
        }

        private static StepOutcome awaitPerson(StepContext context, Payments.Link link) {
            Instant poll = context.now().plus(PERSON_POLL);
            boolean endsBefore = link.expireTime().isAfter(context.now()) && link.expireTime().isBefore(poll);
            return new StepOutcome.Later(endsBefore ? link.expireTime() : poll,
                    link.name() + " can be paid until " + link.expireTime() + "; it has the address.");
        }
    }
}

package io.avid.payment.application;

import io.avid.payment.application.ApplyEvent.Result;
import io.avid.payment.application.PaymentSearch.Hit;
import io.avid.payment.domain.Payment;
import io.avid.payment.domain.Sweep;
import io.avid.payment.stripe.StripeEvent;
import io.avid.payment.stripe.StripeGateway;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings in what no webhook told: Stripe's events since the last sweep that never came here, and
 * everything of ours that is not settled, which includes what a crash left half done.
 */
public final class SweepStripe {
    /** Each organisation's one sweep. */
    static final String ID = "stripe";

    private static final Logger LOG = LoggerFactory.getLogger(SweepStripe.class);

    /** Events are read again for so long: one may become visible after a younger one. */
    private static final long OVERLAP_SECONDS = 300;

    private final AggregateStore<Sweep> sweeps;
    private final AggregateStore<Payment> payments;
    private final SettlePayment settle;
    private final SaveMethod setups;
    private final OfferLink links;
    private final ApplyEvent apply;
    private final EventInbox inbox;
    private final PaymentSearch search;
    private final StripeGateway stripe;
    private final InstantSource clock;
    private final Map<String, Instant> oldest = new ConcurrentHashMap<>();

    /** The parts that it sweeps with. */
    public record Parts(AggregateStore<Payment> payments, SettlePayment settle, SaveMethod setups, OfferLink links, ApplyEvent apply,
            EventInbox inbox, PaymentSearch search, StripeGateway stripe, InstantSource clock) {}

    public SweepStripe(AggregateStore<Sweep> sweeps, Parts parts, MeterRegistry meters) {
        this.sweeps = sweeps;
        this.payments = parts.payments();
        this.settle = parts.settle();
        this.setups = parts.setups();
        this.links = parts.links();
        this.apply = parts.apply();
        this.inbox = parts.inbox();
        this.search = parts.search();
        this.stripe = parts.stripe();
        this.clock = parts.clock();
        Gauge.builder("avid.payment.pending.age", this, SweepStripe::oldestSeconds).baseUnit("seconds")
                .description("Age of the oldest payment, refund, link or setup that is not settled").register(meters);
    }

    private long oldestSeconds() {
        return oldest.values().stream().mapToLong(since -> Duration.between(since, clock.instant()).toSeconds()).max().orElse(0);
    }

    /**
     * Sweeps one organisation.
     *
     * @throws Failure STRIPE_NOT_CONFIGURED, UNAVAILABLE
     */
    public Sweep sweep(Principal by, RequestIdentity request) {
        stripe.accounts().apiKey(by.organisation());
        Stored<Sweep> last = sweeps.create(by, new NewAggregate<>(ID, new Sweep(clock.instant().getEpochSecond(), clock.instant(), 0, 0),
                List.of(), Set.of(), Optional.empty()));
        return sweeps.recorded(by, ID, request).map(Stored::state).orElseGet(() -> sweep(by, last, Optional.of(request)));
    }

    /** Sweeps all organisations that ever used their account, unless another process has just done so. */
    public void sweepAll(Duration interval) {
        List<Stored<Sweep>> all = new ArrayList<>();
        sweeps.forEach(all::add);
        for (Stored<Sweep> last : all) {
            boolean justDone = last.version() > 1 && last.state().begunAt().plus(interval.dividedBy(2)).isAfter(clock.instant());
            if (!justDone && stripe.accounts().has(last.organisation())) {
                try {
                    sweep(StripeIdentity.of(last.organisation()), last, Optional.empty());
                } catch (Failure failure) {
                    LOG.atWarn().addKeyValue("organisation", last.organisation()).addKeyValue("reason", failure.reason())
                            .log("An account at Stripe cannot be swept now; it is tried again");
                }
            }
        }
    }

    private Sweep sweep(Principal by, Stored<Sweep> last, Optional<RequestIdentity> request) {
        String organisation = by.organisation();
        Instant begun = clock.instant();
        inbox.resend(organisation, begun);
        List<StripeEvent> events = stripe.listEvents(organisation, last.state().readToSeconds() - OVERLAP_SECONDS);
        Set<String> known = inbox.known(organisation, events.stream().map(StripeEvent::id).toList());
        int changed = 0;
        long readTo = last.state().readToSeconds();
        Principal actor = StripeIdentity.of(organisation);
        for (StripeEvent event : events) {
            changed += !known.contains(event.id()) && changes(organisation, event) ? 1 : 0;
            readTo = Math.max(readTo, event.createdSeconds());
        }
        remember(organisation, events.stream().filter(event -> !known.contains(event.id())).toList());
        changed += settleAll(actor);
        var swept = new Sweep(readTo, begun, events.size(), changed);
        sweeps.update(by, ID, request, current -> Change.to(swept, List.of()));
        return swept;
    }

    /** An event that nobody can apply stops no other. */
    private boolean changes(String organisation, StripeEvent event) {
        try {
            return apply.apply(organisation, List.of(event)) == Result.CHANGED;
        } catch (IllegalStateException e) {
            LOG.atError().addKeyValue("event", event.id()).addKeyValue("type", event.type()).setCause(e)
                    .log("An event of Stripe's cannot be applied by a sweep");
            return false;
        }
    }

    /** A webhook that tells of them later is not applied again. */
    private void remember(String organisation, List<StripeEvent> events) {
        if (!events.isEmpty()) {
            Set<ReceivedEvent> told = new HashSet<>();
            events.forEach(event -> told.add(new ReceivedEvent(organisation, event.id(), "{}", clock.instant(), 0)));
            inbox.applied(inbox.store(told), clock.instant());
        }
    }

    private int settleAll(Principal by) {
        List<Hit> hits = search.unsettled(Optional.of(by.organisation()));
        if (hits.isEmpty()) {
            oldest.remove(by.organisation());
        } else {
            oldest.put(by.organisation(), hits.getFirst().created());
        }
        int changed = 0;
        Set<String> settled = new HashSet<>();
        for (Hit hit : hits) {
            try {
                changed += settle(by, hit, settled) ? 1 : 0;
            } catch (Failure failure) {
                LOG.atInfo().addKeyValue("organisation", by.organisation()).addKeyValue("kind", hit.kind()).addKeyValue("id", hit.id())
                        .addKeyValue("reason", failure.reason()).log("Something at Stripe cannot be settled now; the next sweep tries again");
                if (failure.kind() == FailureKind.DEADLINE_EXCEEDED) {
                    throw failure;
                }
            } catch (IllegalStateException e) {
                LOG.atError().addKeyValue("organisation", by.organisation()).addKeyValue("kind", hit.kind()).addKeyValue("id", hit.id())
                        .setCause(e).log("Something at Stripe cannot be settled");
            }
        }
        if (!settled.isEmpty()) {
            search.refresh(Map.of(by.organisation(), settled));
        }
        return changed;
    }

    private boolean settle(Principal by, Hit hit, Set<String> settled) {
        return switch (hit.kind()) {
            case PAYMENT, REFUND -> payments.find(by.organisation(), hit.payment()).filter(payment -> {
                Stored<Payment> now = settle.settle(by, payment);
                if (now.state().isSettled()) {
                    settled.add(payments.nameOf(now.id()));
                }
                return now.version() != payment.version();
            }).isPresent();
            case LINK -> links.findAll(by.organisation(), List.of(hit.id())).stream()
                    .anyMatch(link -> links.settle(by, link).version() != link.version());
            case SETUP -> setups.findAll(by.organisation(), List.of(hit.id())).stream()
                    .anyMatch(setup -> setups.settle(by, setup).version() != setup.version());
        };
    }
}

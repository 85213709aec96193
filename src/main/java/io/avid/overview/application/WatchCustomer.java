package io.avid.overview.application;

import io.avid.overview.application.CustomerWatchers.Watcher;
import io.avid.overview.store.CustomerIndex;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import io.avid.transaction.v1.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A customer's page as a stream.
 *
 * <p>Each stream is one loop on the virtual thread of its call: it waits, looks, and sends what has
 * changed. It is woken by the subscriber of events in this process. Other things move no event here: a
 * change that another process's subscriber read, a module in another process, whose events do not cross
 * yet, and a part whose module is up again. So now and then it looks for itself, first whether the
 * index has a new revision, which costs one read by key, and at the truth only where that cannot tell.
 */
public final class WatchCustomer {
    private final ShowCustomer showCustomer;
    private final CustomerIndex index;
    private final CustomerWatchers watchers;
    private final OverviewProperties settings;
    private final boolean eventsMissing;
    private final InstantSource clock;

    /**
     * Over what shows the page once.
     *
     * @param eventsMissing whether some module is in another process, so that its events are not heard here
     */
    public WatchCustomer(ShowCustomer showCustomer, CustomerIndex index, CustomerWatchers watchers,
            OverviewProperties settings, boolean eventsMissing, InstantSource clock) {
        this.showCustomer = showCustomer;
        this.index = index;
        this.watchers = watchers;
        this.settings = settings;
        this.eventsMissing = eventsMissing;
        this.clock = clock;
    }

    /** Who reads the stream. */
    public interface Reader {
        /** Whether it has read enough of what was sent to be sent more. */
        boolean isReady();

        /** Whether it left. */
        boolean isGone();

        /** Sends it a message. */
        void send(WatchCustomerOverviewResponse message);
    }

    /**
     * Sends the page at once and whenever it changed, until the reader leaves or the thread is interrupted.
     *
     * @throws Failure as GetCustomerOverview, RESOURCE_EXHAUSTED (LIMIT_REACHED) if too many watch, UNAVAILABLE when
     *     this process is ending
     */
    public void watch(Principal principal, String name, Reader reader) throws InterruptedException {
        try (Watcher watcher = watchers.open(principal.organisation(), name)) {
            var key = new CustomerKey(principal.organisation(), name);
            long revision = revision(key);
            CustomerOverview sent = showCustomer.show(principal, name);
            reader.send(message(sent));
            Instant sentAt = clock.instant();
            boolean due = false;
            while (!reader.isGone()) {
                watcher.pause(settings.coalesce());
                due |= watcher.await(due ? Duration.ZERO : settings.poll());
                if (!reader.isReady()) {
                    continue;
                }
                long known = revision;
                revision = revision(key);
                if (due || eventsMissing || sent.getUnavailableCount() > 0 || revision != known) {
                    due = false;
                    CustomerOverview page = showCustomer.show(principal, name);
                    if (!figures(page).equals(figures(sent))) {
                        sent = page;
                        reader.send(message(page));
                        sentAt = clock.instant();
                    }
                }
                if (Duration.between(sentAt, clock.instant()).compareTo(settings.keepAlive()) >= 0) {
                    reader.send(WatchCustomerOverviewResponse.getDefaultInstance());
                    sentAt = clock.instant();
                }
            }
        }
    }

    /** The index's revision; where the index does not answer, one that is never the same, so that the truth is asked. */
    private long revision(CustomerKey customer) {
        try {
            return index.revision(customer);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.UNAVAILABLE) {
                throw failure;
            }
            return -clock.instant().toEpochMilli();
        }
    }

    /** Without the journal's position, which moves with everybody's postings. */
    private static CustomerOverview figures(CustomerOverview page) {
        CustomerOverview.Builder figures = page.toBuilder();
        figures.getAccountsBuilderList().forEach(Account.Builder::clearPosition);
        return figures.build();
    }

    private static WatchCustomerOverviewResponse message(CustomerOverview page) {
        return WatchCustomerOverviewResponse.newBuilder().setOverview(page).build();
    }
}

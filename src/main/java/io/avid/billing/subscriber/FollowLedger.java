package io.avid.billing.subscriber;

import com.google.protobuf.InvalidProtocolBufferException;
import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.TellSettlement;
import io.avid.platform.event.EventSubscriber;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.type.v1.Event;
import io.avid.transaction.v1.TransactionAllocated;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionPosted;
import java.util.List;
import java.util.Set;

/** What is owed on a charge changed: the invoice that it is of is told. */
public final class FollowLedger implements EventSubscriber {
    /** The subscription's name. */
    public static final String SUBSCRIPTION = "ledger";

    private static final String POSTED = TransactionPosted.getDescriptor().getFullName();
    private static final String ALLOCATED = TransactionAllocated.getDescriptor().getFullName();

    /** The events that it wants. */
    public static final Set<String> TYPES = Set.of(POSTED, ALLOCATED);

    private final TellSettlement tellSettlement;

    public FollowLedger(TellSettlement tellSettlement) {
        this.tellSettlement = tellSettlement;
    }

    @Override
    public void apply(List<Event> events) {
        for (Event event : events) {
            CurrentPrincipal.run(BillingIdentity.of(event.getOrganisation()), () -> apply(event));
        }
    }

    private void apply(Event event) {
        try {
            if (event.getType().equals(POSTED)) {
                TransactionPosted posted = TransactionPosted.parseFrom(event.getPayload());
                // Nothing of a new charge is settled, and its invoice knows that.
                if (!posted.getKind().equals(TransactionKind.CHARGE.name())) {
                    tell(posted.getChangedChargesList(), posted.getPosition());
                }
            } else if (event.getType().equals(ALLOCATED)) {
                TransactionAllocated allocated = TransactionAllocated.parseFrom(event.getPayload());
                tell(allocated.getChangedChargesList(), allocated.getPosition());
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the payload of event " + event.getId() + " is no " + event.getType(), e);
        }
    }

    private void tell(List<String> charges, long position) {
        charges.forEach(charge -> tellSettlement.of(charge, position));
    }
}

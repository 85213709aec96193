package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tells an invoice how much of it is settled, as the ledger has it. The ledger is the truth: what is
 * told late or twice is older than what the invoice knows, and changes nothing.
 */
public final class TellSettlement {
    /** There is no such invoice, or not one that can be settled: somebody posted a charge under its name. */
    private static final Set<FailureKind> NOT_OURS =
            EnumSet.of(FailureKind.NOT_FOUND, FailureKind.FAILED_PRECONDITION, FailureKind.INVALID_ARGUMENT);

    private final Ledger ledger;
    private final Invoices invoices;

    public TellSettlement(Ledger ledger, Invoices invoices) {
        this.ledger = ledger;
        this.invoices = invoices;
    }

    /**
     * Tells it of one charge.
     *
     * @param charge by resource name; one that is no invoice's is left alone
     * @param position of the ledger, at which it changed
     * @return whether an invoice was told
     */
    public boolean of(String charge, long position) {
        Ledger.Entry entry = ledger.get(charge);
        if (!entry.externalId().startsWith("invoices/")) {
            return false;
        }
        long settled = entry.reversed() ? 0 : entry.amountMinor() - entry.remainingMinor();
        try {
            invoices.recordSettlement(entry.externalId(), settled, position, "settled/" + position + "/" + settled);
            return true;
        } catch (Failure failure) {
            if (NOT_OURS.contains(failure.kind())) {
                return false;
            }
            throw failure;
        }
    }
}

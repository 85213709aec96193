package io.avid.statement.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import io.avid.statement.process.AddUp.Difference;
import io.avid.statement.process.StatementLedger.Balance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The step that decides what a statement says.
 *
 * <p>The ledger answers each question as of the moment it is asked, and the journal does not stand
 * still for a statement. So the step reads, opening first and closing after it, takes of the entries
 * those up to the closing's position, and looks whether all adds up. Where it does, nothing that matters
 * was posted in between, and the position is the statement's: what comes later, even with a date inside
 * the period, belongs to the next one. Where it does not, the account is read once more; and where it
 * does not although the journal stood still, something is wrong that a customer must not be told.
 */
public final class GatherFigures implements CallStep {
    /** Readings in one attempt; an account that is posted to all the time is read again by the next attempt. */
    private static final int READINGS = 3;

    private final StatementLedger ledger;

    public GatherFigures(StatementLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "gather";
    }

    @Override
    public StepOutcome run(StepContext context) {
        return new StepOutcome.Done(Map.of(), figures(StatementOrder.fromInput(context.input())).toData());
    }

    /**
     * The figures of a statement.
     *
     * @throws Failure STATEMENT_TOO_LONG, STATEMENT_DOES_NOT_ADD_UP, or ABORTED (STATEMENT_ACCOUNT_BUSY), and what the
     *     ledger answers
     */
    public StatementFigures figures(StatementOrder order) {
        Optional<Difference> last = Optional.empty();
        for (int reading = 1; reading <= READINGS; reading++) {
            Balance opening = ledger.balance(order.account(), order.from().minusDays(1));
            Balance closing = ledger.balance(order.account(), order.to());
            List<LedgerEntry> entries = EntriesOfPeriod.read(ledger, order, closing.position());
            OpenByAge open = OpenByAge.of(ledger.openItems(order.customer(), order.currencyCode(), order.to(), closing.position()));
            last = AddUp.differenceIn(opening, closing, entries, open);
            if (last.isEmpty()) {
                return new StatementFigures(closing.position(), opening.balanceMinor(), closing.balanceMinor(),
                        entries.size(), closing.unallocatedMinor(), open);
            }
            if (ledger.balance(order.account(), order.to()).position() == opening.position()) {
                throw wrong(order, last.get(), closing.position());
            }
        }
        throw Failure.of(FailureKind.ABORTED, "STATEMENT_ACCOUNT_BUSY", "Postings for " + order.account() + " kept coming"
                + " while it was read " + READINGS + " times. It is read again later; nothing need be done.",
                Map.of("account", order.account()));
    }

    private static Failure wrong(StatementOrder order, Difference difference, long position) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "STATEMENT_DOES_NOT_ADD_UP", "At journal position " + position
                + " " + difference.figure() + " of " + order.account() + " from " + order.from() + " to " + order.to()
                + " is " + difference.actual() + ", and the other figures make " + difference.expected()
                + ". No statement was made. Run \"avid verify\"; where it finds a difference rebuild the index, then retry.",
                Map.of("figure", difference.figure(), "expected", Long.toString(difference.expected()),
                        "actual", Long.toString(difference.actual()), "position", Long.toString(position)));
    }
}

package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import io.avid.transaction.domain.Command;
import io.avid.transaction.domain.CommandAnswer;
import io.avid.transaction.domain.CommandAnswer.Decided;
import io.avid.transaction.domain.CommandAnswer.DoesNotFit;
import io.avid.transaction.domain.CommandAnswer.RequestIdReused;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.ItemOutcome;
import io.avid.transaction.domain.RejectionReason;
import io.avid.transaction.domain.TransactionId;
import java.util.List;
import java.util.Map;

/** Changes the journal: posts, allocates, reverses; what is asked for in one call is committed together. */
public final class SubmitCommand {

    private final OpenJournals journals;

    public SubmitCommand(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * Commits many items, each with an outcome of its own.
     *
     * @param method      full name of the RPC; ids derive from it and the request id
     * @param fingerprint of the request without its id
     * @param tryOnly     decides as if, and commits nothing
     * @throws Failure ALREADY_EXISTS when the request id came before with other content; RESOURCE_EXHAUSTED; UNAVAILABLE
     */
    public Decided batch(Principal principal, String method, String requestId, String fingerprint, List<CommandItem> items, boolean tryOnly) {
        Command command = new Command(method, requestId, fingerprint, principal.actor(), items);
        try {
            CommandAnswer answer = journals.of(principal.organisation()).writer().submit(command, tryOnly);
            return switch (answer) {
                case Decided decided -> decided;
                case RequestIdReused reused -> throw Failure.requestIdReused(requestId);
                case DoesNotFit(int bytes) -> throw new IllegalStateException("The writer answers this itself.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed before the outcome was known. Repeat with the same request_id to learn it.", Map.of(), e);
        }
    }

    /**
     * Commits one item.
     *
     * @return the transaction that it posted or that was there already
     * @throws Failure as {@link #batch}, and the item's own rejection
     */
    public TransactionId one(Principal principal, String method, String requestId, String fingerprint, CommandItem item) {
        ItemOutcome outcome = batch(principal, method, requestId, fingerprint, List.of(item), false).outcomes().getFirst();
        return switch (outcome) {
            case ItemOutcome.Posted(TransactionId id) -> id;
            case ItemOutcome.AlreadyThere(TransactionId id) -> id;
            case ItemOutcome.Rejected(RejectionReason reason, String message, Map<String, String> metadata) ->
                    throw Failure.of(kindOf(reason), reason.name(), message, metadata);
        };
    }

    private static FailureKind kindOf(RejectionReason reason) {
        return switch (reason.category()) {
            case INVALID -> FailureKind.INVALID_ARGUMENT;
            case NOT_FOUND -> FailureKind.NOT_FOUND;
            case ALREADY_EXISTS -> FailureKind.ALREADY_EXISTS;
            case PRECONDITION -> FailureKind.FAILED_PRECONDITION;
        };
    }
}

package io.avid.billing.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Map;

/** The name of what was posted, or why it was not. */
final class PostedTransaction {
    private PostedTransaction() {}

    static String of(Ledger.Outcome outcome) {
        return switch (outcome) {
            case Ledger.Posted(String transaction) -> transaction;
            case Ledger.Refused(String reason, String message) -> throw Failure.of(FailureKind.FAILED_PRECONDITION, "LEDGER_REFUSED",
                    "The ledger refused it (" + reason + "): " + message, Map.of("reason", reason));
        };
    }
}

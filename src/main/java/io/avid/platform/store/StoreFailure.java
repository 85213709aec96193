package io.avid.platform.store;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Map;
import java.util.function.Supplier;

/** What the driver's exceptions mean for a caller. */
public final class StoreFailure {
    private StoreFailure() {}

    /** Runs a command; what the driver throws becomes a {@link Failure}. */
    public static <R> R translate(String module, Supplier<R> command) {
        try {
            return command.get();
        } catch (MongoException e) {
            throw of(module, e);
        }
    }

    static Failure of(String module, MongoException cause) {
        if (cause instanceof MongoInterruptedException) {
            // The driver swallowed the interrupt; who waits above must still see it.
            Thread.currentThread().interrupt();
            return Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed while the store of module " + module
                            + " was at work; the outcome is unknown. Repeat with the same request_id to learn it.",
                    Map.of("dependency", "store of " + module), cause);
        }
        return Failure.unavailable("the store of module " + module, cause);
    }

    static boolean isDuplicateKey(MongoException exception) {
        if (exception instanceof DuplicateKeyException) {
            return true;
        }
        return exception instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    /**
     * Whether the write may have happened all the same: it was sent and its answer is missing. A
     * server that could not be chosen got nothing; a server that refused did nothing.
     */
    static boolean isOutcomeUnknown(MongoException exception) {
        if (exception instanceof MongoTimeoutException || exception instanceof MongoInterruptedException) {
            return false;
        }
        if (exception instanceof MongoWriteConcernException) {
            return true;
        }
        return !(exception instanceof MongoServerException);
    }
}

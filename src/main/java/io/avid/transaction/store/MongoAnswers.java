package io.avid.transaction.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.avid.platform.error.Failure;
import java.util.function.Supplier;

/** What the driver's exceptions mean to the journal. */
final class MongoAnswers {

    private MongoAnswers() {
    }

    /** The command's result, or {@link Failure} UNAVAILABLE: whatever went wrong, the outcome is not known. */
    static <T> T of(Supplier<T> command) {
        try {
            return command.get();
        } catch (MongoException e) {
            throw Failure.unavailable("The journal's store", e);
        }
    }

    static boolean isDuplicateKey(MongoWriteException e) {
        return e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }
}

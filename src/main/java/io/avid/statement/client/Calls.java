package io.avid.statement.client;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;

/** A call of another module: what it ends with is a {@link Failure}, as if it had been thrown here. */
final class Calls {
    private Calls() {}

    static <T> T of(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw Failures.from(e);
        }
    }
}

package io.avid.overview.client;

import io.grpc.stub.AbstractStub;
import java.util.concurrent.TimeUnit;

/**
 * What one part of a page may take, so that a module that hangs does not hold up the rest.
 *
 * @param millis in milliseconds, from the call on
 */
public record PartDeadline(long millis) {
    <S extends AbstractStub<S>> S on(S stub) {
        return stub.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
    }
}

package io.avid.platform.module;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/**
 * Gives every call a deadline, and an inner call less than its outer one has left: a caller that is
 * told that an inner call came too late still has time to say so.
 */
final class ShrinkingDeadlines implements ClientInterceptor {
    /** Of what the outer call has left. */
    private static final int PERCENT_LEFT_TO_INNER = 90;

    private final long defaultMillis;

    ShrinkingDeadlines(long defaultMillis) {
        this.defaultMillis = defaultMillis;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Deadline outer = Context.current().getDeadline();
        Deadline own = options.getDeadline();
        if (outer != null) {
            Deadline inner = Deadline.after(outer.timeRemaining(TimeUnit.NANOSECONDS) / 100 * PERCENT_LEFT_TO_INNER,
                    TimeUnit.NANOSECONDS);
            return next.newCall(method, own != null && own.isBefore(inner) ? options : options.withDeadline(inner));
        }
        return next.newCall(method, own != null ? options : options.withDeadlineAfter(defaultMillis, TimeUnit.MILLISECONDS));
    }
}

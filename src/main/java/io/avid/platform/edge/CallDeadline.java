package io.avid.platform.edge;

import io.avid.platform.error.Failure;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;

/**
 * The deadline of a call that comes in: the caller's {@code grpc-timeout}, or the default.
 *
 * <p>Armeria could obey the header itself, but ends such a call with CANCELLED where the client's
 * library does not look at its own clock (gRPC-web, REST). So the deadline goes down the module
 * channel, which answers DEADLINE_EXCEEDED; Armeria's own timeout comes {@value #GRACE_MILLIS} ms
 * later and only ends requests whose body does not arrive.
 */
final class CallDeadline {
    /** How much later than the deadline the request is dropped, in milliseconds. */
    static final long GRACE_MILLIS = 3_000;

    private CallDeadline() {}

    /**
     * The deadline for a header.
     *
     * @param header the value of {@code grpc-timeout}, or null
     * @throws Failure INVALID_ARGUMENT if it is not one
     */
    static long millis(String header, EdgeProperties settings) {
        if (header == null) {
            return settings.defaultDeadlineMillis();
        }
        return Math.min(settings.longestDeadlineMillis(), nanos(header) / 1_000_000);
    }

    static Deadline in(long millis) {
        return Deadline.after(millis, TimeUnit.MILLISECONDS);
    }

    private static long nanos(String header) {
        if (!header.matches("[0-9]{1,8}[HMSmun]")) {
            throw Failure.invalid("grpc-timeout", "the header is not 1 to 8 digits and one of the units H, M, S, m, u, n");
        }
        TimeUnit unit = switch (header.charAt(header.length() - 1)) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        return unit.toNanos(Long.parseLong(header, 0, header.length() - 1, 10));
    }
}

package io.avid.platform.telemetry;

import io.grpc.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where in which trace a call is, as W3C's {@code traceparent} writes it. Every call has one, recorded
 * or not: it is what logs of one request have in common.
 *
 * <p>It lives in {@link Context} beside the principal and crosses to another module only with a call.
 */
public final class Trace {
    private static final Context.Key<Trace> TRACE = Context.key("avid-trace");
    private static final int LENGTH = 55;
    private static final int SAMPLED = 1;

    private final long high;
    private final long low;
    private final long span;
    private final boolean sampled;

    private Trace(long high, long low, long span, boolean sampled) {
        this.high = high;
        this.low = low;
        this.span = span;
        this.sampled = sampled;
    }

    /** A new trace. */
    static Trace begin(boolean sampled) {
        var random = ThreadLocalRandom.current();
        return new Trace(random.nextLong(), random.nextLong() | 1, random.nextLong() | 1, sampled);
    }

    /** The same trace, recorded or not as we decide: a stranger's flag must not make us work. */
    Trace decided(boolean sampled) {
        return new Trace(high, low, span, sampled);
    }

    /** What a {@code traceparent} says; empty if it is not one (version 00, ids not zero). */
    public static Optional<Trace> parse(String traceparent) {
        if (traceparent.length() != LENGTH || !traceparent.startsWith("00-") || traceparent.charAt(35) != '-'
                || traceparent.charAt(52) != '-') {
            return Optional.empty();
        }
        try {
            long high = Long.parseUnsignedLong(traceparent, 3, 19, 16);
            long low = Long.parseUnsignedLong(traceparent, 19, 35, 16);
            long span = Long.parseUnsignedLong(traceparent, 36, 52, 16);
            int flags = Integer.parseUnsignedInt(traceparent, 53, LENGTH, 16);
            return (high | low) == 0 || span == 0 ? Optional.empty() : Optional.of(new Trace(high, low, span, (flags & SAMPLED) != 0));
        } catch (NumberFormatException notHexadecimal) {
            return Optional.empty();
        }
    }

    /** The trace of the call that this thread serves; empty outside a call. */
    public static Optional<Trace> current() {
        return Optional.ofNullable(TRACE.get());
    }

    /** What to tell the caller of a defect so that the log is found: the trace's id, or a fresh one outside a call. */
    public static String incident() {
        return current().map(Trace::traceId).orElseGet(() -> begin(false).traceId());
    }

    /** The trace that a context holds. */
    public static Optional<Trace> of(Context context) {
        return Optional.ofNullable(TRACE.get(context));
    }

    /** A context in which this trace is the current one; for the boundary, the edge, events and processes. */
    public static Context in(Context parent, Trace trace) {
        return parent.withValue(TRACE, Objects.requireNonNull(trace, "trace"));
    }

    /** Whether spans of it are recorded. */
    public boolean sampled() {
        return sampled;
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return hexadecimal(high) + hexadecimal(low);
    }

    /** 16 hexadecimal digits. */
    public String spanId() {
        return hexadecimal(span);
    }

    /** As W3C writes it, for headers, events and stored processes. */
    public String traceparent() {
        return "00-" + traceId() + '-' + spanId() + (sampled ? "-01" : "-00");
    }

    private static String hexadecimal(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return traceparent();
    }
}

package io.avid.platform.security;

import io.grpc.Context;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The principal of the call that this thread serves.
 *
 * <p>It lives in {@link Context}, which the boundary fills at the start of a call and empties at its
 * end; it crosses to another module only with a call. Only {@code grpc} classes read it and hand it
 * on as a parameter.
 */
public final class CurrentPrincipal {
    private static final Context.Key<Caller> CALLER = Context.key("avid-caller");

    private CurrentPrincipal() {}

    /**
     * The principal of the current call.
     *
     * @throws IllegalStateException outside a call
     */
    public static Principal get() {
        Caller caller = CALLER.get();
        if (caller == null) {
            throw new IllegalStateException("There is no principal here: this code runs outside a call. Read"
                    + " CurrentPrincipal in a grpc class and pass it on as a parameter; background work runs inside"
                    + " CurrentPrincipal.run(principal, work).");
        }
        return caller.principal();
    }

    /** The same, or empty outside a call. */
    public static Optional<Principal> find() {
        Caller caller = CALLER.get();
        return caller == null ? Optional.empty() : Optional.of(caller.principal());
    }

    /** The caller with its token, or empty outside a call; for the boundary and the edge. */
    public static Optional<Caller> findCaller() {
        return Optional.ofNullable(CALLER.get());
    }

    /** The caller that a context holds. */
    public static Optional<Caller> findCaller(Context context) {
        return Optional.ofNullable(CALLER.get(context));
    }

    /** A context in which this caller is the current one; for the boundary and the edge. */
    public static Context in(Context parent, Caller caller) {
        return parent.withValue(CALLER, caller);
    }

    /** Does background work (a step of a process, an event's subscriber) as this principal. */
    public static void run(Principal principal, Runnable work) {
        in(Context.ROOT, Caller.withoutToken(principal)).run(work);
    }

    /**
     * The same with a result.
     *
     * @throws Exception what the work throws
     */
    public static <T> T call(Principal principal, Callable<T> work) throws Exception {
        return in(Context.ROOT, Caller.withoutToken(principal)).call(work);
    }

    /**
     * Does a part of the current call as another principal of the same organisation, with the deadline, depth and
     * trace of the call: an orchestrator that has checked what its caller may asks core services in its own right.
     *
     * @throws Exception what the work throws
     */
    public static <T> T callWithin(Principal principal, Callable<T> work) throws Exception {
        return in(Context.current(), Caller.withoutToken(principal)).call(work);
    }
}

package io.avid.platform.module;

import io.avid.platform.security.Caller;
import io.grpc.CallOptions;
import io.grpc.Context;
import java.util.Objects;

/**
 * What travels with every call between modules: who calls, from which module, and how deep calls are nested.
 *
 * <p>Inside one process it goes by reference in the call's options; over the network as tokens and
 * a header. On the serving side it stands in the call's context either way.
 *
 * @param caller who calls
 * @param module the module whose channel the call was made by, or {@link #EDGE}
 * @param depth 1 for a module called by the edge or by background work, one more for each module on
 *     the way
 */
record CallOrigin(Caller caller, String module, int depth) {
    /** What stands for a module where the platform itself calls, for somebody outside; no module bears the name. */
    static final String EDGE = "edge";

    static final CallOptions.Key<CallOrigin> OPTION = CallOptions.Key.create("avid-call-origin");
    static final Context.Key<Integer> DEPTH = Context.key("avid-call-depth");
    static final Context.Key<String> MODULE = Context.key("avid-calling-module");

    CallOrigin {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(module, "module");
    }
}

package io.avid.platform.module;

import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.util.Optional;

/** Adds to each call who makes it and how deep it is nested, from the context of the call around it. */
final class CallOrigins implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Optional<Caller> caller = CurrentPrincipal.findCaller(Context.current());
        return next.newCall(method, caller.isEmpty()
                ? options
                : options.withOption(CallOrigin.OPTION, new CallOrigin(caller.get(), CallDepth.current() + 1)));
    }
}

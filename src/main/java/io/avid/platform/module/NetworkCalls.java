package io.avid.platform.module;

import io.avid.platform.security.ModuleIdentity;
import io.avid.platform.security.OutgoingCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;

/**
 * What a call to another process needs beyond one inside: its origin as tokens and a header, and
 * the limits checked before anything is sent, so that breaking one fails as it does inside.
 */
final class NetworkCalls implements ClientInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final String module;
    private final OutgoingCredentials credentials;
    private final ModuleIdentity identity;
    private final List<CarriedContext> carried;

    NetworkCalls(String module, OutgoingCredentials credentials, ModuleIdentity identity, List<CarriedContext> carried) {
        this.module = module;
        this.credentials = credentials;
        this.identity = identity;
        this.carried = carried;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new Outgoing<>(next.newCall(method, options), method, options.getOption(CallOrigin.OPTION));
    }

    private final class Outgoing<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final MethodDescriptor<Q, R> method;
        private final CallOrigin origin;
        private volatile StatusRuntimeException refused;

        Outgoing(ClientCall<Q, R> call, MethodDescriptor<Q, R> method, CallOrigin origin) {
            super(call);
            this.method = method;
            this.origin = origin;
        }

        @Override
        public void start(Listener<R> client, Metadata headers) {
            var sent = new Metadata();
            StatusRuntimeException tooBig = null;
            try {
                CallLimits.checkHeaders(headers, method.getFullMethodName());
                sent.merge(headers);
            } catch (StatusRuntimeException e) {
                tooBig = e;
            }
            carried.forEach(context -> context.send(Context.current(), sent));
            if (origin != null) {
                sent.put(AUTHORIZATION, "Bearer " + credentials.tokenFor(origin.caller(), module));
                sent.put(CallingModule.HEADER, identity.proofOf(origin.module(), module));
                sent.put(CallDepth.HEADER, Integer.toString(origin.depth()));
            }
            super.start(new SimpleForwardingClientCallListener<>(client) {
                @Override
                public void onClose(Status status, Metadata trailers) {
                    StatusRuntimeException own = refused;
                    super.onClose(own == null ? status : own.getStatus(), own == null ? trailers : own.getTrailers());
                }
            }, sent);
            if (tooBig != null) {
                refuse(tooBig);
            }
        }

        @Override
        public void sendMessage(Q message) {
            if (refused != null) {
                return;
            }
            try {
                CallLimits.sizeOf(message, method.getRequestMarshaller(), method.getFullMethodName());
            } catch (StatusRuntimeException tooBig) {
                refuse(tooBig);
                return;
            }
            super.sendMessage(message);
        }

        @Override
        public void halfClose() {
            if (refused == null) {
                super.halfClose();
            }
        }

        /** Ends the call; the client is told the reason in place of the cancel that carries it out. */
        private void refuse(StatusRuntimeException reason) {
            refused = reason;
            super.cancel(reason.getStatus().getDescription(), null);
        }
    }
}

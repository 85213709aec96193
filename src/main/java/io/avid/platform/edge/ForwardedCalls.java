package io.avid.platform.edge;

import io.avid.platform.module.ModuleChannels;
import io.avid.platform.module.PublishedServices;
import io.avid.platform.module.PublishedServices.PublishedService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;

/**
 * Every published service, served by handing each call to the channel of its module. The edge so
 * knows no module, and a client cannot tell whether one runs here or elsewhere.
 *
 * <p>Messages are the objects that were parsed, not bytes. A side that is slow makes the other wait:
 * the next answer is asked for when the client took the last, the next request when the handler did.
 */
final class ForwardedCalls {
    private final ModuleChannels channels;

    ForwardedCalls(ModuleChannels channels) {
        this.channels = channels;
    }

    List<ServerServiceDefinition> definitions(PublishedServices services) {
        return services.all().stream().map(this::definition).toList();
    }

    private ServerServiceDefinition definition(PublishedService service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.descriptor());
        for (MethodDescriptor<?, ?> method : service.descriptor().getMethods()) {
            add(definition, method, service.module());
        }
        return definition.build();
    }

    private <Q, A> void add(ServerServiceDefinition.Builder definition, MethodDescriptor<Q, A> method, String module) {
        ServerCallHandler<Q, A> handler = (call, headers) -> begin(call, channels.to(module), method);
        definition.addMethod(method, handler);
    }

    private static <Q, A> Listener<Q> begin(ServerCall<Q, A> incoming, Channel channel, MethodDescriptor<Q, A> method) {
        ClientCall<Q, A> outgoing = channel.newCall(method,
                CallOptions.DEFAULT.withDeadline(CallDeadline.in(CallEntry.arrived().deadlineMillis())));
        Asking<Q, A> asking = new Asking<>(incoming, outgoing, method.getType().clientSendsOneMessage());
        Answering<Q, A> answering = new Answering<>(incoming, outgoing, asking);
        asking.answering = answering;
        outgoing.start(answering, new Metadata());
        // One message more than there may be: the second request of a unary call is its half-close.
        incoming.request(method.getType().clientSendsOneMessage() ? 2 : 1);
        outgoing.request(method.getType().serverSendsOneMessage() ? 2 : 1);
        return asking;
    }

    /** From the client to the module. */
    private static final class Asking<Q, A> extends Listener<Q> {
        private final ServerCall<Q, A> incoming;
        private final ClientCall<Q, A> outgoing;
        private final boolean unary;
        private Answering<Q, A> answering;
        private boolean waiting;

        Asking(ServerCall<Q, A> incoming, ClientCall<Q, A> outgoing, boolean unary) {
            this.incoming = incoming;
            this.outgoing = outgoing;
            this.unary = unary;
        }

        @Override
        public void onMessage(Q message) {
            outgoing.sendMessage(message);
            if (!unary) {
                askForNext();
            }
        }

        private void askForNext() {
            synchronized (this) {
                waiting = !outgoing.isReady();
                if (waiting) {
                    return;
                }
            }
            incoming.request(1);
        }

        void moduleIsReady() {
            synchronized (this) {
                if (!waiting) {
                    return;
                }
                waiting = false;
            }
            incoming.request(1);
        }

        @Override
        public void onHalfClose() {
            outgoing.halfClose();
        }

        @Override
        public void onCancel() {
            outgoing.cancel("the client went away", null);
        }

        @Override
        public void onReady() {
            answering.clientIsReady();
        }
    }

    /** From the module to the client. */
    private static final class Answering<Q, A> extends ClientCall.Listener<A> {
        private final ServerCall<Q, A> incoming;
        private final ClientCall<Q, A> outgoing;
        private final Asking<Q, A> asking;
        private final boolean unary;
        private boolean headersSent;
        private boolean waiting;

        Answering(ServerCall<Q, A> incoming, ClientCall<Q, A> outgoing, Asking<Q, A> asking) {
            this.incoming = incoming;
            this.outgoing = outgoing;
            this.asking = asking;
            this.unary = incoming.getMethodDescriptor().getType().serverSendsOneMessage();
        }

        @Override
        public void onMessage(A message) {
            if (!headersSent) {
                headersSent = true;
                incoming.sendHeaders(new Metadata());
            }
            incoming.sendMessage(message);
            if (!unary) {
                askForNext();
            }
        }

        private void askForNext() {
            synchronized (this) {
                waiting = !incoming.isReady();
                if (waiting) {
                    return;
                }
            }
            outgoing.request(1);
        }

        void clientIsReady() {
            synchronized (this) {
                if (!waiting) {
                    return;
                }
                waiting = false;
            }
            outgoing.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!incoming.isCancelled()) {
                incoming.close(status.withCause(null), trailers);
            }
        }

        @Override
        public void onReady() {
            asking.moduleIsReady();
        }
    }
}

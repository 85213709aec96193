package io.avid.overview.grpc;

import io.avid.overview.application.WatchCustomer.Reader;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.grpc.stub.ServerCallStreamObserver;

/** The reader at the other end of a call. */
record CustomerStream(ServerCallStreamObserver<WatchCustomerOverviewResponse> call) implements Reader {
    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public boolean isGone() {
        return call.isCancelled();
    }

    @Override
    public void send(WatchCustomerOverviewResponse message) {
        call.onNext(message);
    }
}

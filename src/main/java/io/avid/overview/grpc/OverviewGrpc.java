package io.avid.overview.grpc;

import io.avid.overview.application.ListProcesses;
import io.avid.overview.application.ReportAgeing;
import io.avid.overview.application.ShowCustomer;
import io.avid.overview.application.WatchCustomer;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.GetCustomerOverviewRequest;
import io.avid.overview.v1.ListProcessesRequest;
import io.avid.overview.v1.ListProcessesResponse;
import io.avid.overview.v1.OverviewServiceGrpc.OverviewServiceImplBase;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionException;

/** {@code avid.overview.v1.OverviewService}: proto in, use case, proto out. */
public final class OverviewGrpc extends OverviewServiceImplBase {
    private final ReportAgeing reportAgeing;
    private final ShowCustomer showCustomer;
    private final WatchCustomer watchCustomer;
    private final ListProcesses listProcesses;

    public OverviewGrpc(ReportAgeing reportAgeing, ShowCustomer showCustomer, WatchCustomer watchCustomer,
            ListProcesses listProcesses) {
        this.reportAgeing = reportAgeing;
        this.showCustomer = showCustomer;
        this.watchCustomer = watchCustomer;
        this.listProcesses = listProcesses;
    }

    @Override
    public void getAgeing(GetAgeingRequest request, StreamObserver<GetAgeingResponse> answer) {
        answer.onNext(reportAgeing.report(request));
        answer.onCompleted();
    }

    @Override
    public void getCustomerOverview(GetCustomerOverviewRequest request, StreamObserver<CustomerOverview> answer) {
        answer.onNext(showCustomer.show(CurrentPrincipal.get(), request.getName()));
        answer.onCompleted();
    }

    @Override
    public void watchCustomerOverview(WatchCustomerOverviewRequest request,
            StreamObserver<WatchCustomerOverviewResponse> answer) {
        try {
            watchCustomer.watch(CurrentPrincipal.get(), request.getName(),
                    new CustomerStream((ServerCallStreamObserver<WatchCustomerOverviewResponse>) answer));
            answer.onCompleted();
        } catch (InterruptedException e) {
            // The call's end interrupts its thread; the boundary knows an end by this cause.
            throw new CompletionException(e);
        }
    }

    @Override
    public void listProcesses(ListProcessesRequest request, StreamObserver<ListProcessesResponse> answer) {
        answer.onNext(listProcesses.list(CurrentPrincipal.get(), request));
        answer.onCompleted();
    }
}

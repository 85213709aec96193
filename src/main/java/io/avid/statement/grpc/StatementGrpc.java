package io.avid.statement.grpc;

import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessCalls;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessMessages;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.statement.application.IssueStatement;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.statement.v1.StatementServiceGrpc;
import io.avid.statement.v1.StatementServiceGrpc.StatementServiceImplBase;
import io.grpc.stub.StreamObserver;

/** {@code avid.statement.v1.StatementService}: proto in, use case, proto out. */
public final class StatementGrpc extends StatementServiceImplBase {
    private final IssueStatement issueStatement;
    private final ProcessCalls processes;

    public StatementGrpc(IssueStatement issueStatement, ProcessEngine processes) {
        this.issueStatement = issueStatement;
        this.processes = new ProcessCalls(processes, StatementServiceGrpc.getServiceDescriptor());
    }

    @Override
    public void issueStatement(IssueStatementRequest request, StreamObserver<Process> answer) {
        answer(answer, ProcessMessages.of(issueStatement.start(CurrentPrincipal.get(),
                new IssueStatement.Wish(request.getCustomer(), request.getFromDate(), request.getToDate(),
                        request.getCurrencyCode(), request.getLocale()),
                RequestIdentity.of(StatementServiceGrpc.getIssueStatementMethod().getFullMethodName(), request))));
    }

    @Override
    public void getProcess(GetProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, processes.get(request));
    }

    @Override
    public void retryProcess(RetryProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, processes.retry(request));
    }

    @Override
    public void cancelProcess(CancelProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, processes.cancel(request));
    }

    private static void answer(StreamObserver<Process> observer, Process process) {
        observer.onNext(process);
        observer.onCompleted();
    }
}

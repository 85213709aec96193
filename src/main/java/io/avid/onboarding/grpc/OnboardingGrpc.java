package io.avid.onboarding.grpc;

import io.avid.onboarding.application.ExamineDocument;
import io.avid.onboarding.application.StartImport;
import io.avid.onboarding.process.RejectedItem;
import io.avid.onboarding.v1.ImportReceivablesRequest;
import io.avid.onboarding.v1.ListRejectedRowsRequest;
import io.avid.onboarding.v1.ListRejectedRowsResponse;
import io.avid.onboarding.v1.OnboardingServiceGrpc.OnboardingServiceImplBase;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.onboarding.v1.ReadReceivablesRequest;
import io.avid.onboarding.v1.ReceivablesReading;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessCalls;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessMessages;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.v1.CancelProcessRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.RetryProcessRequest;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.grpc.stub.StreamObserver;
import java.util.Currency;
import java.util.List;

/** {@code avid.onboarding.v1.OnboardingService}: proto in, use case, proto out. */
public final class OnboardingGrpc extends OnboardingServiceImplBase {
    private static final String DEFAULT_CURRENCY = "USD";
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 1_000;

    private final ExamineDocument examineDocument;
    private final StartImport startImport;
    private final ProcessEngine processes;
    private final ProcessCalls calls;
    private final PageTokens pageTokens;

    public OnboardingGrpc(ExamineDocument examineDocument, StartImport startImport, ProcessEngine processes,
            PageTokens pageTokens) {
        this.examineDocument = examineDocument;
        this.startImport = startImport;
        this.processes = processes;
        this.calls = new ProcessCalls(processes, OnboardingServiceGrpc.getServiceDescriptor());
        this.pageTokens = pageTokens;
    }

    @Override
    public void readReceivables(ReadReceivablesRequest request, StreamObserver<ReceivablesReading> answer) {
        answer(answer, ReadingMessages.reading(examineDocument.examine(request.getDocument(),
                ReadingMessages.mapping(request.getMapping()), currency(request.getCurrencyCode()))));
    }

    @Override
    public void importReceivables(ImportReceivablesRequest request, StreamObserver<Process> answer) {
        ProcessSnapshot process = startImport.start(CurrentPrincipal.get(), request.getDocument(),
                ReadingMessages.mapping(request.getMapping()), currency(request.getCurrencyCode()),
                request.getDryRun(),
                RequestIdentity.of(OnboardingServiceGrpc.getImportReceivablesMethod().getFullMethodName(), request));
        answer(answer, ProcessMessages.of(process));
    }

    @Override
    public void getProcess(GetProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, calls.get(request));
    }

    @Override
    public void listRejectedRows(ListRejectedRowsRequest request, StreamObserver<ListRejectedRowsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = OnboardingServiceGrpc.getListRejectedRowsMethod().getFullMethodName();
        String query = PageTokens.query(request);
        long from = pageTokens.decode(method, principal, query, request.getPageToken()).map(Long::parseLong).orElse(0L);
        int size = request.getPageSize() == 0 ? USUAL_PAGE : Math.min(request.getPageSize(), LARGEST_PAGE);
        long kept = processes.get(principal, request.getProcess()).resultCount();
        List<RejectedItem> rows = processes.results(principal, request.getProcess(), from, size).stream()
                .map(RejectedItem::fromResult).toList();
        ListRejectedRowsResponse.Builder page = ListRejectedRowsResponse.newBuilder();
        rows.forEach(row -> page.addRows(ReadingMessages.rejected(row)));
        if (!rows.isEmpty() && from + rows.size() < kept) {
            page.setNextPageToken(pageTokens.encode(method, principal, query, Long.toString(from + rows.size())));
        }
        answer(answer, page.build());
    }

    @Override
    public void retryProcess(RetryProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, calls.retry(request));
    }

    @Override
    public void cancelProcess(CancelProcessRequest request, StreamObserver<Process> answer) {
        answer(answer, calls.cancel(request));
    }

    private static Currency currency(String code) {
        String wanted = code.isEmpty() ? DEFAULT_CURRENCY : code;
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Failure.invalid("currency_code",
                        "is " + wanted + ", which ISO 4217 does not know; expected a code such as USD, EUR or JPY"));
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}

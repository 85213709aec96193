package io.avid.transaction.grpc;

import com.google.protobuf.Message;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.transaction.application.ComputeAgeing;
import io.avid.transaction.application.GetTransactions;
import io.avid.transaction.application.KnownCustomer;
import io.avid.transaction.application.ListOpenItems;
import io.avid.transaction.application.ListTransactions;
import io.avid.transaction.application.ParseTransactionFilter;
import io.avid.transaction.application.RebuildIndex;
import io.avid.transaction.application.ShowAccounts;
import io.avid.transaction.application.SubmitCommand;
import io.avid.transaction.application.SummarizeTransactions;
import io.avid.transaction.application.TransactionIndex.OpenCharge;
import io.avid.transaction.application.VerifyJournal;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.CommandAnswer.Decided;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.AllocateTransactionRequest;
import io.avid.transaction.v1.AnnotateTransactionRequest;
import io.avid.transaction.v1.BatchPostTransactionsRequest;
import io.avid.transaction.v1.BatchPostTransactionsResponse;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.ComputeAgeingResponse;
import io.avid.transaction.v1.GetAccountRequest;
import io.avid.transaction.v1.GetTransactionRequest;
import io.avid.transaction.v1.JournalDifference;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListAccountsResponse;
import io.avid.transaction.v1.ListOpenItemsRequest;
import io.avid.transaction.v1.ListOpenItemsResponse;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.ListTransactionsResponse;
import io.avid.transaction.v1.LookupTransactionsRequest;
import io.avid.transaction.v1.LookupTransactionsResponse;
import io.avid.transaction.v1.PostTransactionRequest;
import io.avid.transaction.v1.RebuildIndexRequest;
import io.avid.transaction.v1.RebuildIndexResponse;
import io.avid.transaction.v1.ReverseTransactionRequest;
import io.avid.transaction.v1.SummarizeTransactionsRequest;
import io.avid.transaction.v1.SummarizeTransactionsResponse;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceImplBase;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code avid.transaction.v1.TransactionService}: proto in, use case, proto out. */
public final class TransactionGrpc extends TransactionServiceImplBase {

    private static final int PAGE_DEFAULT = 50;
    private static final int PAGE_MOST = 1000;
    /** For a caller without a deadline; the index follows within a second unless something is down. */
    private static final long WAIT_DEFAULT_MILLIS = 10_000;

    private final SubmitCommand submitCommand;
    private final GetTransactions getTransactions;
    private final ListTransactions listTransactions;
    private final SummarizeTransactions summarizeTransactions;
    private final KnownCustomer knownCustomer;
    private final ShowAccounts showAccounts;
    private final ComputeAgeing computeAgeing;
    private final ListOpenItems listOpenItems;
    private final VerifyJournal verifyJournal;
    private final RebuildIndex rebuildIndex;
    private final PageTokens pageTokens;

    public TransactionGrpc(SubmitCommand submitCommand, GetTransactions getTransactions, ListTransactions listTransactions,
            SummarizeTransactions summarizeTransactions, KnownCustomer knownCustomer, ShowAccounts showAccounts,
            ComputeAgeing computeAgeing, ListOpenItems listOpenItems, VerifyJournal verifyJournal, RebuildIndex rebuildIndex, PageTokens pageTokens) {
        this.submitCommand = submitCommand;
        this.getTransactions = getTransactions;
        this.listTransactions = listTransactions;
        this.summarizeTransactions = summarizeTransactions;
        this.knownCustomer = knownCustomer;
        this.showAccounts = showAccounts;
        this.computeAgeing = computeAgeing;
        this.listOpenItems = listOpenItems;
        this.verifyJournal = verifyJournal;
        this.rebuildIndex = rebuildIndex;
        this.pageTokens = pageTokens;
    }

    @Override
    public void getTransaction(GetTransactionRequest request, StreamObserver<Transaction> answer) {
        answerTransaction(CurrentPrincipal.get(), PostingItems.transactionId(request.getName()), answer);
    }

    @Override
    public void listTransactions(ListTransactionsRequest request, StreamObserver<ListTransactionsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        Paging paging = new Paging(TransactionServiceGrpc.getListTransactionsMethod(), principal, request);
        ListTransactions.Page page = listTransactions.page(principal, ParseTransactionFilter.parse(request.getFilter()),
                paging.position(request.getPageToken()), pageSize(request.getPageSize(), PAGE_DEFAULT), request.getReadPosition(), waitMillis());
        answer(answer, ListTransactionsResponse.newBuilder()
                .addAllTransactions(page.transactions().stream().map(TransactionMessages::transaction).toList())
                .setNextPageToken(paging.token(page.next())).setTotalSize(page.totalCount()).build());
    }

    @Override
    public void summarizeTransactions(SummarizeTransactionsRequest request, StreamObserver<SummarizeTransactionsResponse> answer) {
        answer(answer, SummarizeTransactionsResponse.newBuilder().addAllSums(summarizeTransactions.sums(CurrentPrincipal.get(),
                ParseTransactionFilter.parse(request.getFilter()), request.getByMonth(), request.getLeaveOutReversed(), request.getReadPosition(),
                waitMillis()).stream().map(TransactionMessages::sum).toList()).build());
    }

    @Override
    public void lookupTransactions(LookupTransactionsRequest request, StreamObserver<LookupTransactionsResponse> answer) {
        answer(answer, LookupTransactionsResponse.newBuilder().addAllTransactions(
                getTransactions.byExternalIds(CurrentPrincipal.get(), request.getExternalIdsList()).stream().map(TransactionMessages::transaction).toList()).build());
    }

    @Override
    public void postTransaction(PostTransactionRequest request, StreamObserver<Transaction> answer) {
        one(TransactionServiceGrpc.getPostTransactionMethod(), request, PostingItems.item(request.getPosting()), answer);
    }

    @Override
    public void batchPostTransactions(BatchPostTransactionsRequest request, StreamObserver<BatchPostTransactionsResponse> answer) {
        RequestIdentity identity = identity(TransactionServiceGrpc.getBatchPostTransactionsMethod(), request);
        List<CommandItem> items = new ArrayList<>(PostingItems.items(request.getPostingsList()));
        items.addAll(PostingItems.annotations(request.getAnnotationsList()));
        Decided decided = submitCommand.batch(CurrentPrincipal.get(), identity.method(), identity.requestId(), identity.fingerprint(), items,
                request.getValidateOnly());
        int postings = request.getPostingsCount();
        answer(answer, BatchPostTransactionsResponse.newBuilder()
                .addAllOutcomes(decided.outcomes().subList(0, postings).stream().map(TransactionMessages::outcome).toList())
                .addAllAnnotationOutcomes(decided.outcomes().subList(postings, items.size()).stream().map(TransactionMessages::annotationOutcome).toList())
                .setPosition(decided.position()).build());
    }

    @Override
    public void allocateTransaction(AllocateTransactionRequest request, StreamObserver<Transaction> answer) {
        one(TransactionServiceGrpc.getAllocateTransactionMethod(), request, new CommandItem.Allocate(PostingItems.transactionId(request.getSource()),
                PostingItems.allocations(request.getAllocationsList())), answer);
    }

    @Override
    public void annotateTransaction(AnnotateTransactionRequest request, StreamObserver<Transaction> answer) {
        one(TransactionServiceGrpc.getAnnotateTransactionMethod(), request,
                PostingItems.annotation(request.getTransaction(), request.getMarks()), answer);
    }

    @Override
    public void reverseTransaction(ReverseTransactionRequest request, StreamObserver<Transaction> answer) {
        one(TransactionServiceGrpc.getReverseTransactionMethod(), request, new CommandItem.Reverse(PostingItems.transactionId(request.getTransaction()),
                PostingItems.optionalDate("effective_date", request.getEffectiveDate())), answer);
    }

    private void one(MethodDescriptor<?, ?> method, Message request, CommandItem item, StreamObserver<Transaction> answer) {
        Principal principal = CurrentPrincipal.get();
        RequestIdentity identity = identity(method, request);
        answerTransaction(principal, submitCommand.one(principal, identity.method(), identity.requestId(), identity.fingerprint(), item), answer);
    }

    private void answerTransaction(Principal principal, TransactionId id, StreamObserver<Transaction> answer) {
        answer(answer, TransactionMessages.transaction(getTransactions.byId(principal, id)));
    }

    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<Account> answer) {
        Optional<LocalDate> asOf = PostingItems.optionalDate("as_of_date", request.getAsOfDate());
        answer(answer, TransactionMessages.account(showAccounts.byId(CurrentPrincipal.get(), PostingItems.accountId(request.getName()), asOf), asOf));
    }

    @Override
    public void listAccounts(ListAccountsRequest request, StreamObserver<ListAccountsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        knownCustomer.require(principal, PostingItems.optional(request.getCustomer()), request.getAllowMissing());
        Paging paging = new Paging(TransactionServiceGrpc.getListAccountsMethod(), principal, request);
        Optional<LocalDate> asOf = PostingItems.optionalDate("as_of_date", request.getAsOfDate());
        ShowAccounts.Page page = showAccounts.page(principal, PostingItems.optional(request.getCustomer()), asOf,
                paging.position(request.getPageToken()).map(AccountId::new), pageSize(request.getPageSize(), PAGE_DEFAULT));
        answer(answer, ListAccountsResponse.newBuilder()
                .addAllAccounts(page.accounts().stream().map(account -> TransactionMessages.account(account, asOf)).toList())
                .setNextPageToken(paging.token(page.next().map(AccountId::value))).build());
    }

    @Override
    public void computeAgeing(ComputeAgeingRequest request, StreamObserver<ComputeAgeingResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        knownCustomer.require(principal, PostingItems.optional(request.getCustomer()), request.getAllowMissing());
        Paging paging = new Paging(TransactionServiceGrpc.getComputeAgeingMethod(), principal, request);
        ComputeAgeing.Ageing ageing = computeAgeing.compute(principal, new ComputeAgeing.Question(
                PostingItems.optionalDate("as_of_date", request.getAsOfDate()), PostingItems.optional(request.getCurrencyCode()),
                PostingItems.optional(request.getCustomer()), paging.position(request.getPageToken()),
                request.getPerCustomer() ? pageSize(request.getPageSize(), PAGE_MOST) : 0, request.getReadPosition(), waitMillis()));
        answer(answer, ComputeAgeingResponse.newBuilder().setAgeing(TransactionMessages.ageing(ageing))
                .addAllByCustomer(ageing.page().stream().map(TransactionMessages::customer).toList())
                .setNextPageToken(paging.token(ageing.next())).build());
    }

    @Override
    public void listOpenItems(ListOpenItemsRequest request, StreamObserver<ListOpenItemsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        knownCustomer.require(principal, PostingItems.optional(request.getCustomer()), request.getAllowMissing());
        Paging paging = new Paging(TransactionServiceGrpc.getListOpenItemsMethod(), principal, request);
        ListOpenItems.Page page = listOpenItems.page(principal, new ListOpenItems.Question(
                PostingItems.optionalDate("as_of_date", request.getAsOfDate()), PostingItems.optional(request.getCurrencyCode()),
                PostingItems.optional(request.getCustomer()), PostingItems.optional(request.getBucket()).map(TransactionGrpc::bucket),
                paging.position(request.getPageToken()).map(TransactionGrpc::pageStart), pageSize(request.getPageSize(), PAGE_DEFAULT),
                request.getReadPosition(), request.getKnownAtPosition(), waitMillis()));
        answer(answer, ListOpenItemsResponse.newBuilder()
                .addAllOpenItems(page.items().stream().map(item -> TransactionMessages.openItem(item, page.asOf())).toList())
                .setNextPageToken(paging.token(page.next().map(TransactionGrpc::text))).build());
    }

    private static AgeingBucket bucket(String label) {
        for (AgeingBucket bucket : AgeingBucket.values()) {
            if (bucket.label().equals(label)) {
                return bucket;
            }
        }
        throw Failure.invalid("bucket", "is '" + label + "'; expected one of "
                + String.join(", ", Arrays.stream(AgeingBucket.values()).map(AgeingBucket::label).toList()));
    }

    private static String text(ListOpenItems.PageStart start) {
        return start.knownAtPosition() + " " + start.after().dueDate() + " " + start.after().charge().value();
    }

    private static ListOpenItems.PageStart pageStart(String text) {
        String[] parts = text.split(" ", -1);
        return new ListOpenItems.PageStart(Long.parseLong(parts[0]), new OpenCharge(new TransactionId(parts[2]), LocalDate.parse(parts[1]), 0));
    }

    @Override
    public void verifyJournal(VerifyJournalRequest request, StreamObserver<VerifyJournalResponse> answer) {
        VerifyJournal.Verification found = verifyJournal.verify(CurrentPrincipal.get(), waitMillis());
        answer(answer, VerifyJournalResponse.newBuilder().setAgrees(found.agrees()).setBlocks(found.blocks()).setTransactions(found.transactions())
                .setAccounts(found.accounts()).setOpenItems(found.openItems()).setPosition(found.position())
                .addAllDifferences(found.differences().stream().map(difference -> JournalDifference.newBuilder().setSubject(difference.subject())
                        .setFigure(difference.figure()).setJournal(difference.journal()).setIndex(difference.index()).build()).toList())
                .build());
    }

    @Override
    public void rebuildIndex(RebuildIndexRequest request, StreamObserver<RebuildIndexResponse> answer) {
        RebuildIndex.Rebuilt rebuilt = rebuildIndex.rebuild(CurrentPrincipal.get());
        answer(answer, RebuildIndexResponse.newBuilder().setTransactions(rebuilt.transactions()).setPosition(rebuilt.position()).build());
    }

    /** Page tokens of one call. */
    private final class Paging {
        private final String method;
        private final Principal principal;
        private final String query;

        Paging(MethodDescriptor<?, ?> method, Principal principal, Message request) {
            this.method = method.getFullMethodName();
            this.principal = principal;
            this.query = PageTokens.query(request);
        }

        Optional<String> position(String token) {
            return pageTokens.decode(method, principal, query, token);
        }

        String token(Optional<String> next) {
            return next.map(position -> pageTokens.encode(method, principal, query, position)).orElse("");
        }
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private static int pageSize(int asked, int none) {
        return asked == 0 ? none : Math.min(asked, PAGE_MOST);
    }

    /** Most of what the caller still waits, so that the answer can say why it does not come. */
    private static long waitMillis() {
        var deadline = Context.current().getDeadline();
        return deadline == null ? WAIT_DEFAULT_MILLIS : Math.max(0, deadline.timeRemaining(TimeUnit.MILLISECONDS) * 9 / 10);
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}

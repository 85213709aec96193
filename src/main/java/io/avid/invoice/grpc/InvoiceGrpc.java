package io.avid.invoice.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.avid.invoice.application.ChangeInvoice;
import io.avid.invoice.application.DraftInvoice;
import io.avid.invoice.application.FindInvoices;
import io.avid.invoice.application.IssueInvoice;
import io.avid.invoice.domain.Invoice;
import io.avid.invoice.domain.InvoiceContent;
import io.avid.invoice.domain.InvoiceContent.Part;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.DeleteInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceImplBase;
import io.avid.invoice.v1.IssueInvoiceRequest;
import io.avid.invoice.v1.LinkInvoiceRequest;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.avid.invoice.v1.RecordSettlementRequest;
import io.avid.invoice.v1.ReleaseInvoiceRequest;
import io.avid.invoice.v1.ReserveInvoiceRequest;
import io.avid.invoice.v1.UpdateInvoiceRequest;
import io.avid.invoice.v1.VoidInvoiceRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.module.RequestRules;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Stored;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code avid.invoice.v1.InvoiceService}: proto in, use case, proto out. */
public final class InvoiceGrpc extends InvoiceServiceImplBase {
    /** The RPC that issues; a request that does is known by it. */
    public static final String ISSUING_METHOD = InvoiceServiceGrpc.getIssueInvoiceMethod().getFullMethodName();

    private static final Consumer<Stored<Invoice>> UNCHECKED = stored -> { };

    private final AggregateStore<Invoice> invoices;
    private final DraftInvoice draftInvoice;
    private final ChangeInvoice changeInvoice;
    private final IssueInvoice issueInvoice;
    private final FindInvoices findInvoices;
    private final PageTokens pageTokens;

    public InvoiceGrpc(AggregateStore<Invoice> invoices, DraftInvoice draftInvoice, ChangeInvoice changeInvoice,
            IssueInvoice issueInvoice, FindInvoices findInvoices, PageTokens pageTokens) {
        this.invoices = invoices;
        this.draftInvoice = draftInvoice;
        this.changeInvoice = changeInvoice;
        this.issueInvoice = issueInvoice;
        this.findInvoices = findInvoices;
        this.pageTokens = pageTokens;
    }

    @Override
    public void getInvoice(GetInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(findInvoices.get(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = InvoiceServiceGrpc.getListInvoicesMethod().getFullMethodName();
        String query = PageTokens.query(request);
        var wanted = new FindInvoices.Wanted(
                request.getCustomer().isEmpty() ? Optional.empty() : Optional.of(request.getCustomer()),
                InvoiceMessages.stage(request.getState()), InvoiceMessages.settled(request.getSettlement()),
                InvoiceContent.day("due_before", request.getDueBefore()), request.getNumber());
        FindInvoices.Page page = findInvoices.list(principal, wanted, request.getPageSize(),
                pageTokens.decode(method, principal, query, request.getPageToken()));
        answer(answer, ListInvoicesResponse.newBuilder()
                .addAllInvoices(page.invoices().stream().map(this::message).toList())
                .setNextPageToken(page.next().map(next -> pageTokens.encode(method, principal, query, next)).orElse(""))
                .setTotalSize(page.total())
                .build());
    }

    @Override
    public void createInvoice(CreateInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(draftInvoice.draft(CurrentPrincipal.get(), InvoiceMessages.content(request.getInvoice()),
                identity(InvoiceServiceGrpc.getCreateInvoiceMethod(), request))));
    }

    @Override
    public void updateInvoice(UpdateInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        Principal principal = CurrentPrincipal.get();
        io.avid.invoice.v1.Invoice given = request.getInvoice();
        String name = given.getName();
        Set<Part> parts = parts(request);
        Stored<Invoice> current = findInvoices.get(principal, name);
        // What is not to change is not read: it may be left away.
        InvoiceContent content = InvoiceMessages.content(merged(message(current), given, parts));
        checkAsItWouldBe(current, content);
        answer(answer, message(changeInvoice.change(principal, current.id(),
                identity(InvoiceServiceGrpc.getUpdateInvoiceMethod(), request),
                found -> checkEtag(given.getEtag(), found),
                invoice -> invoice.revised(name, invoice.content().revised(content, parts)))));
    }

    @Override
    public void deleteInvoice(DeleteInvoiceRequest request, StreamObserver<Empty> answer) {
        change(request.getName(), InvoiceServiceGrpc.getDeleteInvoiceMethod(), request,
                invoice -> invoice.deleted(request.getName()));
        answer(answer, Empty.getDefaultInstance());
    }

    @Override
    public void issueInvoice(IssueInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(issueInvoice.issue(CurrentPrincipal.get(), invoices.idOf(request.getName()),
                request.getEtag(), identity(InvoiceServiceGrpc.getIssueInvoiceMethod(), request))));
    }

    @Override
    public void voidInvoice(VoidInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(change(request.getName(), InvoiceServiceGrpc.getVoidInvoiceMethod(), request,
                invoice -> invoice.voided(request.getName(), request.getHolder(), request.getReason()))));
    }

    @Override
    public void linkInvoice(LinkInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(change(request.getName(), InvoiceServiceGrpc.getLinkInvoiceMethod(), request,
                invoice -> invoice.linked(request.getName(), request.getCharge(), request.getDocument()))));
    }

    @Override
    public void recordSettlement(RecordSettlementRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(change(request.getName(), InvoiceServiceGrpc.getRecordSettlementMethod(), request,
                invoice -> invoice.settledAs(request.getName(), request.getSettledMinor(), request.getPosition()))));
    }

    @Override
    public void reserveInvoice(ReserveInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(change(request.getName(), InvoiceServiceGrpc.getReserveInvoiceMethod(), request,
                invoice -> invoice.reserved(request.getName(), request.getHolder(), request.getRequestId()))));
    }

    @Override
    public void releaseInvoice(ReleaseInvoiceRequest request, StreamObserver<io.avid.invoice.v1.Invoice> answer) {
        answer(answer, message(change(request.getName(), InvoiceServiceGrpc.getReleaseInvoiceMethod(), request,
                invoice -> invoice.released(request.getName(), request.getHolder(), request.getReserveRequestId()))));
    }

    private Stored<Invoice> change(String name, MethodDescriptor<?, ?> method, Message request,
            Function<Invoice, Invoice> rule) {
        return changeInvoice.change(CurrentPrincipal.get(), invoices.idOf(name), identity(method, request), UNCHECKED, rule);
    }

    private void checkEtag(String given, Stored<Invoice> found) {
        if (!given.isEmpty() && !given.equals(found.etag())) {
            throw Failure.stale(invoices.nameOf(found.id()), given, found.etag());
        }
    }

    private static io.avid.invoice.v1.Invoice merged(io.avid.invoice.v1.Invoice current, io.avid.invoice.v1.Invoice given,
            Set<Part> parts) {
        io.avid.invoice.v1.Invoice.Builder merged = current.toBuilder();
        for (Part part : parts) {
            var field = given.getDescriptorForType().findFieldByName(part.fieldName());
            merged.setField(field, given.getField(field));
        }
        return merged.build();
    }

    /** The proto's rules are for a whole invoice; a request gives only what changes. */
    private void checkAsItWouldBe(Stored<Invoice> current, InvoiceContent content) {
        try {
            RequestRules.check(InvoiceMessages.invoice(invoices.nameOf(current.id()), current, Invoice.draft(content)));
        } catch (Failure failure) {
            if (failure.fieldViolations().isEmpty()) {
                throw failure;
            }
            throw Failure.invalid(failure.fieldViolations().stream()
                    .map(wrong -> new FieldViolation("invoice." + wrong.field(), wrong.description())).toList());
        }
    }

    private static Set<Part> parts(UpdateInvoiceRequest request) {
        if (request.getUpdateMask().getPathsCount() == 0) {
            return EnumSet.allOf(Part.class);
        }
        var parts = EnumSet.noneOf(Part.class);
        var wrong = new ArrayList<FieldViolation>();
        for (String path : request.getUpdateMask().getPathsList()) {
            Part.of(path).ifPresentOrElse(parts::add, () -> wrong.add(new FieldViolation("update_mask",
                    "given " + path + ", expected fields of a draft that can be changed: "
                            + String.join(", ", EnumSet.allOf(Part.class).stream().map(Part::fieldName).toList()))));
        }
        if (!wrong.isEmpty()) {
            throw Failure.invalid(wrong);
        }
        return parts;
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private io.avid.invoice.v1.Invoice message(Stored<Invoice> invoice) {
        return InvoiceMessages.invoice(invoices.nameOf(invoice.id()), invoice);
    }

    private static <T> void answer(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}

package io.avid.invoice;

import static io.avid.invoice.InvoicesUnderTest.STAFF;
import static io.avid.invoice.InvoicesUnderTest.call;
import static io.avid.invoice.InvoicesUnderTest.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import io.avid.invoice.v1.DeleteInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.LinkInvoiceRequest;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.avid.invoice.v1.RecordSettlementRequest;
import io.avid.invoice.v1.ReleaseInvoiceRequest;
import io.avid.invoice.v1.ReserveInvoiceRequest;
import io.avid.invoice.v1.SettlementState;
import io.avid.invoice.v1.UpdateInvoiceRequest;
import io.avid.invoice.v1.VoidInvoiceRequest;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invoices against a real Elasticsearch node and a durable store. */
@Tag("slow")
class KeepInvoicesTest {
    private static final Principal OTHER = Principal.staff("org_2", "auth0|b", Set.of("invoices.read", "invoices.write"));

    private final InvoicesUnderTest module =
            new InvoicesUnderTest(TestSystem.shared().copy(), InstantSource.system()).following();
    private int requests;

    @AfterEach
    void close() throws Exception {
        module.close();
    }

    private String next() {
        requests++;
        return "r" + requests;
    }

    private Invoice issued(Invoice.Builder content) {
        return module.issue(module.draft(next(), content).getName(), next());
    }

    private Invoice get(Principal principal, String name) {
        return call(principal, module.service::getInvoice, GetInvoiceRequest.newBuilder().setName(name).build());
    }

    private Invoice settle(String name, long minor, long position) {
        return call(STAFF, module.service::recordSettlement, RecordSettlementRequest.newBuilder().setName(name)
                .setSettledMinor(minor).setPosition(position).setRequestId(next()).build());
    }

    private Invoice reserve(String name, String holder, String requestId) {
        return call(STAFF, module.service::reserveInvoice,
                ReserveInvoiceRequest.newBuilder().setName(name).setHolder(holder).setRequestId(requestId).build());
    }

    private Invoice release(String name, String holder, String reserveRequestId) {
        return call(STAFF, module.service::releaseInvoice, ReleaseInvoiceRequest.newBuilder().setName(name)
                .setHolder(holder).setReserveRequestId(reserveRequestId).setRequestId(next()).build());
    }

    private Invoice withdraw(String name) {
        return call(STAFF, module.service::voidInvoice,
                VoidInvoiceRequest.newBuilder().setName(name).setReason("a mistake").setRequestId(next()).build());
    }

    private ListInvoicesResponse list(Principal principal, ListInvoicesRequest.Builder request) {
        return call(principal, module.service::listInvoices, request.build());
    }

    private static void refused(FailureKind kind, String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.kind()).isEqualTo(kind);
        });
    }

    @Test
    void aDraftIsReckonedChangedInPartAndDeleted() {
        Invoice draft = module.draft("d", content().setPaymentTermsDays(30));
        assertThat(draft.getState()).isEqualTo(InvoiceState.DRAFT);
        assertThat(draft.getNumber()).isEmpty();
        assertThat(draft.getNet().getMinorUnits()).isEqualTo(15_000);
        assertThat(draft.getTax().getMinorUnits()).isEqualTo(2_850);
        assertThat(draft.getTotal().getMinorUnits()).isEqualTo(17_850);
        assertThat(draft.getLines(0).getQuantity()).isEqualTo("1.5");
        assertThat(module.draft("d", content().setPaymentTermsDays(30))).isEqualTo(draft);
        refused(FailureKind.ALREADY_EXISTS, "REQUEST_ID_REUSED", () -> module.draft("d", content()));

        var update = UpdateInvoiceRequest.newBuilder()
                .setInvoice(Invoice.newBuilder().setName(draft.getName()).setEtag(draft.getEtag()).setMemo("thank you"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("memo")).setRequestId("u").build();
        Invoice changed = call(STAFF, module.service::updateInvoice, update);
        assertThat(changed.getMemo()).isEqualTo("thank you");
        assertThat(changed.getLinesList()).isEqualTo(draft.getLinesList());
        assertThat(call(STAFF, module.service::updateInvoice, update)).isEqualTo(changed);
        refused(FailureKind.ABORTED, "ETAG_STALE", () -> call(STAFF, module.service::updateInvoice,
                update.toBuilder().setRequestId("u2").build()));
        refused(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", () -> call(STAFF, module.service::updateInvoice,
                update.toBuilder().setUpdateMask(FieldMask.newBuilder().addPaths("number")).setRequestId("u3").build()));

        refused(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> get(OTHER, draft.getName()));
        var delete = DeleteInvoiceRequest.newBuilder().setName(draft.getName()).setRequestId("x").build();
        call(STAFF, module.service::deleteInvoice, delete);
        call(STAFF, module.service::deleteInvoice, delete);
        refused(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> get(STAFF, draft.getName()));
        refused(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> module.issue(draft.getName(), "i"));
        assertThat(list(STAFF, ListInvoicesRequest.newBuilder()).getTotalSize()).isZero();
    }

    @Test
    void whatCannotBeRightIsRefusedAndNamed() {
        refused(FailureKind.INVALID_ARGUMENT, "INVOICE_CURRENCY_UNKNOWN",
                () -> module.draft(next(), content().setCurrencyCode("XXX")));
        refused(FailureKind.INVALID_ARGUMENT, "INVOICE_DATE_INVALID",
                () -> module.draft(next(), content().setIssueDate("2026-02-30")));
        refused(FailureKind.INVALID_ARGUMENT, "INVOICE_DATE_INVALID",
                () -> module.draft(next(), content().setIssueDate("2026-02-20").setDueDate("2026-02-19")));
        refused(FailureKind.INVALID_ARGUMENT, "INVOICE_DATE_INVALID",
                () -> issued(content().setDueDate("2020-02-19")));
        refused(FailureKind.INVALID_ARGUMENT, "INVOICE_TOTAL_INVALID",
                () -> module.draft(next(), content().addLines(InvoiceLine.newBuilder().setDescription("Reduction")
                        .setQuantity("-1").setUnitPriceMinor(20_000))));
    }

    @Test
    void anIssuedInvoiceIsFinalAndAVoidOneKeepsItsNumber() {
        Invoice draft = module.draft(next(), content());
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", () -> withdraw(draft.getName()));
        Invoice issued = module.issue(draft.getName(), "i");
        assertThat(issued.getNumber()).isEqualTo("INV-000001");
        assertThat(issued.getSettlement()).isEqualTo(SettlementState.OPEN);
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", () -> module.issue(draft.getName(), "i2"));
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", () -> call(STAFF, module.service::deleteInvoice,
                DeleteInvoiceRequest.newBuilder().setName(draft.getName()).setRequestId(next()).build()));
        Invoice voided = withdraw(draft.getName());
        assertThat(voided.getState()).isEqualTo(InvoiceState.VOID);
        assertThat(voided.getNumber()).isEqualTo("INV-000001");
        assertThat(voided.getVoidReason()).isEqualTo("a mistake");
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_STATE_UNFIT", () -> withdraw(draft.getName()));
        assertThat(issued(content()).getNumber()).isEqualTo("INV-000002");
        assertThat(module.issue(draft.getName(), "i")).isEqualTo(issued);
    }

    @Test
    void linksAreMadeOnceAndSettlementFollowsTheLedgersPositions() {
        String name = issued(content()).getName();
        var charge = LinkInvoiceRequest.newBuilder().setName(name).setCharge("transactions/t");
        assertThat(call(STAFF, module.service::linkInvoice, charge.setRequestId(next()).build()).getCharge())
                .isEqualTo("transactions/t");
        Invoice both = call(STAFF, module.service::linkInvoice, LinkInvoiceRequest.newBuilder().setName(name)
                .setDocument("documents/d").setRequestId(next()).build());
        assertThat(both.getCharge()).isEqualTo("transactions/t");
        assertThat(both.getDocument()).isEqualTo("documents/d");
        refused(FailureKind.FAILED_PRECONDITION, "LINK_CONFLICT", () -> call(STAFF, module.service::linkInvoice,
                charge.setCharge("transactions/u").setRequestId(next()).build()));

        assertThat(settle(name, 17_850, 12).getSettlement()).isEqualTo(SettlementState.SETTLED);
        assertThat(settle(name, 50, 11).getSettled().getMinorUnits()).isEqualTo(17_850);
        assertThat(settle(name, 50, 13).getSettlement()).isEqualTo(SettlementState.PARTLY_SETTLED);
        assertThat(settle(name, 0, 14).getSettlement()).isEqualTo(SettlementState.OPEN);
        refused(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID", () -> settle(name, 17_851, 15));
    }

    @Test
    void oneHolderReservesAtATimeAndWhatWasReleasedBeforeItCameDoesNotTakeEffect() {
        String name = issued(content()).getName();
        assertThat(reserve(name, "processes/a", "ra").getReservedBy()).isEqualTo("processes/a");
        reserve(name, "processes/a", "ra");
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_RESERVED", () -> reserve(name, "processes/b", "rb"));
        refused(FailureKind.FAILED_PRECONDITION, "INVOICE_RESERVED", () -> withdraw(name));
        assertThat(release(name, "processes/b", "rb").getReservedBy()).isEqualTo("processes/a");
        assertThat(release(name, "processes/a", "ra").getReservedBy()).isEmpty();
        refused(FailureKind.ABORTED, "RESERVATION_CANCELLED", () -> reserve(name, "processes/b", "rb"));
        // Another round of the same holder is another request.
        assertThat(reserve(name, "processes/b", "rb2").getReservedBy()).isEqualTo("processes/b");
        release(name, "processes/b", "rb2");
        release(name, "processes/b", "");
        assertThat(reserve(name, "processes/b", "rb3").getReservedBy()).isEqualTo("processes/b");
        release(name, "processes/b", "rb3");
        release(name, "processes/c", "");
        refused(FailureKind.ABORTED, "RESERVATION_CANCELLED", () -> reserve(name, "processes/c", "rc"));
        assertThat(get(STAFF, name).getReservedBy()).isEmpty();
    }

    @Test
    void aListHasTheLatestFirstFindsWhatWasJustWrittenAndPagesOverAll() {
        Invoice old = issued(content().setIssueDate("2026-01-10").setDueDate("2026-02-10"));
        Invoice second = issued(content().setIssueDate("2026-01-10").setDueDate("2026-01-15").setCustomer("customers/c2"));
        Invoice third = issued(content().setIssueDate("2026-01-11").setDueDate("2026-03-01"));
        Invoice draft = module.draft(next(), content());
        settle(third.getName(), 100, 1);

        var names = new ArrayList<String>();
        ListInvoicesResponse page = ListInvoicesResponse.getDefaultInstance();
        do {
            page = list(STAFF, ListInvoicesRequest.newBuilder().setPageSize(1).setPageToken(page.getNextPageToken()));
            assertThat(page.getTotalSize()).isEqualTo(4);
            page.getInvoicesList().forEach(invoice -> names.add(invoice.getName()));
        } while (!page.getNextPageToken().isEmpty());
        assertThat(names).containsExactly(draft.getName(), third.getName(), second.getName(), old.getName());

        assertThat(found(ListInvoicesRequest.newBuilder().setCustomer("customers/c2"))).containsExactly(second.getName());
        assertThat(found(ListInvoicesRequest.newBuilder().setState(InvoiceState.DRAFT))).containsExactly(draft.getName());
        assertThat(found(ListInvoicesRequest.newBuilder().setSettlement(SettlementState.PARTLY_SETTLED)))
                .containsExactly(third.getName());
        assertThat(found(ListInvoicesRequest.newBuilder().setDueBefore("2026-02-10"))).containsExactly(second.getName());
        assertThat(found(ListInvoicesRequest.newBuilder().setNumber("INV-00000"))).hasSize(3);
        assertThat(found(ListInvoicesRequest.newBuilder().setNumber("INV-000003"))).containsExactly(third.getName());
        assertThat(list(OTHER, ListInvoicesRequest.newBuilder()).getTotalSize()).isZero();
    }

    private List<String> found(ListInvoicesRequest.Builder request) {
        return list(STAFF, request).getInvoicesList().stream().map(Invoice::getName).toList();
    }

    @Test
    void aCustomersLoginSeesItsOwnInvoicesAndNoDrafts() {
        var login = new Principal("org_1", "auth0|c", Set.of(Principal.OWN_READ), Optional.of("customers/c1"));
        Invoice own = issued(content());
        Invoice others = issued(content().setCustomer("customers/c2"));
        Invoice draft = module.draft(next(), content());

        assertThat(list(login, ListInvoicesRequest.newBuilder()).getInvoicesList()).containsExactly(own);
        assertThat(list(login, ListInvoicesRequest.newBuilder()).getTotalSize()).isEqualTo(1);
        assertThat(list(login, ListInvoicesRequest.newBuilder().setState(InvoiceState.DRAFT)).getInvoicesList()).isEmpty();
        assertThat(get(login, own.getName())).isEqualTo(own);
        for (Invoice hidden : List.of(others, draft)) {
            refused(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND", () -> get(login, hidden.getName()));
        }
        refused(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND",
                () -> list(login, ListInvoicesRequest.newBuilder().setCustomer("customers/c2")));
    }
}

package io.avid.transaction.domain;

import java.util.List;
import java.util.Optional;

/**
 * The bytes of a journal's state. A snapshot is a shortcut, never the truth: one of another version is left aside and the blocks are
 * read instead.
 */
final class JournalSnapshot {

    static final int VERSION = 3;

    private JournalSnapshot() {
    }

    static void writeBooks(CanonicalWriter out, Books books, List<TransactionId> inOrder) {
        out.list(books.accounts().own().values(), account -> {
            FactCodec.account(out, account);
            out.number(books.balance(account.id()));
        });
        out.list(inOrder, id -> {
            PostedTransaction posted = books.requireTransaction(id);
            FactCodec.transaction(out, posted.transaction());
            out.number(posted.position()).number(posted.recordedPosition()).instant(posted.recordedAt())
                    .list(posted.annotations(), annotation -> annotation(out, annotation))
                    .optional(posted.reversedBy(), by -> out.text(by.value()))
                    .list(posted.refundedBy(), refund -> out.text(refund.value())).number(posted.refundedMinor())
                    .optional(books.openAmount(id), open -> openAmount(out, open));
        });
        out.list(books.allocations().own().values(), posted -> {
            FactCodec.allocation(out, posted.allocation());
            out.number(posted.position()).list(posted.takenBack(), part -> out.text(part.by().value()).number(part.amountMinor())
                    .date(part.effectiveDate()).number(part.position()));
        });
    }

    static void readBooks(CanonicalReader in, Books books) {
        in.list(() -> {
            Account account = FactCodec.account(in);
            books.accounts().put(account.id(), account);
            books.balances().put(account.id(), in.number());
            return account;
        });
        in.list(() -> {
            Transaction transaction = FactCodec.transaction(in);
            PostedTransaction posted = new PostedTransaction(transaction, in.number(), in.number(), in.instant(),
                    in.list(() -> annotation(in)), in.optional(() -> new TransactionId(in.text())),
                    in.list(() -> new TransactionId(in.text())), in.number());
            books.transactions().put(transaction.id(), posted);
            transaction.externalId().ifPresent(externalId -> books.externalIds().put(externalId, transaction.id()));
            Optional<OpenAmount> open = in.optional(() -> openAmount(in, transaction.id()));
            open.ifPresent(amount -> books.openAmounts().put(transaction.id(), amount));
            return posted;
        });
        in.list(() -> {
            Allocation allocation = FactCodec.allocation(in);
            PostedAllocation posted = new PostedAllocation(allocation, in.number(),
                    in.list(() -> new PostedAllocation.TakenBack(new TransactionId(in.text()), in.number(), in.date(), in.number())));
            books.allocations().put(allocation.id(), posted);
            return posted;
        });
    }

    private static void annotation(CanonicalWriter out, Annotation annotation) {
        FactCodec.marks(out, annotation.before());
        FactCodec.marks(out, annotation.after());
        out.text(annotation.actor()).number(annotation.position()).number(annotation.recordedPosition()).instant(annotation.recordedAt());
    }

    private static Annotation annotation(CanonicalReader in) {
        return new Annotation(FactCodec.marks(in), FactCodec.marks(in), in.text(), in.number(), in.number(), in.instant());
    }

    private static void openAmount(CanonicalWriter out, OpenAmount open) {
        out.list(open.movements(), movement -> out.date(movement.effectiveDate()).number(movement.recordedPosition()).number(movement.deltaMinor()));
        out.list(open.allocations(), allocation -> out.text(allocation.value()));
    }

    private static OpenAmount openAmount(CanonicalReader in, TransactionId transaction) {
        return new OpenAmount(transaction, in.list(() -> new Movement(in.date(), in.number(), in.number())),
                in.list(() -> new AllocationId(in.text())));
    }
}

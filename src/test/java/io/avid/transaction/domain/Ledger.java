package io.avid.transaction.domain;

import io.avid.transaction.domain.CommandItem.AllocationRequest;
import io.avid.transaction.domain.CommandItem.TransactionReference.ByExternalId;
import io.avid.transaction.domain.CommandItem.Post;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal in a test: commits what it is given, one block a command unless told otherwise, and keeps the blocks. */
final class Ledger {

    static final String ORGANISATION = "org_test";
    static final String ANNA = "customers/anna";
    static final String BERT = "customers/bert";

    final Journal journal;
    final List<Block> blocks = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int calls;

    Ledger() {
        this(Journal.empty(ORGANISATION));
    }

    Ledger(Journal journal) {
        this.journal = journal;
    }

    ItemOutcome commit(CommandItem item) {
        return commit(List.of(item)).getFirst();
    }

    List<ItemOutcome> commit(List<CommandItem> items) {
        calls++;
        return commit(new Command("Test/Post", "r" + calls, "f" + calls, "staff|1", items));
    }

    List<ItemOutcome> commit(Command command) {
        JournalDraft draft = journal.draft();
        CommandAnswer answer = draft.decide(command);
        commit(draft);
        return ((CommandAnswer.Decided) answer).outcomes();
    }

    void commit(JournalDraft draft) {
        if (draft.size() > 0) {
            Block block = draft.close(now);
            journal.apply(block, BlockCodec.hash(BlockCodec.encode(block)));
            blocks.add(block);
        }
    }

    static Journal replay(List<Block> blocks) {
        Journal journal = Journal.empty(ORGANISATION);
        replay(journal, blocks);
        return journal;
    }

    static void replay(Journal journal, List<Block> blocks) {
        blocks.forEach(block -> {
            byte[] bytes = BlockCodec.encode(block);
            journal.apply(BlockCodec.decode(bytes), BlockCodec.hash(bytes));
        });
    }

    static LocalDate day(int day) {
        return LocalDate.of(2026, 1, 1).plusDays(day - 1L);
    }

    static Post charge(String externalId, String customer, int day, long amountMinor) {
        return new Post(Optional.of(externalId), Optional.of("INV-" + externalId), "USD", amountMinor,
                new CommandItem.Charge(customer, day(day), day(day + 30), false), Map.of("delivery", "paper"));
    }

    static Post payment(String externalId, String customer, int day, long amountMinor, AllocationRequest... allocations) {
        return new Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor,
                new CommandItem.Payment(customer, day(day), AccountKind.BANK, List.of(allocations)), Map.of());
    }

    static Post credit(String externalId, String customer, int day, long amountMinor, AllocationRequest... allocations) {
        return new Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor,
                new CommandItem.Credit(customer, day(day), List.of(allocations)), Map.of());
    }

    static Post stripePayment(String externalId, String customer, int day, long amountMinor, AllocationRequest... allocations) {
        return new Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor,
                new CommandItem.Payment(customer, day(day), AccountKind.STRIPE, List.of(allocations)), Map.of());
    }

    static Post fee(String externalId, String customer, int day, long amountMinor) {
        return new Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor, new CommandItem.Fee(customer, day(day), AccountKind.STRIPE), Map.of());
    }

    static Post refund(String externalId, String customer, int day, long amountMinor, String paymentExternalId) {
        return new Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor,
                new CommandItem.Refund(customer, day(day), new ByExternalId(paymentExternalId), Optional.empty()), Map.of());
    }

    static AllocationRequest to(String chargeExternalId, long amountMinor) {
        return new AllocationRequest(new ByExternalId(chargeExternalId), amountMinor);
    }

    static TransactionId posted(ItemOutcome outcome) {
        return ((ItemOutcome.Posted) outcome).transaction();
    }

    static RejectionReason refusal(ItemOutcome outcome) {
        return ((ItemOutcome.Rejected) outcome).reason();
    }

    TransactionId id(String externalId) {
        return journal.transactionByExternalId(externalId).orElseThrow().transaction().id();
    }

    long remaining(String externalId) {
        return journal.openAmount(id(externalId)).orElseThrow().remainingMinor();
    }

    long remaining(String externalId, int day) {
        return journal.openAmount(id(externalId)).orElseThrow().remainingMinor(day(day), Long.MAX_VALUE);
    }
}

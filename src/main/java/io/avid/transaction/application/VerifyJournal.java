package io.avid.transaction.application;

import io.avid.platform.security.Principal;
import io.avid.transaction.application.TransactionIndex.IndexedOpenItem;
import io.avid.transaction.application.TransactionIndex.IndexedTransaction;
import io.avid.transaction.application.TransactionIndex.Marker;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.DamagedJournalException;
import io.avid.transaction.domain.Entry;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.OpenItemTimeline;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.TransactionKind;
import io.avid.transaction.domain.UnknownFactException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Proves that the index says what the journal says, and that the journal is whole.
 *
 * <p>The journal is not believed from memory: every block is read again from the store, its hash computed from its bytes, its place in
 * the chain checked, and the state built anew. The index is not believed from its sums: every document is read, and count, sum and a
 * digest per account and per open item are computed from the documents' own fields. A digest is a SHA-256 over the accounts' entries in
 * the order of their transactions' ids, so that it covers customer, dates, numbers and every state of the marks besides the amounts.
 *
 * <p>It all happens at one position while others may go on writing: what either side learned later is left out.
 */
public final class VerifyJournal {

    private static final int BLOCKS_A_READ = 64;
    private static final int DIFFERENCES_AT_MOST = 100;

    private final OpenJournals journals;
    private final BlockStore blocks;
    private final TransactionIndex index;

    public VerifyJournal(OpenJournals journals, BlockStore blocks, TransactionIndex index) {
        this.journals = journals;
        this.blocks = blocks;
        this.index = index;
    }

    /**
     * What was found.
     *
     * @param position     at which both were compared
     * @param differences  what differs, at most {@value #DIFFERENCES_AT_MOST}
     */
    public record Verification(long blocks, long transactions, long accounts, long openItems, long position, List<Difference> differences) {

        /** Whether nothing differs. */
        public boolean agrees() {
            return differences.isEmpty();
        }
    }

    /**
     * One thing that differs.
     *
     * @param subject resource name of the account or transaction, or {@code blocks/n}
     * @param figure  chain, memory, count, sum, digest, missing or unexpected
     * @param journal the journal's figure
     * @param index   the other side's
     */
    public record Difference(String subject, String figure, String journal, String index) {
    }

    /** Compares everything of the principal's organisation. */
    public Verification verify(Principal principal, long waitMillis) {
        OpenJournals.Opened opened = journals.of(principal.organisation());
        opened.journal().catchUp();
        Marker marker = new ReadIndex(journals).at(principal.organisation(), 0, waitMillis);
        List<Difference> differences = new ArrayList<>();

        Journal journal = Journal.empty(principal.organisation());
        if (!readTo(journal, marker.position(), differences)) {
            return new Verification(journal.blocks(), journal.transactions(), journal.accounts().size(), 0, journal.position(), differences);
        }
        compareMemory(opened.journal(), journal, differences);
        Part part = new Part(principal.organisation(), marker.generation());
        compareAccounts(journal, part, differences);
        long openItems = compareOpenItems(journal, part, differences);
        return new Verification(journal.blocks(), journal.transactions(), journal.accounts().size(), openItems, journal.position(),
                differences.stream().limit(DIFFERENCES_AT_MOST).toList());
    }

    /** Whether every block up to the position is there and follows the one before. */
    private boolean readTo(Journal journal, long position, List<Difference> differences) {
        while (journal.position() < position) {
            long next = journal.blocks() + 1;
            try {
                List<StoredBlock> read = blocks.findFrom(journal.organisation(), next, BLOCKS_A_READ);
                if (read.isEmpty()) {
                    differences.add(new Difference("blocks/" + next, "missing", "expected up to position " + position, "not in the store"));
                    return false;
                }
                for (StoredBlock block : read) {
                    next = block.block().n();
                    if (block.block().lastPosition() <= position) {
                        journal.apply(block.block(), block.hash());
                    }
                }
            } catch (DamagedJournalException | UnknownFactException | IllegalArgumentException e) {
                differences.add(new Difference("blocks/" + next, "chain", journal.hash(), e.getMessage()));
                return false;
            }
        }
        return true;
    }

    /** What answers are given from must be what the blocks say, too; compared only if it is at the same position. */
    private static void compareMemory(OpenJournal open, Journal read, List<Difference> differences) {
        open.read(memory -> {
            if (memory.position() == read.position() && !java.util.Arrays.equals(memory.toSnapshot(), read.toSnapshot())) {
                differences.add(new Difference("blocks/" + read.blocks(), "memory", "state of the blocks as read", "state that answers are given from"));
            }
            return null;
        });
    }

    private void compareAccounts(Journal journal, Part part, List<Difference> differences) {
        Map<String, Figures> ofJournal = new TreeMap<>();
        List<PostedTransaction> transactions = journal.transactions(0, Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparing((PostedTransaction posted) -> posted.transaction().id().value())).toList();
        for (PostedTransaction posted : transactions) {
            Map<String, Long> entries = new TreeMap<>();
            for (Entry entry : posted.transaction().entries()) {
                entries.merge(entry.account().value(), entry.amountMinor(), Math::addExact);
            }
            addTo(ofJournal, posted.transaction().id().value(),
                    IndexedContent.of(posted, journal.cashAccount(posted.transaction())) + "|" + IndexedContent.marksLine(IndexedContent.marks(posted), journal.position()), entries);
        }
        Map<String, Figures> ofIndex = new TreeMap<>();
        index.everyTransaction(part, indexed -> {
            if (indexed.recordedPosition() <= journal.position()) {
                addTo(ofIndex, indexed.id(), indexed.content() + "|" + IndexedContent.marksLine(indexed.marks(), journal.position()), indexed.entries());
            }
        });
        for (var account : journal.accounts()) {
            String id = account.id().value();
            compare(account.id().resourceName(), ofJournal.getOrDefault(id, new Figures()), ofIndex.getOrDefault(id, new Figures()), differences);
            ofIndex.remove(id);
        }
        ofIndex.forEach((id, figures) -> differences.add(new Difference("accounts/" + id, "unexpected", "no such account", figures.count + " entries")));
    }

    private static void addTo(Map<String, Figures> figures, String id, String content, Map<String, Long> entries) {
        new TreeMap<>(entries).forEach((account, amountMinor) ->
                figures.computeIfAbsent(account, unknown -> new Figures()).add(amountMinor, id + "|" + content + "|" + amountMinor));
    }

    private static void compare(String subject, Figures journal, Figures index, List<Difference> differences) {
        if (journal.count != index.count) {
            differences.add(new Difference(subject, "count", Long.toString(journal.count), Long.toString(index.count)));
        }
        if (journal.sum != index.sum) {
            differences.add(new Difference(subject, "sum", Long.toString(journal.sum), Long.toString(index.sum)));
        }
        if (journal.count == index.count && journal.sum == index.sum && !journal.hash().equals(index.hash())) {
            differences.add(new Difference(subject, "digest", journal.hash(), index.hash()));
        }
    }

    private long compareOpenItems(Journal journal, Part part, List<Difference> differences) {
        Map<String, String> ofJournal = new HashMap<>();
        journal.transactions(0, Integer.MAX_VALUE).stream().filter(posted -> posted.transaction().kind() == TransactionKind.CHARGE).forEach(posted ->
                ofJournal.put(posted.transaction().id().value(),
                        text(OpenItemTimeline.rows(journal.openAmount(posted.transaction().id()).orElseThrow().movements()), journal.position())));
        long count = ofJournal.size();
        index.everyOpenItem(part, item -> compareOpenItem(item, journal.position(), ofJournal, differences));
        ofJournal.forEach((charge, rows) -> differences.add(new Difference("transactions/" + charge, "missing", rows, "no open item")));
        return count;
    }

    private static void compareOpenItem(IndexedOpenItem item, long position, Map<String, String> ofJournal, List<Difference> differences) {
        Optional<String> expected = Optional.ofNullable(ofJournal.remove(item.charge()));
        String found = text(item.rows(), position);
        String subject = "transactions/" + item.charge();
        if (expected.isPresent() && !expected.get().equals(found)) {
            differences.add(new Difference(subject, "digest", expected.get(), found));
        } else if (expected.isEmpty() && !found.isEmpty()) {
            differences.add(new Difference(subject, "unexpected", "no such charge", found));
        }
    }

    /** The rows as they were known at a position. */
    private static String text(List<OpenItemTimeline.Row> rows, long position) {
        return String.join(" ", rows.stream().filter(row -> row.recordedFrom() <= position)
                .map(row -> row.remainingMinor() + "@" + row.effectiveFrom() + ".." + row.effectiveTo() + "/" + row.recordedFrom() + ".."
                        + (row.recordedTo() > position ? "" : row.recordedTo()))
                .sorted().toList());
    }

    private static final class Figures {
        private final MessageDigest digest = sha256();
        private Optional<String> hash = Optional.empty();
        private long count;
        private long sum;

        void add(long amountMinor, String content) {
            count++;
            sum = Math.addExact(sum, amountMinor);
            digest.update((content + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String hash() {
            if (hash.isEmpty()) {
                hash = Optional.of(HexFormat.of().formatHex(digest.digest()));
            }
            return hash.get();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java runtime must have SHA-256; this one has not.", e);
            }
        }
    }
}

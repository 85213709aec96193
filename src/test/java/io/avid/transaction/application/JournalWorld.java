package io.avid.transaction.application;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.mongodb.client.MongoCollection;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.search.SearchProperties;
import io.avid.platform.security.Principal;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import io.avid.transaction.domain.AccountKind;
import io.avid.transaction.domain.CommandAnswer.Decided;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.ItemOutcome;
import io.avid.transaction.store.ElasticsearchTransactionIndex;
import io.avid.transaction.store.MongoBlockStore;
import io.avid.transaction.store.MongoSnapshotStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.springframework.core.env.StandardEnvironment;

/** The journal on real stores, and what a restart of it, or a second process beside it, would see. */
final class JournalWorld implements AutoCloseable {

    static final Principal STAFF = Principal.staff("org_one", "staff|1", Set.of());
    static final Principal OTHER_STAFF = Principal.staff("org_two", "staff|2", Set.of());
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String ANNA = "customers/anna";
    static final String BERT = "customers/bert";
    static final long WAIT_MILLIS = 20_000;

    static final JournalSettings SETTINGS = new JournalSettings(10_000, 500, 20_000, 200, 900_000);

    private final TestSystem.Copy copy;
    private final URI elasticsearch;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    final InstantSource clock = now::get;
    private final ModuleDatabase database;
    private final ModuleSearch search;
    private final AtomicInteger calls;
    final JournalSettings settings;
    final BlockStore blocks;
    final SnapshotStore snapshots;
    final TransactionIndex index;
    final OpenJournals journals;
    final SubmitCommand submit;
    final GetTransactions get;
    final ListTransactions list;
    final ShowAccounts accounts;
    final ComputeAgeing ageing;
    final ListOpenItems openItems;
    final VerifyJournal verify;
    final RebuildIndex rebuild;

    private JournalWorld(TestSystem.Copy copy, URI elasticsearch, AtomicInteger calls, JournalSettings settings, UnaryOperator<BlockStore> around) {
        this.copy = copy;
        this.elasticsearch = elasticsearch;
        this.calls = calls;
        this.settings = settings;
        this.database = new ModuleDatabase(new StoreProperties("transaction", copy.mongodbUri(LocalModule.TRANSACTION)), clock, OutboxListener.none());
        this.search = new ModuleSearch(new SearchProperties("transaction", elasticsearch,
                copy.indexPrefix(LocalModule.TRANSACTION), Optional.empty()));
        this.blocks = around.apply(new MongoBlockStore(database));
        this.snapshots = new MongoSnapshotStore(database);
        this.index = new ElasticsearchTransactionIndex(() -> search);
        this.journals = new OpenJournals(blocks, snapshots, index, clock, settings, organisation -> { });
        this.submit = new SubmitCommand(journals);
        this.get = new GetTransactions(journals);
        this.list = new ListTransactions(journals, index);
        this.accounts = new ShowAccounts(journals);
        this.ageing = new ComputeAgeing(journals, index, clock, new OrganisationProfiles(new StandardEnvironment()));
        this.openItems = new ListOpenItems(journals, index, ageing);
        this.verify = new VerifyJournal(journals, blocks, index);
        this.rebuild = new RebuildIndex(journals);
    }

    static JournalWorld start() {
        return start(SETTINGS, UnaryOperator.identity());
    }

    static JournalWorld start(JournalSettings settings, UnaryOperator<BlockStore> around) {
        return new JournalWorld(TestSystem.shared().copy(), TestSystem.shared().elasticsearchUri(), new AtomicInteger(), settings, around);
    }

    /** With an index of its own. */
    static JournalWorld start(URI elasticsearch) {
        return new JournalWorld(TestSystem.shared().copy(), elasticsearch, new AtomicInteger(), SETTINGS, UnaryOperator.identity());
    }

    /** Another process on the same stores; after {@link #close} of this one, a restart. */
    JournalWorld another() {
        return another(UnaryOperator.identity());
    }

    JournalWorld another(UnaryOperator<BlockStore> around) {
        return new JournalWorld(copy, elasticsearch, calls, settings, around);
    }

    void pass(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    MongoCollection<Document> collection(String name) {
        return database.template().getCollection(name);
    }

    String prefix() {
        return copy.indexPrefix(LocalModule.TRANSACTION);
    }

    ElasticsearchClient elastic() {
        return search.client();
    }

    void dropIndices() throws IOException {
        elastic().indices().delete(delete -> delete.index(prefix() + "transactions-v3", prefix() + "open-items-v3", prefix() + "positions-v3"));
    }

    List<ItemOutcome> commit(CommandItem... items) {
        return commit(STAFF, items);
    }

    List<ItemOutcome> commit(Principal principal, CommandItem... items) {
        return batch(principal, "r" + calls.incrementAndGet(), List.of(items)).outcomes();
    }

    Decided batch(Principal principal, String requestId, List<CommandItem> items) {
        return submit.batch(principal, "Test/Batch", requestId, Integer.toString(items.hashCode()), items, false);
    }

    ComputeAgeing.Ageing ageing(Principal principal, LocalDate asOf) {
        return ageing.compute(principal, new ComputeAgeing.Question(Optional.of(asOf), Optional.of("USD"), Optional.empty(), Optional.empty(), 1000, 0, WAIT_MILLIS));
    }

    ListTransactions.Page find(String filter) {
        return list.page(STAFF, ParseTransactionFilter.parse(filter), Optional.empty(), 100, 0, WAIT_MILLIS);
    }

    VerifyJournal.Verification verify() {
        return verify(STAFF);
    }

    VerifyJournal.Verification verify(Principal principal) {
        return verify.verify(principal, WAIT_MILLIS);
    }

    byte[] state() {
        return state(STAFF);
    }

    byte[] state(Principal principal) {
        return journals.of(principal.organisation()).journal().read(journal -> journal.toSnapshot());
    }

    static LocalDate day(int day) {
        return LocalDate.of(2026, 1, 1).plusDays(day - 1L);
    }

    static CommandItem charge(String externalId, String customer, int day, int dueDay, long amountMinor) {
        return new CommandItem.Post(Optional.of(externalId), Optional.of("INV-" + externalId), "USD", amountMinor,
                new CommandItem.Charge(customer, day(day), day(dueDay), false), Map.of("delivery", "paper"));
    }

    static CommandItem payment(String externalId, String customer, int day, long amountMinor, String charge, long allocatedMinor) {
        return new CommandItem.Post(Optional.of(externalId), Optional.empty(), "USD", amountMinor, new CommandItem.Payment(customer, day(day), AccountKind.BANK,
                List.of(new CommandItem.AllocationRequest(new CommandItem.TransactionReference.ByExternalId(charge), allocatedMinor))), Map.of());
    }

    @Override
    public void close() {
        journals.close();
        database.close();
        search.close();
    }
}

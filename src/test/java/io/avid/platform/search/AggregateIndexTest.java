package io.avid.platform.search;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.VersionType;
import com.google.protobuf.StringValue;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.event.EventTransport;
import io.avid.platform.event.InProcessEventTransport;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.Fact;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.store.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An index of two kinds of aggregates over a real Elasticsearch node and a durable store. */
@Tag("slow")
class AggregateIndexTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of());

    private record Thing(String title, boolean hidden) {}

    private record Box(String label) {}

    private final TestSystem.Copy copy = TestSystem.shared().copy();
    private final EventTransport transport = new InProcessEventTransport(InstantSource.system());
    private final ModuleEvents events = new ModuleEvents("customer",
            new StoreProperties("customer", copy.mongodbUri(LocalModule.CUSTOMER)), transport, InstantSource.system());
    private final ModuleSearch search = new ModuleSearch(new SearchProperties("customer",
            TestSystem.shared().elasticsearchUri(), copy.indexPrefix(LocalModule.CUSTOMER), Optional.empty()));
    private final AggregateStore<Thing> things = events.database().aggregates("things", events.database().codec(Thing.class));
    private final AggregateStore<Box> boxes = events.database().aggregates("boxes", events.database().codec(Box.class));
    private final AtomicInteger read = new AtomicInteger();
    private final AggregateIndex index = AggregateIndex.following(events, () -> search, new AggregateIndex.Definition("findings",
            settings -> {},
            mapping -> mapping.properties("title", field -> field.keyword(keyword -> keyword)),
            List.of(new AggregateIndex.Source<>(things, this::entries),
                    new AggregateIndex.Source<>(boxes, box -> List.of(
                            AggregateIndex.Entry.of("box/" + box.id(), Map.of("title", box.state().label())))))));

    private List<AggregateIndex.Entry> entries(Stored<Thing> thing) {
        read.incrementAndGet();
        String id = "thing/" + thing.id();
        return List.of(thing.state().hidden()
                ? AggregateIndex.Entry.removed(id)
                : AggregateIndex.Entry.of(id, Map.of("title", thing.state().title())));
    }

    @BeforeEach
    void start() {
        events.start();
        transport.start();
    }

    @AfterEach
    void close() throws Exception {
        transport.close();
        events.close();
        search.close();
    }

    private Stored<Thing> make(String id, String title) {
        return things.create(STAFF, new NewAggregate<>(id, new Thing(title, false), List.of(Fact.of(StringValue.of("made"))),
                Set.of(), Optional.empty()));
    }

    private void change(String id, Thing to) {
        things.update(STAFF, id, Optional.empty(), current -> Change.to(to, List.of(Fact.of(StringValue.of("changed")))));
    }

    private List<String> titles() {
        return index.search(Map.class, request -> request.query(all -> all.exists(field -> field.field("title"))).size(100))
                .hits().hits().stream().map(hit -> (String) hit.source().get("title")).sorted().toList();
    }

    private Set<String> indexes() throws IOException {
        return search.client().indices().get(request -> request.index(search.index("findings") + "*")).indices().keySet();
    }

    private void lose() throws IOException {
        for (String lost : indexes()) {
            search.client().indices().delete(request -> request.index(lost));
        }
    }

    @Test
    void whatWasWrittenIsFoundAtOnceWhateverItsKind() {
        make("a", "a thing");
        boxes.create(STAFF, new NewAggregate<>("b", new Box("a box"), List.of(Fact.of(StringValue.of("made"))), Set.of(), Optional.empty()));
        assertThat(titles()).containsExactly("a box", "a thing");

        change("a", new Thing("another", false));
        assertThat(titles()).containsExactly("a box", "another");
    }

    @Test
    void aStateThatIsWrittenLateReplacesNoLaterOne() throws IOException {
        make("a", "first");
        assertThat(titles()).containsExactly("first");
        search.client().index(request -> request.index(search.index("findings")).id("thing/a").version(100L)
                .versionType(VersionType.External).document(Map.of("title", "of version 100")).refresh(Refresh.True));

        change("a", new Thing("of version 2", false));
        assertThat(titles()).containsExactly("of version 100");
        assertThat(events.parked()).isEmpty();
    }

    @Test
    void whatIsRemovedIsFoundNoMore() {
        make("a", "kept");
        make("b", "removed");
        assertThat(titles()).containsExactly("kept", "removed");
        change("b", new Thing("removed", true));
        assertThat(titles()).containsExactly("kept");
    }

    @Test
    void anIndexLostBeforeSomethingIsRemovedIsBuiltAnew() throws Exception {
        make("a", "kept");
        make("b", "removed");
        assertThat(titles()).containsExactly("kept", "removed");
        lose();
        change("b", new Thing("removed", true));
        assertThat(titles()).containsExactly("kept");
        assertThat(indexes()).hasSize(1).doesNotContain(search.index("findings"));
    }

    @Test
    void anIndexThatSomebodyMadeInItsPlaceIsReplaced() throws Exception {
        make("a", "kept");
        assertThat(titles()).containsExactly("kept");
        lose();
        search.client().index(request -> request.index(search.index("findings")).id("x").document(Map.of("title", "stray")));
        make("b", "later");
        assertThat(titles()).containsExactly("kept", "later");
        assertThat(indexes()).hasSize(1).doesNotContain(search.index("findings"));
    }

    @Test
    void elasticsearchIsAskedToShowWhatWasWrittenWhenSomebodySearchesAndNotBefore() throws Exception {
        titles();
        long before = refreshes();
        for (int i = 0; i < 30; i++) {
            make("t" + i, "thing " + i);
            assertThat(events.awaitOwn(AggregateIndex.SUBSCRIPTION, Duration.ofSeconds(10))).isTrue();
        }
        // Elasticsearch's own, once a second, are counted too.
        assertThat(refreshes() - before).isLessThan(20);
        assertThat(titles()).hasSize(30);
        assertThat(titles()).hasSize(30);
    }

    private long refreshes() throws IOException {
        return search.client().indices().stats(request -> request.index(search.index("findings")))
                .all().primaries().refresh().externalTotal();
    }

    @Test
    void theIndexKeepsItsOwnPlaceInTheLogAndIsNotReadTwice() {
        for (int i = 0; i < 5; i++) {
            make("t" + i, "thing " + i);
        }
        assertThat(titles()).hasSize(5);
        long position = index.position("customer", "log");
        assertThat(position).isPositive();

        int before = read.get();
        index.rebuild();
        assertThat(read.get() - before).isEqualTo(5);
        assertThat(index.position("customer", "log")).isGreaterThanOrEqualTo(position);
        assertThat(titles()).hasSize(5);
    }
}

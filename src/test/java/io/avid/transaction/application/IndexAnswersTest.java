package io.avid.transaction.application;

import static io.avid.transaction.application.JournalWorld.ANNA;
import static io.avid.transaction.application.JournalWorld.BERT;
import static io.avid.transaction.application.JournalWorld.OTHER_STAFF;
import static io.avid.transaction.application.JournalWorld.STAFF;
import static io.avid.transaction.application.JournalWorld.charge;
import static io.avid.transaction.application.JournalWorld.day;
import static io.avid.transaction.application.JournalWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.Principal;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.ItemOutcome;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class IndexAnswersTest {

    private JournalWorld world;

    @BeforeEach
    void start() {
        world = JournalWorld.start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private record Row(String customer, int invoiced, int due, long amountMinor, int paid, long paidMinor) {
    }

    @Test
    void ageingAgreesWithANaiveComputationOnEveryDate() {
        Random random = new Random(20260101);
        List<Row> rows = new ArrayList<>();
        List<CommandItem> items = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int invoiced = 1 + random.nextInt(60);
            long amount = 1 + random.nextLong(1_000_000_000_000_000L);
            Row row = new Row("customers/c" + random.nextInt(30), invoiced, invoiced + random.nextInt(40), amount,
                    random.nextInt(4) == 0 ? 100_000 : invoiced + random.nextInt(90), random.nextInt(5) == 0 ? Math.max(1, amount / 3) : amount);
            rows.add(row);
            items.add(charge("c" + i, row.customer(), row.invoiced(), row.due(), row.amountMinor()));
            if (row.paid() < 100_000) {
                items.add(payment("p" + i, row.customer(), row.paid(), row.paidMinor(), "c" + i, row.paidMinor()));
            }
        }
        assertThat(world.commit(items.toArray(CommandItem[]::new))).allMatch(ItemOutcome.Posted.class::isInstance);

        for (int date = 0; date <= 220; date += 11) {
            LocalDate asOf = day(date);
            Map<AgeingBucket, Long> expected = new EnumMap<>(AgeingBucket.class);
            Set<String> customers = new TreeSet<>();
            int open = 0;
            for (Row row : rows) {
                long remaining = row.invoiced() > date ? 0 : row.amountMinor() - (row.paid() <= date ? row.paidMinor() : 0);
                if (remaining > 0) {
                    open++;
                    customers.add(row.customer());
                    expected.merge(AgeingBucket.of(day(row.due()), asOf), remaining, Math::addExact);
                }
            }
            ComputeAgeing.Ageing ageing = world.ageing(STAFF, asOf);
            assertThat(ageing.totals().items()).isEqualTo(open);
            assertThat(ageing.customers()).isEqualTo(customers.size());
            for (AgeingBucket bucket : AgeingBucket.values()) {
                assertThat(ageing.totals().bucketsMinor().get(bucket)).as(bucket + " on " + asOf).isEqualTo(expected.getOrDefault(bucket, 0L));
            }
            assertThat(ageing.page().stream().map(TransactionIndex.CustomerOpenItems::customer)).containsExactlyElementsOf(customers);
        }
        assertThat(world.verify().differences()).isEmpty();
    }

    @Test
    void todayAndTheDefaultCurrencyAreTheOrganisations() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(
                "avid.organisations.org_one.time-zone", "Pacific/Auckland", "avid.organisations.org_one.currency", "NZD")));
        var late = new ComputeAgeing(world.journals, world.index, () -> Instant.parse("2026-03-01T20:00:00Z"),
                new OrganisationProfiles(environment));
        var question = new ComputeAgeing.Question(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0,
                JournalWorld.WAIT_MILLIS);
        assertThat(late.compute(STAFF, question).asOf()).isEqualTo(LocalDate.of(2026, 3, 2));
        assertThat(late.compute(STAFF, question).currency()).isEqualTo("NZD");
        assertThat(late.compute(OTHER_STAFF, question).asOf()).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(late.compute(OTHER_STAFF, question).currency()).isEqualTo("USD");
    }

    @Test
    void pagesOfCustomersAndOfItemsTogetherAreTheWhole() {
        for (int i = 0; i < 7; i++) {
            world.commit(charge("c" + i, "customers/c" + i % 5, 1, 40 - i, 100 + i));
        }
        List<String> customers = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            ComputeAgeing.Ageing page = world.ageing.compute(STAFF, new ComputeAgeing.Question(Optional.of(day(30)), Optional.empty(), Optional.empty(),
                    after, 2, 0, JournalWorld.WAIT_MILLIS));
            assertThat(page.totals().totalMinor()).isEqualTo(721);
            page.page().forEach(customer -> customers.add(customer.customer()));
            after = page.next();
        } while (after.isPresent());
        assertThat(customers).containsExactly("customers/c0", "customers/c1", "customers/c2", "customers/c3", "customers/c4");

        List<String> items = new ArrayList<>();
        Optional<ListOpenItems.PageStart> start = Optional.empty();
        do {
            ListOpenItems.Page page = world.openItems.page(STAFF, new ListOpenItems.Question(Optional.of(day(30)), Optional.empty(), Optional.empty(),
                    Optional.empty(), start, 3, 0, 0, JournalWorld.WAIT_MILLIS));
            page.items().forEach(item -> items.add(item.charge().transaction().externalId().orElseThrow()));
            start = page.next();
            // A payment between two pages does not shift what the later page says: all pages are as of one position.
            world.commit(payment("p" + items.size(), "customers/c" + 0, 2, 1, "c0", 1));
        } while (start.isPresent());
        assertThat(items).containsExactly("c6", "c5", "c4", "c3", "c2", "c1", "c0");
        assertThat(world.openItems.page(STAFF, new ListOpenItems.Question(Optional.of(day(37)), Optional.empty(), Optional.empty(),
                Optional.of(AgeingBucket.DAYS_1_30), Optional.empty(), 10, 0, 0, JournalWorld.WAIT_MILLIS)).items()).hasSize(3);
    }

    @Test
    void whatWasOpenIsAnsweredAsItWasKnownWhateverIsPostedLaterForADayBefore() {
        world.commit(STAFF, charge("c1", ANNA, 1, 30, 500), charge("c2", ANNA, 1, 30, 700));
        long then = world.journals.of(STAFF.organisation()).journal().position();
        world.commit(STAFF, payment("p1", ANNA, 2, 500, "c1", 500), charge("c3", ANNA, 2, 30, 900));
        assertThat(open(then)).containsExactlyInAnyOrder("c1 500", "c2 700");
        assertThat(open(0)).as("as it is known now").containsExactlyInAnyOrder("c2 700", "c3 900");
    }

    private List<String> open(long knownAt) {
        return world.openItems.page(STAFF, new ListOpenItems.Question(Optional.of(day(10)), Optional.empty(), Optional.of(ANNA), Optional.empty(),
                Optional.empty(), 10, 0, knownAt, JournalWorld.WAIT_MILLIS)).items().stream()
                .map(item -> item.charge().transaction().externalId().orElseThrow() + " " + item.open().remainingMinor()).toList();
    }

    @Test
    void nobodySeesAnotherOrganisationNorACustomerAnother() {
        world.commit(STAFF, charge("c1", ANNA, 1, 30, 500), charge("c2", BERT, 1, 30, 700));
        Principal anna = new Principal(STAFF.organisation(), "login|anna", Set.of(Principal.OWN_READ), Optional.of(ANNA));

        assertThat(world.ageing(OTHER_STAFF, day(10)).totals().items()).isZero();
        assertThat(world.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(1200);
        assertThat(world.ageing(anna, day(10)).totals().totalMinor()).isEqualTo(500);
        assertThat(world.list.page(anna, new TransactionFilter.All(), Optional.empty(), 10, 0, JournalWorld.WAIT_MILLIS).totalCount()).isEqualTo(1);
        assertThat(world.list.page(OTHER_STAFF, new TransactionFilter.All(), Optional.empty(), 10, 0, JournalWorld.WAIT_MILLIS).totalCount()).isZero();
        assertThat(world.accounts.page(anna, Optional.empty(), Optional.empty(), Optional.empty(), 10).accounts()).hasSize(1);
        assertThatThrownBy(() -> world.accounts.page(anna, Optional.of(BERT), Optional.empty(), Optional.empty(), 10)).isInstanceOf(Failure.class);
    }

    @Test
    void aFilterFindsWhatItSays() {
        world.commit(charge("receivables/invoice/4711", ANNA, 1, 30, 500), charge("c2", BERT, 5, 30, 1700),
                payment("p1", BERT, 9, 2000, "c2", 1700));
        assertThat(found("kind = PAYMENT AND amount_minor > 1000 AND effective_date >= \"2026-01-02\"")).containsExactly("p1");
        assertThat(found("customer = \"" + BERT + "\"")).containsExactly("p1", "c2");
        assertThat(found("remaining_minor > 0")).containsExactly("p1", "receivables/invoice/4711");
        assertThat(found("NOT kind = PAYMENT customer = customers/bert")).containsExactly("c2");
        assertThat(found("4711")).containsExactly("receivables/invoice/4711");
        assertThat(found("inv-C2")).containsExactly("c2");
        assertThat(found("attributes.delivery = paper AND due_date:*")).hasSize(2);
        assertThat(found("attributes:delivery AND disputed = false")).hasSize(2);
        assertThat(found("invoice_number = INV* OR kind = payment")).hasSize(3);
        assertThat(found("-external_id:*")).isEmpty();
        assertThat(found("external_id = nothing")).isEmpty();
        String account = world.accounts.page(STAFF, Optional.of(ANNA), Optional.empty(), Optional.empty(), 10).accounts().getFirst().account().id().resourceName();
        assertThat(found("account = " + account)).containsExactly("receivables/invoice/4711");
    }

    private List<String> found(String filter) {
        return world.find(filter).transactions().stream().map(view -> view.posted().transaction().externalId().orElseThrow()).toList();
    }

    @Test
    void anIndexThatWasDroppedIsBuiltAnewByItself() throws IOException {
        world.commit(charge("c1", ANNA, 1, 30, 500), payment("p1", ANNA, 9, 200, "c1", 200));
        assertThat(world.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(300);
        world.dropIndices();
        assertThat(world.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(300);
        assertThat(world.verify().differences()).isEmpty();
    }

    @Test
    void verifyProvesWhatIsMarkedNowAndWhatWasMarkedBefore() throws IOException {
        world.commit(charge("c1", ANNA, 1, 30, 500), charge("c2", ANNA, 1, 30, 700));
        world.commit(marks("c1", true, "electronic"));
        world.commit(marks("c1", false, "electronic"));
        assertThat(found("disputed = false AND attributes.delivery = electronic")).containsExactly("c1");
        assertThat(world.verify().differences()).isEmpty();
        String id = world.get.byExternalIds(STAFF, List.of("c1")).getFirst().posted().transaction().id().value();
        int generation = 1;
        for (Map<String, Object> tampered : List.<Map<String, Object>>of(Map.of("disputed", true), Map.of("attributes", Map.of("delivery", "paper")),
                Map.of("earlier_marks", List.of()))) {
            String document = "org_one/" + generation++ + "/" + id;
            world.elastic().update(update -> update.index(world.prefix() + "transactions").id(document).doc(tampered).refresh(
                    co.elastic.clients.elasticsearch._types.Refresh.True), Map.class);
            assertThat(world.verify().differences()).as("%s", tampered).isNotEmpty().extracting(VerifyJournal.Difference::figure).containsOnly("digest");
            world.rebuild.rebuild(STAFF);
            assertThat(world.verify().differences()).isEmpty();
        }
    }

    private static CommandItem marks(String externalId, boolean disputed, String delivery) {
        return new CommandItem.Annotate(new CommandItem.TransactionReference.ByExternalId(externalId), Optional.of(disputed),
                Map.of("delivery", delivery), Set.of());
    }

    @Test
    void anIndexOfAnotherVersionOfTheMappingsIsFilledAnewByItself() throws IOException {
        try (JournalWorld before = world.another()) {
            before.commit(charge("c1", ANNA, 1, 30, 500));
            assertThat(before.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(500);
        }
        world.dropIndices();
        for (String index : List.of("transactions", "open-items", "positions")) {
            world.elastic().indices().create(create -> create.index(world.prefix() + index + "-v1")
                    .aliases(world.prefix() + index, alias -> alias.isWriteIndex(true)));
        }
        world.elastic().index(write -> write.index(world.prefix() + "positions-v1").id("org_one")
                .document(Map.of("organisation", "org_one", "generation", 1, "block", 1, "position", 4)));
        try (JournalWorld after = world.another()) {
            assertThat(after.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(500);
            assertThat(after.verify().differences()).isEmpty();
            assertThat(after.elastic().indices().exists(exists -> exists.index(after.prefix() + "transactions-v1")).value()).isFalse();
        }
    }

    @Test
    void aRebuildRepairsWhatWasChangedBehindItsBackAndVerifyNamesIt() throws IOException {
        world.commit(charge("c1", ANNA, 1, 30, 500), charge("c2", BERT, 1, 30, 700), payment("p1", ANNA, 9, 200, "c1", 200));
        assertThat(world.verify().agrees()).isTrue();
        String index = world.prefix() + "transactions";
        String id = "org_one/1/" + world.get.byExternalIds(STAFF, List.of("c2")).getFirst().posted().transaction().id().value();
        world.elastic().update(update -> update.index(index).id(id).doc(Map.of("amount_minor", 701)).refresh(
                co.elastic.clients.elasticsearch._types.Refresh.True), Map.class);
        String item = "org_one/1/" + world.get.byExternalIds(STAFF, List.of("c1")).getFirst().posted().transaction().id().value();
        world.elastic().delete(delete -> delete.index(world.prefix() + "open-items").id(item).refresh(
                co.elastic.clients.elasticsearch._types.Refresh.True));

        List<VerifyJournal.Difference> differences = world.verify().differences();
        String bert = world.accounts.page(STAFF, Optional.of(BERT), Optional.empty(), Optional.empty(), 10).accounts().getFirst().account().id().resourceName();
        assertThat(differences).anyMatch(difference -> difference.subject().equals(bert) && difference.figure().equals("digest"));
        assertThat(differences).anyMatch(difference -> difference.figure().equals("missing"));

        assertThat(world.rebuild.rebuild(STAFF).transactions()).isEqualTo(3);
        assertThat(world.verify().differences()).isEmpty();
        assertThat(world.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(1000);
        world.commit(charge("c3", BERT, 1, 30, 1));
        assertThat(world.ageing(STAFF, day(10)).totals().totalMinor()).isEqualTo(1001);
        assertThat(world.verify().differences()).isEmpty();
    }
}

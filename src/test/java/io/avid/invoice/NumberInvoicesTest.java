package io.avid.invoice;

import static io.avid.invoice.InvoicesUnderTest.STAFF;
import static io.avid.invoice.InvoicesUnderTest.call;
import static io.avid.invoice.InvoicesUnderTest.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.UpdateInvoiceRequest;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers without gap or duplicate, whoever issues at the same moment and whatever dies on the way. */
class NumberInvoicesTest {
    private static final Instant BEGIN = Instant.parse("2026-03-10T20:00:00Z");

    private final TestSystem.Copy copy = TestSystem.shared().copy();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final List<InvoicesUnderTest> lives = new ArrayList<>();

    private InvoicesUnderTest life() {
        InvoicesUnderTest life = new InvoicesUnderTest(copy, (InstantSource) now::get);
        lives.add(life);
        return life;
    }

    @AfterEach
    void close() throws Exception {
        for (InvoicesUnderTest life : lives) {
            life.close();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("INV-%06d"::formatted).toList();
    }

    @Test
    void sixtyFourWhoIssueAtOnceGetOneNumberEachWithoutGap() throws InterruptedException, ExecutionException {
        int each = 4;
        List<InvoicesUnderTest> instances = List.of(life(), life(), life());
        var drafts = IntStream.range(0, 64 * each).mapToObj(i -> instances.getFirst().draft("d" + i, content())).toList();
        var begin = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var issued = new ArrayList<Future<List<Invoice>>>();
            for (int caller = 0; caller < 64; caller++) {
                int from = caller * each;
                InvoicesUnderTest instance = instances.get(caller % instances.size());
                issued.add(callers.submit((Callable<List<Invoice>>) () -> {
                    begin.await();
                    return drafts.subList(from, from + each).stream()
                            .map(draft -> instance.issue(draft.getName(), "i-" + draft.getName())).toList();
                }));
            }
            begin.countDown();
            var numbers = new ArrayList<String>();
            for (Future<List<Invoice>> one : issued) {
                one.get().forEach(invoice -> numbers.add(invoice.getNumber()));
            }
            assertThat(numbers).containsExactlyInAnyOrderElementsOf(numbers(64 * each));
        }
    }

    @Test
    void manyWhoIssueTheSameDraftAtOnceAreGivenTheSameNumber() throws InterruptedException, ExecutionException {
        InvoicesUnderTest life = life();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number : List.of(1, 2, 3, 4, 5, 6, 7, 8)) {
                String draft = life.draft("draft " + number, content()).getName();
                var issued = new ArrayList<Future<Invoice>>();
                for (int caller = 0; caller < 16; caller++) {
                    issued.add(callers.submit(() -> life.issue(draft, "the same request " + number)));
                }
                for (Future<Invoice> one : issued) {
                    assertThat(one.get().getNumber()).isEqualTo("INV-00000" + number);
                }
            }
        }
        assertThat(life.issue(life.draft("d2", content()).getName(), "i2").getNumber()).isEqualTo("INV-000009");
    }

    @Test
    void whateverWriteOfIssuingIsTheLastTheInvoiceEndsWithOneNumber() {
        int issued = 0;
        boolean killed = true;
        for (int moment = 1; killed; moment++) {
            for (Heal heal : Heal.values()) {
                InvoicesUnderTest first = life();
                String request = "issue " + moment + heal;
                String name = first.draft("draft " + moment + heal, content()).getName();
                killed = KillThisThreadAtWrite.killed(moment, () -> first.issue(name, request));
                InvoicesUnderTest next = life();
                boolean complete = heal.by(next, name, request);
                Invoice found = complete ? get(next, name) : next.issue(name, request);
                issued++;
                assertThat(found.getNumber()).as("killed at moment %d, then %s", moment, heal)
                        .isEqualTo("INV-%06d".formatted(issued));
                assertThat(found.getState()).isEqualTo(InvoiceState.ISSUED);
                assertThat(next.issue(name, request).getNumber()).isEqualTo(found.getNumber());
            }
            assertThat(moment).as("issuing is three writes, and a few that make the indices").isLessThan(20);
        }
        assertThat(issued).as("three writes, before and after, and the one that was not killed").isGreaterThanOrEqualTo(7 * 3);
    }

    /** What comes after a kill. */
    private enum Heal {
        THE_SAME_REQUEST {
            @Override
            boolean by(InvoicesUnderTest life, String name, String request) {
                return life.issue(name, request).getState() == InvoiceState.ISSUED;
            }
        },
        A_READER {
            @Override
            boolean by(InvoicesUnderTest life, String name, String request) {
                return get(life, name).getState() == InvoiceState.ISSUED;
            }
        },
        A_WRITER {
            @Override
            boolean by(InvoicesUnderTest life, String name, String request) {
                try {
                    call(STAFF, life.service::updateInvoice, UpdateInvoiceRequest.newBuilder()
                            .setInvoice(content().setName(name).setMemo("changed"))
                            .setUpdateMask(FieldMask.newBuilder().addPaths("memo")).setRequestId("u" + name).build());
                    return false;
                } catch (Failure failure) {
                    assertThat(failure.reason()).isEqualTo("INVOICE_STATE_UNFIT");
                    assertThat(get(life, name).getMemo()).isEmpty();
                    return true;
                }
            }
        };

        /** Does it; tells whether the invoice is issued then. */
        abstract boolean by(InvoicesUnderTest life, String name, String request);
    }

    private static Invoice get(InvoicesUnderTest life, String name) {
        return call(STAFF, life.service::getInvoice, GetInvoiceRequest.newBuilder().setName(name).build());
    }

    @Test
    void aNewLifeFindsTheLastNumberWhateverItIs() {
        InvoicesUnderTest first = life();
        for (int n = 1; n <= 70; n++) {
            first.issue(first.draft("d" + n, content()).getName(), "i" + n);
            if (n < 10 || n > 60) {
                // Looked for anew, not remembered.
                InvoicesUnderTest next = life();
                String draft = next.draft("n" + n, content().setSeries("S" + n)).getName();
                assertThat(next.issue(draft, "in" + n).getNumber()).isEqualTo("S" + n + "-000001");
                n++;
                assertThat(next.issue(next.draft("d" + n, content()).getName(), "i" + n).getNumber())
                        .isEqualTo("INV-%06d".formatted(n));
            }
        }
    }

    @Test
    void theDaysOfASeriesNeverGoBackAndAnEmptyOneIsTheOrganisationsToday() {
        InvoicesUnderTest life = life();
        // Auckland is thirteen hours ahead.
        Invoice first = life.issue(life.draft("d1", content().setPaymentTermsDays(14)).getName(), "i1");
        assertThat(first.getIssueDate()).isEqualTo("2026-03-11");
        assertThat(first.getDueDate()).isEqualTo("2026-03-25");

        String early = life.draft("d2", content().setIssueDate("2026-03-10")).getName();
        assertThatThrownBy(() -> life.issue(early, "i2")).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("ISSUE_DATE_BEFORE_LAST");
            assertThat(failure.metadata()).containsEntry("given", "2026-03-10").containsEntry("last", "2026-03-11");
        });
        // It is a draft as before, and another day, or another series, will do.
        Invoice moved = call(STAFF, life.service::updateInvoice, UpdateInvoiceRequest.newBuilder()
                .setInvoice(Invoice.newBuilder().setName(early).setIssueDate("2026-03-12").setEtag(get(life, early).getEtag()))
                .setUpdateMask(FieldMask.newBuilder().addPaths("issue_date")).setRequestId("u2").build());
        assertThat(moved.getState()).isEqualTo(InvoiceState.DRAFT);
        assertThat(life.issue(early, "i2").getNumber()).isEqualTo("INV-000002");
        assertThat(life.issue(life.draft("d3", content().setIssueDate("2020-01-01").setSeries("OLD")).getName(), "i3").getNumber())
                .isEqualTo("OLD-000001");
        assertThatThrownBy(() -> life.issue(life.draft("d4", content()).getName(), "i4"))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo("ISSUE_DATE_BEFORE_LAST"));
        now.set(BEGIN.plusSeconds(24 * 3600));
        assertThat(life.issue(life.draft("d4", content()).getName(), "i4").getNumber()).isEqualTo("INV-000003");
    }
}

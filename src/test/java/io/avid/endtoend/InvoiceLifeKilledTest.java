package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.customer.v1.Customer;
import io.avid.invoice.v1.Invoice;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever durable write Avid is killed at while an invoice is raised, collected and refunded in part, what
 * was begun comes to its end after a restart: the invoice has one number and one charge, the card is charged
 * once and refunded once, and the ledger tells what Stripe tells. At writes of payments Avid is also
 * killed just before, when Stripe may have done what is not on record yet.
 *
 * <p>A life has some 300 durable writes, most of them of a few kinds (a process's progress, an event's copy),
 * and each kill costs a restart. So the kinds are enumerated here: every other one at its first write where modules
 * call each other in the process, those between at their last where they call over the network. With the system property {@value #EVERY_WRITE}
 * every single one from here to there has its turn, in both ({@code 1-400}) or in one ({@code LOOPBACK:1-400}), which takes
 * hours for all. What a module itself does at each of its writes is enumerated by tests of its own, within one process.
 */
@Tag("slow")
class InvoiceLifeKilledTest {
    static final String EVERY_WRITE = "avid.test.kill-at-every-write";

    /** Writes in the background fall now before, now after the end of a life. */
    private static final int MARGIN = 3;

    /** What Stripe did is on record by such a write. */
    private static final String ANSWERED_BY_STRIPE = "mongodb/payment update payments";

    private static final long OWED_MINOR = 90_00;
    private static final long REFUNDED_MINOR = 30_00;

    private final TestSystem system = TestSystem.shared();
    private final TestSystem.Copy copy = system.copy();
    private KillSwitch killSwitch;
    private Path folder;
    private Map<String, String> settings;
    private int port;
    private AvidProcess running;

    /** How modules call each other, and which write of which kinds is chosen there. */
    enum Runner {
        MONO {
            @Override
            List<Integer> choice(List<String> writes) {
                return everyOther(writes, 0).map(writes::indexOf).toList();
            }
        },
        LOOPBACK {
            @Override
            List<Integer> choice(List<String> writes) {
                return everyOther(writes, 1).map(writes::lastIndexOf).toList();
            }
        };

        abstract List<Integer> choice(List<String> writes);

        /** By name, so that both runners divide the same kinds in the same way, in whatever order they come. */
        private static Stream<String> everyOther(List<String> writes, int from) {
            List<String> kinds = writes.stream().distinct().sorted().toList();
            return IntStream.iterate(from, kind -> kind < kinds.size(), kind -> kind + 2).mapToObj(kinds::get);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasBegunComesToItsEnd(Runner runner, @TempDir Path temporary) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isAsked(runner), runner + " was not asked for");
        folder = temporary;
        killSwitch = new KillSwitch(temporary);
        settings = new HashMap<>(copy.properties());
        settings.put("avid.payment.sweep-seconds", "3");
        if (runner == Runner.LOOPBACK) {
            settings.put("avid.modules.port", Integer.toString(system.freePort()));
            settings.put("avid.modules.loopback", "true");
        }
        port = system.freePort();
        running = start();
        copy.sendStripeWebhooksTo(URI.create("http://127.0.0.1:" + port));
        try {
            List<String> writes = writesOfALife();
            assertThat(writes).as("an invoice's life is many writes; the hook sees them").hasSizeGreaterThan(30);
            SortedSet<Integer> chosen = chosen(writes, runner);
            System.out.println("Killing Avid at " + chosen.size() + " of " + writes.size() + " durable writes of an invoice's life, " + runner);
            int kills = 0;
            for (int write : chosen) {
                if (System.getProperty(EVERY_WRITE) != null) {
                    System.out.println(runner + " write " + write + " of " + writes.size() + ": " + writes.get(write - 1));
                }
                String kind = writes.get(write - 1);
                int ofItsKind = Collections.frequency(writes.subList(0, write), kind);
                boolean killed = false;
                // A life that was quicker has fewer places of subscriptions to write: then it is the last that it has.
                int nth = ofItsKind;
                while (nth > 0 && !killed) {
                    killed = killedAt(kind, nth, 1, "after-" + write + "-" + nth);
                    nth = killed ? 0 : Math.min(nth - 1, killSwitch.ofItsKindSince());
                }
                kills += killed ? 1 : 0;
                if (kind.equals(ANSWERED_BY_STRIPE)) {
                    killedAt(kind, ofItsKind, -1, "before-" + write);
                }
            }
            assertThat(kills).as("lives in which Avid was killed").isGreaterThan(chosen.size() - MARGIN);
        } finally {
            running.close();
        }
    }

    /** The writes at which Avid is killed, from 1. */
    private static SortedSet<Integer> chosen(List<String> writes, Runner runner) {
        var chosen = new TreeSet<Integer>();
        if (System.getProperty(EVERY_WRITE) == null) {
            runner.choice(writes).forEach(index -> chosen.add(index + 1));
        } else {
            IntStream.rangeClosed(1, writes.size()).filter(InvoiceLifeKilledTest::isInRange).forEach(chosen::add);
        }
        return chosen;
    }

    private static boolean isAsked(Runner runner) {
        String asked = System.getProperty(EVERY_WRITE, "");
        return !asked.contains(":") || asked.startsWith(runner + ":");
    }

    private static boolean isInRange(int write) {
        String asked = System.getProperty(EVERY_WRITE);
        String[] ends = asked.substring(asked.indexOf(':') + 1).split("-", 2);
        return Integer.parseInt(ends[0]) <= write && write <= Integer.parseInt(ends[1]);
    }

    /** A life without a kill: what it writes, in order. */
    private List<String> writesOfALife() throws IOException, InterruptedException {
        BusinessWithStripe business = business(running);
        var life = new Life(customerWithCard(business, "unharmed"), "unharmed");
        int before = killSwitch.awaitQuiet().size();
        life.go(business);
        life.check(business);
        List<String> all = killSwitch.awaitQuiet();
        return List.copyOf(all.subList(before, all.size()));
    }

    /**
     * A life in which Avid is killed once, and what it comes to. Whether it was killed.
     *
     * @param kind of the write
     * @param ofItsKind which of them, from 1
     * @param side 1 after the write, -1 before it
     */
    private boolean killedAt(String kind, int ofItsKind, int side, String title) throws IOException, InterruptedException {
        long t0 = System.currentTimeMillis();
        BusinessWithStripe business = business(running);
        var life = new Life(customerWithCard(business, title), title);
        long t1 = System.currentTimeMillis();
        killSwitch.arm(kind, ofItsKind, side);
        long t2 = System.currentTimeMillis();
        boolean killed = !livesThrough(life) && running.process().waitFor(5, TimeUnit.SECONDS);
        long t3 = System.currentTimeMillis();
        killSwitch.disarm();
        if (!running.process().isAlive()) {
            running.kill();
            running = start();
            System.out.println("TT started " + (System.currentTimeMillis() - t3));
            t3 = System.currentTimeMillis();
            life.go(business(running));
        }
        long t4 = System.currentTimeMillis();
        life.check(business(running));
        System.out.println("TT " + title + " " + kind + " killed " + killed + " customer " + (t1 - t0) + " arm " + (t2 - t1) + " life " + (t3 - t2) + " again " + (t4 - t3) + " check " + (System.currentTimeMillis() - t4));
        return killed;
    }

    private static String customerWithCard(BusinessWithStripe business, String title) throws InterruptedException {
        String customer = business.customer("Alder " + title).getName();
        business.saveCard(customer, PaidInvoiceTest.GOOD);
        return customer;
    }

    /** Whether it came to its end without a kill. */
    private boolean livesThrough(Life life) throws InterruptedException {
        try {
            life.go(business(running));
            return running.process().isAlive();
        } catch (StatusRuntimeException e) {
            // The end of the process ends the call; anything else shows in what comes after.
            assertThat(running.process().waitFor(20, TimeUnit.SECONDS)).as("Avid answered " + e.getStatus()).isTrue();
            return false;
        }
    }

    /** An invoice from its raising to the refund of a part; to go through it again repeats the same requests. */
    private static final class Life {
        private final String customer;
        private final String requestId;
        private String invoice = "";

        Life(String customer, String requestId) {
            this.customer = customer;
            this.requestId = requestId;
        }

        void go(BusinessWithStripe business) throws InterruptedException {
            Process raised = succeeded(business, business.raise(Customer.newBuilder().setName(customer).build(), OWED_MINOR, requestId + "/raise"));
            invoice = raised.getReferencesOrThrow("invoice");
            Process collected = succeeded(business, business.collect(Invoice.newBuilder().setName(invoice).build(), "", false,
                    requestId + "/collect"));
            succeeded(business, business.refund(collected.getReferencesOrThrow("payment"), REFUNDED_MINOR, false, requestId + "/refund"));
        }

        private Process succeeded(BusinessWithStripe business, Process begun) throws InterruptedException {
            Process ended = business.ended(begun.getName());
            assertThat(ended.getState()).as(ended.getType() + ": " + ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
            return ended;
        }

        void check(BusinessWithStripe business) throws InterruptedException {
            business.settledAndReconciled();
            Invoice now = business.invoice(invoice);
            assertThat(business.paymentsTakenFor(now)).isEqualTo(1);
            assertThat(business.owedMinor(now)).isEqualTo(REFUNDED_MINOR);
            assertThat(now.getReservedBy()).isEmpty();
            List<String> numbers = business.numbers();
            assertThat(numbers).as("none twice").doesNotHaveDuplicates();
            assertThat(numbers.getLast()).as("none left out").isEqualTo("INV-%06d".formatted(numbers.size()));
        }
    }

    private BusinessWithStripe business(AvidProcess avid) {
        Channel staff = avid.as(system.token(Role.FINANCE, 1));
        return new BusinessWithStripe(staff, copy.stripeKey(1), system.stripeUri());
    }

    private AvidProcess start() throws IOException, InterruptedException {
        return AvidProcess.start(folder, port, settings, killSwitch.systemProperties()).awaitHealthy();
    }
}

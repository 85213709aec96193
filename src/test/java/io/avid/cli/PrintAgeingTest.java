package io.avid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.cli.connection.Tokens;
import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceImplBase;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.ListCustomersResponse;
import io.avid.customer.v1.LookupCustomersRequest;
import io.avid.customer.v1.LookupCustomersResponse;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.NamedCustomerAgeing;
import io.avid.overview.v1.OverviewServiceGrpc.OverviewServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintAgeingTest {
    private static final String AS_IN_THE_CONTRACT = "{\"as_of_date\":\"2012-12-31\",\"currency\":\"USD\",\"items\":99,\"customers\":61,"
            + "\"total_minor\":572506,\"buckets_minor\":{\"current\":493632,\"1-30\":78874,\"31-60\":0,\"61-90\":0,\"90+\":0}}\n";

    @TempDir
    private Path folder;

    private final List<GetAgeingRequest> asked = new ArrayList<>();
    private boolean lookupAllowed = true;
    private ServedModules served;
    private RecordedSurroundings surroundings;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedModules(new Overview(), new Customers());
        surroundings = new RecordedSurroundings(folder)
                .with("AVID_TOKEN", Tokens.endingAt(Instant.parse("2026-01-16T00:00:00Z")))
                .with("AVID_PORT", Integer.toString(served.port()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        served.close();
    }

    @Test
    void jsonIsExactlyTheObjectOfTheContract() {
        assertThat(run("ageing", "--as-of", "2012-12-31", "--json")).isZero();
        assertThat(surroundings.output()).isEqualTo(AS_IN_THE_CONTRACT);
        assertThat(surroundings.errors()).isEmpty();
    }

    @Test
    void anEmptyNameOrACurrencyThatIsNoneIsWrongUsageAndAsksNothing() {
        assertThat(run("ageing", "--customer", "")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("The customer's name is empty; expected customers/… or an external id.");
        assertThat(run("ageing", "--currency", "XYZ")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("--currency is 'XYZ', which ISO 4217 does not know");
        assertThat(run("ageing", "--currency", "usd")).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void everyCallBringsTheLoginAndADeadline() {
        run("ageing", "--as-of", "2012-12-31", "--customer", "0379-NEVHP");
        assertThat(served.authorizations()).hasSizeGreaterThan(1).allMatch(value -> value.startsWith("Bearer ey"));
        assertThat(served.deadlines()).doesNotContain(false);
    }

    @Test
    void perCustomerFollowsEveryPageOfTheSameDay() {
        assertThat(run("ageing", "--json", "--per-customer")).isZero();
        assertThat(surroundings.output()).isEqualTo(AS_IN_THE_CONTRACT.replace("}}\n", "},\"by_customer\":["
                + "{\"customer\":\"customers/a\",\"display_name\":\"Ada\",\"external_id\":\"0379-NEVHP\",\"items\":1,\"total_minor\":78874,"
                + "\"buckets_minor\":{\"current\":0,\"1-30\":78874,\"31-60\":0,\"61-90\":0,\"90+\":0}},"
                + "{\"customer\":\"customers/b\",\"display_name\":\"\",\"external_id\":\"\",\"items\":98,\"total_minor\":493632,"
                + "\"buckets_minor\":{\"current\":493632,\"1-30\":0,\"31-60\":0,\"61-90\":0,\"90+\":0}}]}\n"));
        assertThat(asked).extracting(GetAgeingRequest::getAsOfDate).containsExactly("", "2012-12-31");
        assertThat(asked).extracting(GetAgeingRequest::getPageToken).containsExactly("", "second");
    }

    @Test
    void peopleReadAmountsInTheDigitsOfTheCurrencyInAllAndPerCustomer() {
        assertThat(run("ageing", "--as-of", "2012-12-31")).isZero();
        assertThat(surroundings.output()).isEqualTo("""
                99 open items as of 2012-12-31, 5,725.06 USD in all, 61 customers

                             external id  items     total   current    1-30  31-60  61-90   90+
                in all                       99  5,725.06  4,936.32  788.74   0.00   0.00  0.00
                customers/b                  98  4,936.32  4,936.32    0.00   0.00   0.00  0.00
                Ada          0379-NEVHP       1    788.74      0.00  788.74   0.00   0.00  0.00
                also in EUR: --currency CODE
                """);
    }

    @Test
    void csvIsALineForAllAndOneForEveryCustomer() {
        assertThat(run("ageing", "--as-of", "2012-12-31", "--csv")).isZero();
        assertThat(surroundings.output()).isEqualTo("""
                scope,customer,display_name,external_id,as_of_date,currency,items,total,current,1-30,31-60,61-90,90+
                all,,,,2012-12-31,USD,99,5725.06,4936.32,788.74,0.00,0.00,0.00
                customer,customers/a,Ada,0379-NEVHP,2012-12-31,USD,1,788.74,0.00,788.74,0.00,0.00,0.00
                customer,customers/b,,,2012-12-31,USD,98,4936.32,4936.32,0.00,0.00,0.00,0.00
                """);
    }

    @Test
    void aCustomerIsNamedByItsExternalIdToo() {
        assertThat(run("ageing", "--json", "--customer", "0379-NEVHP")).isZero();
        assertThat(asked.getLast().getCustomer()).isEqualTo("customers/a");
        assertThat(run("ageing", "--json", "--customer", "customers/z")).isZero();
        assertThat(asked.getLast().getCustomer()).isEqualTo("customers/z");
        assertThat(run("ageing", "--json", "--customer", "nobody")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("There is no customer with the id nobody in receivables here, and none of that name.");
    }

    @Test
    void aCustomerIsNamedByItsWholeDisplayNameToo() {
        assertThat(run("ageing", "--json", "--customer", "ada")).isZero();
        assertThat(asked.getLast().getCustomer()).isEqualTo("customers/a");
        assertThat(run("ageing", "--json", "--customer", "Ad")).isEqualTo(1);
    }

    @Test
    void aCustomersOwnLoginFindsItselfThoughItMayNotLookUpOthers() {
        lookupAllowed = false;
        assertThat(run("ageing", "--json", "--customer", "0379-NEVHP")).isZero();
        assertThat(asked.getLast().getCustomer()).isEqualTo("customers/a");
    }

    @Test
    void aDateThatIsNoneIsWrongUsageWithTheFormThatIsExpected() {
        for (String date : List.of("31/12/2012", "2012-02-30", "2012-1-1", "")) {
            assertThat(run("ageing", "--as-of", date)).as(date).isEqualTo(2);
            assertThat(surroundings.errors()).as(date).contains("expected one such as 2012-12-31 (YYYY-MM-DD)");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void jsonAndCsvExcludeEachOther() {
        assertThat(run("ageing", "--json", "--csv")).isEqualTo(2);
        assertThat(surroundings.errors()).contains("mutually exclusive").contains("See ./avid ageing --help.");
    }

    private int run(String... arguments) {
        return AvidCommand.run(surroundings, arguments);
    }

    private final class Overview extends OverviewServiceImplBase {
        @Override
        public void getAgeing(GetAgeingRequest request, StreamObserver<GetAgeingResponse> answer) {
            asked.add(request);
            var page = GetAgeingResponse.newBuilder().setAsOfDate("2012-12-31").setCurrencyCode("USD").setItems(99).setCustomers(61)
                    .setTotalMinor(572506).putBucketsMinor("90+", 0).putBucketsMinor("current", 493632).putBucketsMinor("1-30", 78874)
                    .putBucketsMinor("31-60", 0).putBucketsMinor("61-90", 0).addOtherCurrencyCodes("EUR");
            if (request.getPerCustomer() && request.getPageToken().isEmpty()) {
                page.addByCustomer(NamedCustomerAgeing.newBuilder().setCustomer("customers/a").setDisplayName("Ada")
                        .addExternalIds(ExternalId.newBuilder().setSystem("crm").setValue("7"))
                        .addExternalIds(ExternalId.newBuilder().setSystem("receivables").setValue("0379-NEVHP"))
                        .setItems(1).setTotalMinor(78874).putBucketsMinor("1-30", 78874)).setNextPageToken("second");
            } else if (request.getPerCustomer()) {
                page.addByCustomer(NamedCustomerAgeing.newBuilder().setCustomer("customers/b")
                        .setItems(98).setTotalMinor(493632).putBucketsMinor("current", 493632));
            }
            answer.onNext(page.build());
            answer.onCompleted();
        }
    }

    private final class Customers extends CustomerServiceImplBase {
        private static final ExternalId ID = ExternalId.newBuilder().setSystem("receivables").setValue("0379-NEVHP").build();
        private static final Customer ADA = Customer.newBuilder().setName("customers/a").setDisplayName("Ada").addExternalIds(ID).build();

        @Override
        public void lookupCustomers(LookupCustomersRequest request, StreamObserver<LookupCustomersResponse> answer) {
            if (!lookupAllowed) {
                answer.onError(Status.PERMISSION_DENIED.asRuntimeException());
                return;
            }
            var found = LookupCustomersResponse.newBuilder();
            if (request.getExternalIdsList().contains(ID)) {
                found.addCustomers(ADA);
            }
            answer.onNext(found.build());
            answer.onCompleted();
        }

        @Override
        public void listCustomers(ListCustomersRequest request, StreamObserver<ListCustomersResponse> answer) {
            answer.onNext(ListCustomersResponse.newBuilder().addCustomers(ADA).build());
            answer.onCompleted();
        }
    }
}

package io.avid.cli;

import com.google.gson.stream.JsonWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.customer.v1.ExternalId;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.NamedCustomerAgeing;
import io.avid.overview.v1.OverviewServiceGrpc;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is owed on a date, by how late it is. */
@Command(name = "ageing",
        description = {
            "What is owed on a date, by how late it is.",
            "An item is open on a date if it was invoiced on or before it and not settled on or before it.",
            "Days late count from the due date."
        },
        footer = {"", "Example:", "  ./avid ageing --as-of 2012-12-31 --json | jq .total_minor"})
final class PrintAgeing extends AskingCommand {
    static final List<String> BUCKETS = List.of("current", "1-30", "31-60", "61-90", "90+");
    private static final int MOST_CUSTOMERS_UNASKED = 20;

    @Option(names = "--as-of", paramLabel = "DATE", description = "The day, YYYY-MM-DD; today without it.")
    private LocalDate asOf;

    @Option(names = "--customer", paramLabel = "NAME", description = "One customer: customers/…, or its external id.")
    private String customer;

    @Option(names = "--currency", paramLabel = "CODE",
            description = "ISO 4217, such as USD; without it, the organisation's only or default one.")
    private String currency;

    @Option(names = "--per-customer",
            description = "Every customer who owes something; without it, people are shown the 20 who owe most.")
    private boolean perCustomer;

    @ArgGroup
    private Format format;

    private static final class Format {
        @Option(names = "--json", required = true,
                description = "One object; amounts in minor units. With --per-customer also by_customer.")
        private boolean json;

        @Option(names = "--csv", required = true,
                description = "A line for all and one for every customer; amounts in the currency's digits.")
        private boolean csv;
    }

    private record Answer(GetAgeingResponse inAll, List<NamedCustomerAgeing> customers) {}

    PrintAgeing(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        boolean json = format != null && format.json;
        Answer answer = fetch(connection, perCustomer || !json);
        if (json) {
            out().println(JsonText.object(document -> writeJson(document, answer)));
        } else if (format != null && format.csv) {
            writeCsv(answer);
        } else {
            writeForPeople(answer);
        }
        return 0;
    }

    private Answer fetch(Connection connection, boolean withCustomers) {
        var request = GetAgeingRequest.newBuilder().setPerCustomer(withCustomers).setPageSize(Pages.LARGEST);
        if (asOf != null) {
            request.setAsOfDate(asOf.toString());
        }
        if (currency != null) {
            request.setCurrencyCode(CurrencyCode.of(currency));
        }
        if (customer != null) {
            request.setCustomer(new FindCustomer(connection.channel()).name(customer));
        }
        var overview = OverviewServiceGrpc.newBlockingStub(connection.channel());
        var pages = new ArrayList<GetAgeingResponse>();
        Pages.follow(
                token -> overview.getAgeing(request.setPageToken(token).build()),
                GetAgeingResponse::getNextPageToken,
                page -> {
                    // Without a day, the first page's counts: midnight must not fall between two pages.
                    request.setAsOfDate(page.getAsOfDate()).setCurrencyCode(page.getCurrencyCode());
                    pages.add(page);
                    return withCustomers;
                });
        return new Answer(pages.getFirst(), pages.stream().flatMap(page -> page.getByCustomerList().stream()).toList());
    }

    private void writeJson(JsonWriter json, Answer answer) throws IOException {
        GetAgeingResponse inAll = answer.inAll();
        json.name("as_of_date").value(inAll.getAsOfDate());
        json.name("currency").value(inAll.getCurrencyCode());
        json.name("items").value(inAll.getItems());
        json.name("customers").value(inAll.getCustomers());
        json.name("total_minor").value(inAll.getTotalMinor());
        writeBuckets(json, inAll.getBucketsMinorMap());
        if (perCustomer) {
            json.name("by_customer").beginArray();
            for (NamedCustomerAgeing each : answer.customers()) {
                json.beginObject();
                json.name("customer").value(each.getCustomer());
                json.name("display_name").value(each.getDisplayName());
                json.name("external_id").value(externalId(each));
                json.name("items").value(each.getItems());
                json.name("total_minor").value(each.getTotalMinor());
                writeBuckets(json, each.getBucketsMinorMap());
                json.endObject();
            }
            json.endArray();
        }
    }

    private static void writeBuckets(JsonWriter json, Map<String, Long> buckets) throws IOException {
        json.name("buckets_minor").beginObject();
        for (String bucket : BUCKETS) {
            json.name(bucket).value(buckets.getOrDefault(bucket, 0L));
        }
        json.endObject();
    }

    private void writeCsv(Answer answer) {
        GetAgeingResponse inAll = answer.inAll();
        var text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            var header = new ArrayList<>(List.of("scope", "customer", "display_name", "external_id", "as_of_date", "currency", "items", "total"));
            header.addAll(BUCKETS);
            csv.writeRecord(header);
            csv.writeRecord(csvLine(inAll, List.of("all", "", "", ""), inAll.getItems(), inAll.getTotalMinor(), inAll.getBucketsMinorMap()));
            answer.customers().forEach(each -> csv.writeRecord(csvLine(inAll,
                    List.of("customer", each.getCustomer(), each.getDisplayName(), externalId(each)),
                    each.getItems(), each.getTotalMinor(), each.getBucketsMinorMap())));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written to", e);
        }
        out().print(text);
    }

    private static List<String> csvLine(GetAgeingResponse inAll, List<String> who, long items, long total, Map<String, Long> buckets) {
        var line = new ArrayList<>(who);
        line.add(inAll.getAsOfDate());
        line.add(inAll.getCurrencyCode());
        line.add(Long.toString(items));
        line.add(Amounts.plain(total, inAll.getCurrencyCode()));
        BUCKETS.forEach(bucket -> line.add(Amounts.plain(buckets.getOrDefault(bucket, 0L), inAll.getCurrencyCode())));
        return line;
    }

    private void writeForPeople(Answer answer) {
        GetAgeingResponse inAll = answer.inAll();
        String code = inAll.getCurrencyCode();
        out().println(Amounts.count(inAll.getItems()) + " open items as of " + inAll.getAsOfDate() + ", "
                + Amounts.text(inAll.getTotalMinor(), code) + " " + code + " in all, "
                + Amounts.count(inAll.getCustomers()) + " customers");
        out().println();
        var table = new Table().words("").words("external id").figures("items").figures("total");
        BUCKETS.forEach(table::figures);
        table.row(tableLine("in all", "", inAll.getItems(), inAll.getTotalMinor(), inAll.getBucketsMinorMap(), code));
        var owingMost = new ArrayList<>(answer.customers());
        owingMost.sort(Comparator.comparingLong(NamedCustomerAgeing::getTotalMinor).reversed()
                .thenComparing(NamedCustomerAgeing::getCustomer));
        int shown = perCustomer ? owingMost.size() : Math.min(MOST_CUSTOMERS_UNASKED, owingMost.size());
        owingMost.subList(0, shown).forEach(each -> table.row(tableLine(
                each.getDisplayName().isEmpty() ? each.getCustomer() : each.getDisplayName(),
                externalId(each), each.getItems(), each.getTotalMinor(), each.getBucketsMinorMap(), code)));
        table.print(out());
        if (shown < owingMost.size()) {
            out().println("and " + Amounts.count(owingMost.size() - shown) + " customers who owe less; --per-customer shows all");
        }
        if (inAll.getOtherCurrencyCodesCount() > 0) {
            out().println("also in " + String.join(", ", inAll.getOtherCurrencyCodesList()) + ": --currency CODE");
        }
    }

    private static String[] tableLine(String who, String externalId, long items, long total, Map<String, Long> buckets, String code) {
        var line = new ArrayList<>(List.of(who, externalId, Amounts.count(items), Amounts.text(total, code)));
        BUCKETS.forEach(bucket -> line.add(Amounts.text(buckets.getOrDefault(bucket, 0L), code)));
        return line.toArray(String[]::new);
    }

    // Which system an id is of matters only where a customer has several; the import's goes first.
    private static String externalId(NamedCustomerAgeing customer) {
        return customer.getExternalIdsList().stream()
                .min(Comparator.comparing((ExternalId id) -> !id.getSystem().equals("receivables")))
                .map(ExternalId::getValue).orElse("");
    }
}

package io.avid.statement.client;

import io.avid.document.v1.Branding;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.Issuer;
import io.avid.document.v1.Recipient;
import io.avid.document.v1.RenderDocumentRequest;
import io.avid.document.v1.StatementAgeing;
import io.avid.document.v1.StatementContent;
import io.avid.document.v1.StatementEntry;
import io.avid.document.v1.StatementEntryType;
import io.avid.document.v1.StatementOpenItem;
import io.avid.platform.organisation.OrganisationProfile;
import io.avid.platform.type.v1.Money;
import io.avid.statement.process.LedgerEntry.Kind;
import io.avid.statement.process.OpenByAge;
import io.avid.statement.process.OpenItem;
import io.avid.statement.process.StatementCustomers.Addressee;
import io.avid.statement.process.StatementLength;
import io.avid.statement.process.StatementOrder;
import io.avid.statement.process.StatementPrinter;
import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link StatementPrinter} by the stubs of module document. */
public final class DocumentStubs implements StatementPrinter {
    private static final String KIND = "statement";
    private static final int LONGEST_CUSTOMER_NUMBER = 100;

    /**
     * A statement of thousands of entries has a hundred pages, which take longer than a call's usual deadline; an attempt
     * that is cut off begins anew and would never end.
     */
    private static final long RENDERING_MINUTES = 4;

    private final Channel channel;

    public DocumentStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public String print(Statement statement, String requestId) {
        StatementOrder order = statement.order();
        RenderDocumentRequest request = RenderDocumentRequest.newBuilder()
                .setFileName("Statement " + order.from() + " to " + order.to() + " " + order.currencyCode() + ".pdf")
                .setKind(KIND)
                .setCustomer(order.customer())
                .setLocale(order.locale())
                .setIssuer(issuer(statement.issuer()))
                .setRecipient(recipient(statement.addressee()))
                .setStatement(content(statement))
                .setRequestId(requestId)
                .build();
        return Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(RENDERING_MINUTES, TimeUnit.MINUTES).renderDocument(request)).getName();
    }

    private static Issuer issuer(OrganisationProfile profile) {
        return Issuer.newBuilder()
                .setName(profile.requireName())
                .addAllAddressLines(profile.addressLines())
                .setTaxId(profile.taxId())
                .setRegistration(profile.registration())
                .setEmail(profile.email())
                .setPhone(profile.phone())
                .setWebsite(profile.website())
                .setBranding(Branding.newBuilder().setAccentColour(profile.accentColour()))
                .build();
    }

    private static Recipient recipient(Addressee addressee) {
        String number = addressee.number();
        return Recipient.newBuilder()
                .setName(addressee.name())
                .addAllAddressLines(addressee.addressLines())
                .setCustomerNumber(number.length() <= LONGEST_CUSTOMER_NUMBER ? number : "")
                .build();
    }

    private static StatementContent content(Statement statement) {
        StatementOrder order = statement.order();
        String currency = order.currencyCode();
        StatementContent.Builder content = StatementContent.newBuilder()
                .setIssueDate(order.issueDate().toString())
                .setFromDate(order.from().toString())
                .setToDate(order.to().toString())
                .setOpeningBalance(money(currency, statement.figures().openingMinor()))
                .setClosingBalance(money(currency, statement.figures().closingMinor()))
                .setAgeing(ageing(currency, statement.figures().open(), statement.figures().unallocatedMinor()));
        statement.lines().forEach(line -> content.addEntries(entry(currency, line)));
        List<OpenItem> items = statement.openItems();
        int listed = Math.min(items.size(), StatementLength.OPEN_ITEMS_LISTED);
        items.subList(0, listed).forEach(item -> content.addOpenItems(openItem(currency, item)));
        if (listed < items.size()) {
            content.setFurtherOpenItems(items.size() - listed).setFurtherOpen(money(currency,
                    items.subList(listed, items.size()).stream().mapToLong(OpenItem::openMinor).reduce(0, Math::addExact)));
        }
        return content.build();
    }

    private static StatementOpenItem openItem(String currency, OpenItem item) {
        return StatementOpenItem.newBuilder()
                .setNumber(item.number())
                .setDate(item.date().toString())
                .setDueDate(item.dueDate().toString())
                .setAmount(money(currency, item.amountMinor()))
                .setOpen(money(currency, item.openMinor()))
                .build();
    }

    private static StatementEntry entry(String currency, Line line) {
        StatementEntry.Builder entry = StatementEntry.newBuilder()
                .setDate(line.entry().date().toString())
                .setType(type(line.entry().kind()))
                .setNumber(line.entry().number())
                .setBalance(money(currency, line.balanceMinor()));
        line.entry().dueDate().ifPresent(date -> entry.setDueDate(date.toString()));
        long amountMinor = line.entry().amountMinor();
        if (amountMinor > 0) {
            entry.setDebit(money(currency, amountMinor));
        } else if (amountMinor < 0) {
            entry.setCredit(money(currency, Math.negateExact(amountMinor)));
        }
        return entry.build();
    }

    private static StatementEntryType type(Kind kind) {
        return switch (kind) {
            case CHARGE -> StatementEntryType.STATEMENT_ENTRY_TYPE_INVOICE;
            case PAYMENT -> StatementEntryType.STATEMENT_ENTRY_TYPE_PAYMENT;
            case CREDIT -> StatementEntryType.STATEMENT_ENTRY_TYPE_CREDIT;
            case REVERSAL -> StatementEntryType.STATEMENT_ENTRY_TYPE_REVERSAL;
            case DISPUTE -> StatementEntryType.STATEMENT_ENTRY_TYPE_DISPUTE;
            case REFUND -> StatementEntryType.STATEMENT_ENTRY_TYPE_REFUND;
        };
    }

    private static StatementAgeing ageing(String currency, OpenByAge open, long unallocatedMinor) {
        StatementAgeing.Builder ageing = StatementAgeing.newBuilder()
                .setCurrent(money(currency, open.currentMinor()))
                .setDays1To30(money(currency, open.days1To30Minor()))
                .setDays31To60(money(currency, open.days31To60Minor()))
                .setDays61To90(money(currency, open.days61To90Minor()))
                .setOver90Days(money(currency, open.over90DaysMinor()));
        if (unallocatedMinor != 0) {
            ageing.setUnallocated(money(currency, unallocatedMinor));
        }
        return ageing.build();
    }

    private static Money money(String currency, long minorUnits) {
        return Money.newBuilder().setCurrencyCode(currency).setMinorUnits(minorUnits).build();
    }
}

package io.avid.transaction.grpc;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.CommandItem;
import io.avid.transaction.domain.CommandItem.AllocationRequest;
import io.avid.transaction.domain.CommandItem.TransactionReference;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.v1.AccountKind;
import io.avid.transaction.v1.Annotation;
import io.avid.transaction.v1.MarksUpdate;
import io.avid.transaction.v1.Posting;
import io.avid.transaction.v1.Posting.RefundedPaymentCase;
import io.avid.transaction.v1.PostingAllocation;
import io.avid.transaction.v1.TransactionKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Requests as items of a command. */
final class PostingItems {

    private PostingItems() {
    }

    /** Each posting as an item; every field that does not belong to its kind is named at once. */
    static List<CommandItem> items(List<Posting> postings) {
        List<FieldViolation> violations = new ArrayList<>();
        for (int i = 0; i < postings.size(); i++) {
            check(postings.get(i), "postings[" + i + "]", violations);
        }
        requireNone(violations);
        List<CommandItem> items = new ArrayList<>(postings.size());
        for (int i = 0; i < postings.size(); i++) {
            items.add(post(postings.get(i), "postings[" + i + "]"));
        }
        return items;
    }

    static CommandItem item(Posting posting) {
        List<FieldViolation> violations = new ArrayList<>();
        check(posting, "posting", violations);
        requireNone(violations);
        return post(posting, "posting");
    }

    private static void requireNone(List<FieldViolation> violations) {
        if (!violations.isEmpty()) {
            throw Failure.invalid(violations);
        }
    }

    private static void check(Posting posting, String path, List<FieldViolation> violations) {
        TransactionKind kind = posting.getKind();
        boolean isCharge = kind == TransactionKind.CHARGE;
        boolean isFunds = kind == TransactionKind.PAYMENT || kind == TransactionKind.CREDIT;
        boolean isRefund = kind == TransactionKind.REFUND;
        boolean namesPayment = posting.getRefundedPaymentCase() != RefundedPaymentCase.REFUNDEDPAYMENT_NOT_SET;
        record Rule(boolean broken, String field, String says) {
        }
        for (Rule rule : List.of(
                new Rule(posting.getCustomer().isEmpty() && kind != TransactionKind.FEE, "customer", "is required but for a fee; this is a " + kind),
                new Rule(!isCharge && !posting.getDueDate().isEmpty(), "due_date", "only a charge has one; this is a " + kind),
                new Rule(!isCharge && posting.getDisputed(), "disputed", "only a charge can be disputed; this is a " + kind),
                new Rule(!isFunds && posting.getAllocationsCount() > 0, "allocations",
                        "only a payment or credit settles charges; this is a " + kind + ": leave it empty"),
                new Rule((isCharge || kind == TransactionKind.CREDIT) && posting.getCashAccount() != AccountKind.ACCOUNT_KIND_UNSPECIFIED, "cash_account",
                        "only a payment, fee or refund moves cash; this is a " + kind),
                new Rule(isRefund && !namesPayment, "refunded_payment", "is required for a refund: give refunds or refunds_external_id"),
                new Rule(!isRefund && namesPayment, "refunded_payment", "only a refund has one; this is a " + kind))) {
            if (rule.broken()) {
                violations.add(new FieldViolation(path + "." + rule.field(), rule.says()));
            }
        }
    }

    private static CommandItem post(Posting posting, String path) {
        LocalDate date = date(path + ".effective_date", posting.getEffectiveDate());
        Optional<io.avid.transaction.domain.AccountKind> cash = cash(posting, path);
        CommandItem.Subject subject = switch (posting.getKind()) {
            case CHARGE -> new CommandItem.Charge(posting.getCustomer(), date,
                    optional(posting.getDueDate()).map(due -> date(path + ".due_date", due)).orElse(date), posting.getDisputed());
            case PAYMENT -> new CommandItem.Payment(posting.getCustomer(), date, cash.orElse(io.avid.transaction.domain.AccountKind.BANK),
                    allocations(posting.getAllocationsList()));
            case CREDIT -> new CommandItem.Credit(posting.getCustomer(), date, allocations(posting.getAllocationsList()));
            case FEE -> new CommandItem.Fee(posting.getCustomer(), date, cash.orElse(io.avid.transaction.domain.AccountKind.BANK));
            case REFUND -> new CommandItem.Refund(posting.getCustomer(), date, payment(posting, path), cash);
            case REVERSAL, TRANSACTION_KIND_UNSPECIFIED, UNRECOGNIZED -> throw Failure.invalid(path + ".kind",
                    "is " + posting.getKind() + "; expected CHARGE, PAYMENT, CREDIT, FEE or REFUND");
        };
        return new CommandItem.Post(optional(posting.getExternalId()), optional(posting.getInvoiceNumber()), posting.getAmount().getCurrencyCode(),
                posting.getAmount().getMinorUnits(), subject, posting.getAttributesMap());
    }

    private static Optional<io.avid.transaction.domain.AccountKind> cash(Posting posting, String path) {
        return switch (posting.getCashAccount()) {
            case ACCOUNT_KIND_UNSPECIFIED -> Optional.empty();
            case BANK -> Optional.of(io.avid.transaction.domain.AccountKind.BANK);
            case STRIPE -> Optional.of(io.avid.transaction.domain.AccountKind.STRIPE);
            case RECEIVABLE, REVENUE, CREDITS, FEES, UNRECOGNIZED ->
                    throw Failure.invalid(path + ".cash_account", "is " + posting.getCashAccount() + "; expected BANK or STRIPE");
        };
    }

    private static TransactionReference payment(Posting posting, String path) {
        return switch (posting.getRefundedPaymentCase()) {
            case REFUNDS -> new TransactionReference.ById(transactionId(posting.getRefunds()));
            case REFUNDS_EXTERNAL_ID -> new TransactionReference.ByExternalId(posting.getRefundsExternalId());
            case REFUNDEDPAYMENT_NOT_SET -> throw Failure.invalid(path + ".refunded_payment", "is not set; give refunds or refunds_external_id");
        };
    }

    static List<AllocationRequest> allocations(List<PostingAllocation> allocations) {
        return allocations.stream().map(allocation -> new AllocationRequest(switch (allocation.getChargeReferenceCase()) {
            case CHARGE -> new TransactionReference.ById(transactionId(allocation.getCharge()));
            case CHARGE_EXTERNAL_ID -> new TransactionReference.ByExternalId(allocation.getChargeExternalId());
            case CHARGEREFERENCE_NOT_SET -> throw Failure.invalid("allocations.charge_reference", "is not set; give charge or charge_external_id");
        }, allocation.getAmountMinor())).toList();
    }

    static List<CommandItem> annotations(List<Annotation> annotations) {
        List<FieldViolation> violations = new ArrayList<>();
        for (int i = 0; i < annotations.size(); i++) {
            checkMarks(annotations.get(i).getMarks(), "annotations[" + i + "].marks", violations);
        }
        requireNone(violations);
        return annotations.stream().map(annotation -> annotate(switch (annotation.getTransactionReferenceCase()) {
            case TRANSACTION -> new TransactionReference.ById(transactionId(annotation.getTransaction()));
            case EXTERNAL_ID -> new TransactionReference.ByExternalId(annotation.getExternalId());
            case TRANSACTIONREFERENCE_NOT_SET -> throw Failure.invalid("annotations.transaction_reference", "is not set; give transaction or external_id");
        }, annotation.getMarks())).toList();
    }

    static CommandItem annotation(String transaction, MarksUpdate marks) {
        List<FieldViolation> violations = new ArrayList<>();
        checkMarks(marks, "marks", violations);
        requireNone(violations);
        return annotate(new TransactionReference.ById(transactionId(transaction)), marks);
    }

    private static void checkMarks(MarksUpdate marks, String path, List<FieldViolation> violations) {
        if (!marks.hasDisputed() && marks.getAttributesCount() == 0 && marks.getRemovedAttributesCount() == 0) {
            violations.add(new FieldViolation(path, "names no mark; give disputed, attributes or removed_attributes"));
        }
        marks.getRemovedAttributesList().stream().filter(marks::containsAttributes).forEach(name ->
                violations.add(new FieldViolation(path + ".removed_attributes", "names '" + name + "', which attributes sets; give it in one of them")));
    }

    private static CommandItem annotate(TransactionReference transaction, MarksUpdate marks) {
        return new CommandItem.Annotate(transaction, marks.hasDisputed() ? Optional.of(marks.getDisputed()) : Optional.empty(),
                marks.getAttributesMap(), Set.copyOf(marks.getRemovedAttributesList()));
    }

    /** A name that can be none counts as one that is not there. */
    static TransactionId transactionId(String name) {
        return named(name, TransactionId::parse);
    }

    static AccountId accountId(String name) {
        return named(name, AccountId::parse);
    }

    private static <T> T named(String name, Function<String, T> parse) {
        try {
            return parse.apply(name);
        } catch (IllegalArgumentException e) {
            throw Failure.notFound(name);
        }
    }

    static Optional<LocalDate> optionalDate(String field, String text) {
        return optional(text).map(given -> date(field, given));
    }

    private static LocalDate date(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Failure.of(FailureKind.INVALID_ARGUMENT, "DATE_INVALID",
                    field + " is '" + text + "', which is no date of the calendar. Expected YYYY-MM-DD.", Map.of("field", field, "given", text));
        }
    }

    static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}

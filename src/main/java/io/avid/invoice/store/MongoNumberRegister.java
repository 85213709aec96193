package io.avid.invoice.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.avid.invoice.application.NumberRegister;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.StoreFailure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * Numbers in MongoDB: {@code numbers: {_id: "organisation/series/n", draft: "organisation/draft",
 * series, n, issue_date}}, unique by both keys, and never changed.
 *
 * <p>A number is there only if the one before is. So the last one is found by keys alone, without
 * sorting or counting: powers of two first, then the gap between the last that is there and the first
 * that is not, in equal parts.
 */
public final class MongoNumberRegister implements NumberRegister {
    private static final String NUMBERS = "numbers";
    private static final String ID = "_id";
    private static final String DRAFT = "draft";
    private static final String SERIES = "series";
    private static final String N = "n";
    private static final String ISSUE_DATE = "issue_date";

    /** Keys asked for at once while the last number is looked for. */
    private static final int PROBES = 64;

    /** Powers of two that are asked for first; no series comes to 2^48 numbers. */
    private static final int POWERS = 48;

    private final ModuleDatabase database;
    private volatile boolean indexed;

    public MongoNumberRegister(ModuleDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<InvoiceNumber> findByDraft(String organisation, String draft) {
        return translate(() -> Optional.ofNullable(
                numbers().find(Filters.eq(DRAFT, draftKey(organisation, draft))).first()).map(MongoNumberRegister::number));
    }

    @Override
    public Optional<InvoiceNumber> find(String organisation, String series, long n) {
        return translate(() -> Optional.ofNullable(numbers().find(Filters.eq(ID, key(organisation, series, n))).first())
                .map(MongoNumberRegister::number));
    }

    @Override
    public Optional<InvoiceNumber> last(String organisation, String series) {
        var powers = new ArrayList<Long>(POWERS);
        for (int power = 0; power < POWERS; power++) {
            powers.add(1L << power);
        }
        Optional<InvoiceNumber> last = largest(organisation, series, powers);
        if (last.isEmpty()) {
            return last;
        }
        long missing = last.get().n() * 2;
        while (missing - last.get().n() > 1) {
            long there = last.get().n();
            long step = Math.max(1, (missing - there) / PROBES);
            var probes = new ArrayList<Long>(PROBES + 1);
            for (long n = there + step; n < missing; n += step) {
                probes.add(n);
            }
            Optional<InvoiceNumber> further = largest(organisation, series, probes);
            missing = further.isEmpty() ? there + step : Math.min(missing, further.get().n() + step);
            last = further.isEmpty() ? last : further;
        }
        return last;
    }

    private Optional<InvoiceNumber> largest(String organisation, String series, List<Long> numbers) {
        List<String> keys = numbers.stream().map(n -> key(organisation, series, n)).toList();
        return translate(() -> {
            Optional<InvoiceNumber> largest = Optional.empty();
            for (Document stored : numbers().find(Filters.in(ID, keys))) {
                InvoiceNumber number = number(stored);
                if (largest.filter(other -> other.n() > number.n()).isEmpty()) {
                    largest = Optional.of(number);
                }
            }
            return largest;
        });
    }

    @Override
    public Insertion insert(String organisation, InvoiceNumber number, String draft) {
        var document = new Document(ID, key(organisation, number.series(), number.n()))
                .append(DRAFT, draftKey(organisation, draft))
                .append(SERIES, number.series())
                .append(N, number.n())
                .append(ISSUE_DATE, number.issueDate().toString());
        return translate(() -> {
            try {
                numbers().insertOne(document);
                return Insertion.GIVEN;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                return findByDraft(organisation, draft).isPresent() ? Insertion.DRAFT_HAS_NUMBER : Insertion.NUMBER_TAKEN;
            }
        });
    }

    private MongoCollection<Document> numbers() {
        MongoCollection<Document> numbers = database.template().getCollection(NUMBERS);
        if (!indexed) {
            numbers.createIndex(Indexes.ascending(DRAFT), new IndexOptions().unique(true));
            indexed = true;
        }
        return numbers;
    }

    private <R> R translate(java.util.function.Supplier<R> command) {
        return StoreFailure.translate(database.module(), command);
    }

    private static InvoiceNumber number(Document stored) {
        return new InvoiceNumber(stored.getString(SERIES), stored.getLong(N), LocalDate.parse(stored.getString(ISSUE_DATE)));
    }

    private static String key(String organisation, String series, long n) {
        return organisation + "/" + series + "/" + n;
    }

    private static String draftKey(String organisation, String draft) {
        return organisation + "/" + draft;
    }
}

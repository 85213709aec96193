package io.avid.local.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What a write did, as far as its replay must do the same: kept beside the command in the journal.
///
/// The ids of upserted documents, where the server chose them, are put into the replayed command. The counts are
/// compared: a replay that does anything else than the first run did stops the start, because the data would silently
/// be other data.
///
/// @param fields as kept in the journal
/// @param changedNothing true only if the store is certainly as it was, so that the command need not be kept
record WriteOutcome(Document fields, boolean changedNothing) {

    private static final String COUNT = "n";
    private static final String MODIFIED = "m";
    private static final String ERRORS = "e";
    private static final String UPSERTED = "u";
    private static final String FAILURE_CODE = "f";

    /// For commands of a snapshot: nothing to compare.
    static WriteOutcome unchecked() {
        return new WriteOutcome(new Document(), false);
    }

    static WriteOutcome of(String commandName, Document command, Document reply) {
        Document fields = new Document();
        switch (commandName.toLowerCase(Locale.ROOT)) {
            case "insert", "update", "delete" -> {
                int count = number(reply, "n");
                int modified = number(reply, "nModified");
                int errors = reply.get("writeErrors") instanceof Collection<?> list ? list.size() : 0;
                fields.append(COUNT, count).append(MODIFIED, modified).append(ERRORS, errors);
                boolean upserted = reply.get("upserted") instanceof List<?>;
                if (upserted) {
                    fields.append(UPSERTED, reply.get("upserted"));
                }
                boolean isUpdate = commandName.equalsIgnoreCase("update");
                // An update of many that failed midway has changed some documents and counts none of them.
                boolean certain = isUpdate ? modified == 0 && !upserted && errors == 0 : count == 0;
                return new WriteOutcome(fields, certain);
            }
            case "findandmodify" -> {
                Document last = reply.get("lastErrorObject") instanceof Document document ? document : new Document();
                int count = number(last, "n");
                fields.append(COUNT, count);
                return new WriteOutcome(fields, count == 0);
            }
            default -> {
                return new WriteOutcome(fields, false);
            }
        }
    }

    static WriteOutcome ofFailure(RuntimeException failure) {
        int code = failure instanceof MongoServerError error ? error.getCode() : -1;
        return new WriteOutcome(new Document(FAILURE_CODE, code), false);
    }

    /// True if a replay may be compared with this outcome and did something else.
    boolean contradicts(WriteOutcome replay) {
        return !fields.isEmpty() && !fields.equals(replay.fields);
    }

    /// Puts the ids that the server chose at the first run into the selectors of the command to replay: what was
    /// upserted matched nothing, so an id more in its selector only names what it becomes.
    void fixUpsertedIds(Document command) {
        if (!(fields.get(UPSERTED) instanceof List<?> upserted)) {
            return;
        }
        for (Object entry : upserted) {
            Document one = (Document) entry;
            Document statement = (Document) ((List<?>) command.get("updates")).get(number(one, "index"));
            if (!mentions(statement, one.get("_id"))) {
                ((Document) statement.get("q")).put("_id", one.get("_id"));
            }
        }
    }

    /// True if the id stands anywhere in the statement, so that the caller chose it. Named once more it might be refused:
    /// a new document cannot take its id from two places.
    private static boolean mentions(Object value, Object id) {
        return id.equals(value) || switch (value) {
            case Document document -> document.values().stream().anyMatch(part -> mentions(part, id));
            case Collection<?> values -> values.stream().anyMatch(part -> mentions(part, id));
            case null, default -> false;
        };
    }

    private static int number(Document document, String field) {
        return document.get(field) instanceof Number number ? number.intValue() : 0;
    }
}

package io.avid.local.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which commands change data, and what is done so that replaying one leads to the same data.
///
/// What the server would decide by itself is decided before the command is journalled (ids of inserted documents, the
/// time of `$currentDate`) or kept beside it (ids of upserted ones, see [WriteOutcome]). What the library would
/// accept and then not do is refused by name: a stand-in may be poorer than the real service, but never lies.
final class WriteCommandRules {

    /// MongoDB's code for a command or option that this server does not have.
    private static final int COMMAND_NOT_SUPPORTED = 115;

    /// Everything else is taken for a write, so that an unknown command is journalled rather than lost.
    private static final Set<String> READS = Set.of("find", "aggregate", "count", "distinct", "getmore", "killcursors",
            "hello", "ismaster", "ping", "buildinfo", "listcollections", "listindexes", "listdatabases", "collstats",
            "dbstats", "validate", "serverstatus", "getlog", "getparameter", "hostinfo", "whatsmyuri", "connectionstatus",
            "replsetgetstatus", "getcmdlineopts", "getfreemonitoringstatus", "endsessions", "explain", "currentop",
            "getlasterror", "reseterror");

    private static final Set<String> INDEX_OPTIONS_NOT_HONOURED = Set.of("partialFilterExpression", "collation", "hidden",
            "wildcardProjection");
    private static final Set<String> COLLECTION_OPTIONS_NOT_HONOURED = Set.of("capped", "validator", "validationLevel",
            "collation", "viewOn", "timeseries", "changeStreamPreAndPostImages", "expireAfterSeconds");

    private WriteCommandRules() {
    }

    static boolean isRead(String commandName) {
        return READS.contains(commandName.toLowerCase(Locale.ROOT));
    }

    /// Refuses a read that would be answered wrongly or that writes.
    static void admitRead(Document command) {
        refuseCollation(command);
        if (command.get("pipeline") instanceof Collection<?> stages) {
            for (Object stage : stages) {
                if (stage instanceof Document document && (document.containsKey("$out") || document.containsKey("$merge"))) {
                    throw refused("the pipeline stage " + document.keySet().iterator().next() + ", which writes",
                            "read the result and write it by commands of its own");
                }
            }
        }
    }

    /// Makes the command fit for the journal, or refuses it. The command is changed in place.
    static void admitWrite(String commandName, Document command, Instant now) {
        refuseCollation(command);
        switch (commandName.toLowerCase(Locale.ROOT)) {
            case "insert" -> documents(command, "documents").forEach(WriteCommandRules::giveId);
            case "update" -> documents(command, "updates").forEach(update -> {
                refuseCollation(update);
                fixTime(update.get("u"), now);
                refuseServerTime(update);
            });
            case "delete" -> documents(command, "deletes").forEach(delete -> {
                refuseCollation(delete);
                refuseServerTime(delete);
            });
            case "findandmodify" -> {
                fixTime(command.get("update"), now);
                refuseServerTime(command);
            }
            case "create" -> refuseOptions("collection", command, COLLECTION_OPTIONS_NOT_HONOURED);
            case "createindexes" -> documents(command, "indexes").forEach(index -> {
                refuseOptions("index", index, INDEX_OPTIONS_NOT_HONOURED);
                refuseSpecialKeys(index);
            });
            default -> {
                // Commands without anything decided by the server: drop, dropIndexes, dropDatabase, renameCollection.
            }
        }
    }

    private static List<Document> documents(Document command, String field) {
        List<Document> documents = new ArrayList<>();
        if (command.get(field) instanceof Collection<?> values) {
            for (Object value : values) {
                if (value instanceof Document document) {
                    documents.add(document);
                }
            }
        }
        return documents;
    }

    private static void giveId(Document document) {
        if (!document.containsKey("_id")) {
            Document fields = document.clone();
            document.clear();
            document.put("_id", new ObjectId());
            document.putAll(fields);
        }
    }

    private static void fixTime(Object update, Instant now) {
        if (update instanceof Document operators && operators.remove("$currentDate") instanceof Document currentDate) {
            Document set = operators.get("$set") instanceof Document existing ? existing : new Document();
            for (Map.Entry<String, Object> field : currentDate.entrySet()) {
                if (field.getValue() instanceof Document type && !"date".equals(type.get("$type"))) {
                    throw refused("$currentDate of type " + type.get("$type"), "use {$type: \"date\"}");
                }
                set.put(field.getKey(), now);
            }
            operators.put("$set", set);
        }
    }

    private static void refuseServerTime(Object value) {
        switch (value) {
            case Document document -> document.values().forEach(WriteCommandRules::refuseServerTime);
            case Collection<?> values -> values.forEach(WriteCommandRules::refuseServerTime);
            case String text when text.equals("$$NOW") || text.equals("$$CLUSTER_TIME") ->
                throw refused(text + " in a write, whose replay would see another time", "send the time as a value");
            case null, default -> {
                // A plain value.
            }
        }
    }

    private static void refuseCollation(Document command) {
        if (command.get("collation") instanceof Document collation && !collation.isEmpty()) {
            throw refused("a collation, which it would ignore", "compare a normalised field, or use the real service");
        }
    }

    private static void refuseOptions(String what, Document options, Set<String> notHonoured) {
        for (String option : notHonoured) {
            if (options.containsKey(option) && !Boolean.FALSE.equals(options.get(option))) {
                throw refused("the " + what + " option " + option + ", which it would ignore",
                        "do without it, or use the real service");
            }
        }
    }

    private static void refuseSpecialKeys(Document index) {
        if (index.get("key") instanceof Document key) {
            for (Object direction : key.values()) {
                if (direction instanceof String kind) {
                    throw refused("an index of kind " + kind, "ask Elasticsearch instead");
                }
            }
        }
    }

    private static MongoServerError refused(String what, String instead) {
        return new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                "The local stand-in for MongoDB refuses " + what + "; " + instead + ".");
    }
}

package io.avid.local.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The id that an upsert's caller chose for the document that it may create.
final class ChosenId {

    private ChosenId() {
    }

    /// Where MongoDB takes it from: an equality in the selector, by itself or among several that must all hold, or what
    /// the document becomes.
    ///
    /// @throws MongoServerError for a selector that says something about the id without choosing it, because the server
    ///                          would then choose another one at each replay
    static Optional<Object> in(Document selector, Object update) {
        Optional<Object> chosen = Stream.concat(conditions(selector), Stream.concat(Stream.of(update), operators(update)))
                .filter(Document.class::isInstance).map(Document.class::cast)
                .map(document -> document.get("_id")).filter(Objects::nonNull).filter(id -> !isExpression(id)).findFirst();
        if (chosen.isEmpty() && conditions(selector).anyMatch(condition -> condition.containsKey("_id"))) {
            throw new MongoServerError(115, "CommandNotSupported", "The local stand-in for MongoDB refuses an upsert that compares _id"
                    + " without choosing it (" + selector.keySet() + "); give the id by equality.");
        }
        return chosen;
    }

    private static Stream<Document> conditions(Document selector) {
        Stream<Document> several = selector.get("$and") instanceof Collection<?> all
                ? all.stream().filter(Document.class::isInstance).map(Document.class::cast).flatMap(ChosenId::conditions)
                : Stream.empty();
        return Stream.concat(Stream.of(selector), several);
    }

    private static Stream<Object> operators(Object update) {
        return update instanceof Document document ? Stream.of("$set", "$setOnInsert").map(document::get).filter(Objects::nonNull) : Stream.empty();
    }

    private static boolean isExpression(Object id) {
        return id instanceof Document expression && expression.keySet().stream().anyMatch(key -> key.startsWith("$"));
    }
}

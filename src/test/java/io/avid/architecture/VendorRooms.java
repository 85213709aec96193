package io.avid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.avid.architecture.Conditions.classesOfTheProduct;
import static io.avid.architecture.Conditions.notKnow;
import static io.avid.architecture.Conditions.residesIn;
import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;
import static io.avid.architecture.ProductMap.partOf;
import static io.avid.architecture.ProductMap.roomOf;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Law 5: each vendor lives in one room, so that leaving one is the work of one room. */
final class VendorRooms {
    private VendorRooms() {}

    static List<Law> all() {
        return List.of(
                vendor(
                        "MongoDB and Spring Data live in platform.store and the modules' store",
                        rooms("platform.store").or(VendorRooms::isModuleStore),
                        List.of("com.mongodb", "org.bson", "org.springframework.data"),
                        caught(
                                "a use case that asks MongoDB",
                                "package io.avid.customer.application; class AsksMongo { com.mongodb.client.MongoClient client; }"),
                        caught(
                                "a room of the platform that asks Spring Data",
                                "package io.avid.platform.edge; class AsksTemplate { org.springframework.data.mongodb.core.MongoTemplate template; }"),
                        allowed(
                                "a module's store",
                                "package io.avid.customer.store; class KeepsInMongo { com.mongodb.client.MongoClient client; }")),
                vendor(
                        "Elasticsearch lives in platform.search and the modules' store",
                        rooms("platform.search").or(VendorRooms::isModuleStore),
                        List.of("co.elastic"),
                        caught(
                                "a use case that searches by itself",
                                "package io.avid.transaction.application; class Searches { co.elastic.clients.elasticsearch.ElasticsearchClient client; }")),
                vendor(
                        "Azure lives in document.blob",
                        rooms("document.blob"),
                        List.of("com.azure"),
                        caught(
                                "an orchestrator that reads blobs",
                                "package io.avid.onboarding.client; class ReadsBlobs { com.azure.storage.blob.BlobClient client; }"),
                        allowed(
                                "the blob room",
                                "package io.avid.document.blob; class WritesBlobs { com.azure.storage.blob.BlobClient client; }")),
                vendor(
                        "PDF and templates live in document.pdf",
                        rooms("document.pdf"),
                        List.of("com.openhtmltopdf", "org.apache.pdfbox", "com.samskivert", "com.ibm.icu"),
                        caught(
                                "a use case that draws by itself",
                                "package io.avid.document.application; class Draws { org.apache.pdfbox.pdmodel.PDDocument document; }"),
                        allowed(
                                "the room of PDF",
                                "package io.avid.document.pdf; class Draws { org.apache.pdfbox.pdmodel.PDDocument document; }")),
                vendor(
                        "Stripe lives in payment.stripe",
                        rooms("payment.stripe"),
                        List.of("com.stripe"),
                        caught(
                                "a payment's rule that knows Stripe",
                                "package io.avid.payment.domain; class KnowsStripe { com.stripe.StripeFixture client; }",
                                "package com.stripe; public class StripeFixture {}")),
                vendor(
                        "Okta and Spring Security live in platform.security",
                        rooms("platform.security"),
                        List.of("com.okta", "org.springframework.security", "com.nimbusds"),
                        caught(
                                "an edge that reads tokens by itself",
                                "package io.avid.platform.edge; class ReadsTokens { org.springframework.security.oauth2.jwt.JwtDecoder decoder; }")),
                vendor(
                        "Armeria lives in platform.edge",
                        rooms("platform.edge"),
                        List.of("com.linecorp"),
                        caught(
                                "a module that serves by itself",
                                "package io.avid.customer.grpc; class Serves { com.linecorp.armeria.server.Server server; }")),
                vendor(
                        "Kafka lives in platform.event",
                        rooms("platform.event"),
                        List.of("org.apache.kafka", "org.springframework.kafka"),
                        caught(
                                "a subscriber that knows Kafka",
                                "package io.avid.overview.subscriber; class KnowsKafka { org.apache.kafka.KafkaFixture consumer; }",
                                "package org.apache.kafka; public class KafkaFixture {}")),
                // platform.module sets aside what Spring's web support keeps on a caller's thread (law 11).
                vendor(
                        "servlets and MVC live in payment.webhook, and where platform.edge mounts them",
                        rooms("payment.webhook", "platform.edge")
                                .or(javaClass -> javaClass.getName().equals("io.avid.platform.module.WebThreadState")),
                        List.of("org.springframework.web", "jakarta.servlet", "org.apache.catalina"),
                        caught(
                                "a module with a REST controller",
                                "package io.avid.customer.grpc; @org.springframework.web.bind.annotation.RestController class Controller {}")),
                vendor(
                        "the command line's parser lives in cli",
                        javaClass -> partOf(javaClass).equals(ProductMap.COMMAND_LINE),
                        List.of("picocli"),
                        caught(
                                "a module that parses arguments",
                                "package io.avid.onboarding.application; @picocli.CommandLine.Command class Parses {}")));
    }

    private static Law vendor(String sentence, Predicate<JavaClass> room, List<String> packages, Fixture... fixtures) {
        String[] names = packages.toArray(String[]::new);
        return Law.of(
                "Law 5: " + sentence,
                classes()
                        .that(classesOfTheProduct())
                        .should(notKnow(
                                String.join(", ", packages) + " outside of their room",
                                (from, to) -> residesIn(to, names) && !room.test(from) && !isMain(from))),
                fixtures);
    }

    /** {@code io.avid.Avid} starts the application and may exclude what Boot would configure by itself. */
    private static boolean isMain(JavaClass javaClass) {
        return javaClass.getPackageName().equals(ProductMap.ROOT);
    }

    private static boolean isModuleStore(JavaClass javaClass) {
        return ProductMap.isModule(partOf(javaClass)) && roomOf(javaClass).equals("store");
    }

    private static Predicate<JavaClass> rooms(String... rooms) {
        String[] packages = Arrays.stream(rooms).map(room -> ProductMap.ROOT + "." + room).toArray(String[]::new);
        return javaClass -> residesIn(javaClass, packages);
    }
}

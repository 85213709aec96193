package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.architecture.ArchitectureMap.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map in ARCHITECTURE.md is the one that the code makes, and a change of the code changes it. */
class ArchitecturePageTest {
    private static final PublishedProtos PROTOS = PublishedProtos.ofTheBuild();
    private static final ArchitectureMap PRODUCT = ReadArchitecture.ofTheProduct();

    @TempDir
    private Path folder;

    private static String page() throws IOException {
        return Files.readString(Product.PROJECT.resolve("ARCHITECTURE.md"));
    }

    @Test
    void theMapIsWhatTheCodeSays() throws IOException {
        assertThat(ArchitecturePage.stale(page(), PRODUCT)).isEmpty();
    }

    @Test
    void theCodesMapHasNoHoleWhereWeKnowThatThereIsSomething() {
        ArchitectureMap map = PRODUCT;
        assertThat(map.callersOf("customer")).containsExactly("billing", "onboarding", "overview", "statement");
        assertThat(map.called("billing", "payment")).contains("GetPayment");
        assertThat(map.kept("transaction", Store.COLLECTION)).contains("blocks", "journals");
        assertThat(map.kept("transaction", Store.INDEX)).containsExactly("open-items", "positions", "transactions");
        assertThat(map.kept("payment", Store.COLLECTION)).contains("payments", "wallets");
        assertThat(map.kept("document", Store.CONTAINER)).containsExactly("avid-document");
        assertThat(map.keptByThePlatform()).contains("processes");
        assertThat(map.subscriptions()).extracting(ArchitectureMap.Hearing::module).contains("billing", "overview", "customer");
        assertThat(map.modules()).allSatisfy(module -> assertThat(module.rpcs()).as(module.name()).isNotEmpty());
        assertThat(map.calls()).as("a core service calls none").noneMatch(call -> ProductMap.CORE_SERVICES.contains(call.caller()));
    }

    @ParameterizedTest(name = "{0} makes the page stale")
    @CsvSource(delimiter = '|', value = {
            "a call of another module | package io.avid.statement.client; class Calls1 { Object f(io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub stub) {"
                    + " return stub.getInvoice(io.avid.invoice.v1.GetInvoiceRequest.getDefaultInstance()); } } | edge, billing, overview, statement",
            "a call by reference | package io.avid.statement.client; class Calls2 { java.util.function.Function<io.avid.invoice.v1.GetInvoiceRequest, ?> f("
                    + "io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub stub) { return stub::getInvoice; } } | statement --> invoice",
            "a subscription | package io.avid.statement.subscriber; class Hears { Object f(io.avid.platform.event.EventSubscriber by) { return new"
                    + " io.avid.platform.event.Subscription(\"followed\", java.util.Set.of(\"document\"), java.util.Set.of(), by, java.util.Optional.empty()); } }"
                    + " | statement (followed)",
            "a store | package io.avid.customer.store; class Keeps { Object f(io.avid.platform.store.ModuleDatabase database, io.avid.platform.store.StateCodec<String> codec) {"
                    + " return database.aggregates(\"preferences\", codec); } } | MongoDB: customers, preferences",
            "an index | package io.avid.customer.store; class Indexes { static final String NAME = \"names\"; Object f(io.avid.platform.search.ModuleSearch search) {"
                    + " return search.index(NAME); } } | Elasticsearch: customers, names",
            "a container | package io.avid.document.blob; class Contains { Object f(com.azure.storage.blob.BlobServiceClient client) {"
                    + " return client.getBlobContainerClient(\"avid-more\"); } } | avid-document, avid-more",
    })
    void aChangeOfTheCodeMakesThePageStale(String what, String source, String line) throws IOException {
        ArchitectureMap map = withFixture(source);
        assertThat(ArchitecturePage.stale(page(), map)).as(what).hasValueSatisfying(said -> assertThat(said)
                .contains("Run ./avid architecture").contains(line));
    }

    @Test
    void aNameThatIsComputedIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> withFixture("package io.avid.customer.store; class Computes { Object f(io.avid.platform.store.ModuleDatabase database,"
                + " io.avid.platform.store.StateCodec<String> codec, String name) { return database.aggregates(name + 1, codec); } }"))
                .hasMessageContaining("Computes.java:1").hasMessageContaining("name + 1").hasMessageContaining("Write a constant");
    }

    @Test
    void theCommandWritesWhatIsStaleAndChecksWithoutWriting() throws IOException {
        Path page = folder.resolve("PAGE.md");
        Files.writeString(page, "before\n" + ArchitecturePage.BEGIN + "\nold\n" + ArchitecturePage.END + "\nafter\n");
        says(WriteArchitecture.FAILED, "Run ./avid architecture", page, "--check");
        assertThat(Files.readString(page)).contains("old");
        says(WriteArchitecture.DONE, "is written anew", page);
        assertThat(Files.readString(page)).startsWith("before\n").endsWith("\nafter\n").doesNotContain("old").contains("flowchart LR");
        assertThat(Files.readString(folder.resolve("policies.yaml"))).isEqualTo(MeshPolicies.of(PRODUCT, Product.modules()));
        says(WriteArchitecture.DONE, "says what the code says", page, "--check");
        says(WriteArchitecture.WRONG_USAGE, "takes --check or nothing, not '--force'", page, "--force");
        assertThatThrownBy(() -> ArchitecturePage.with("no marks", PRODUCT)).hasMessageContaining("Put them where it is to stand");
    }

    @Test
    void theScriptHelpsAndRefusesWhatItDoesNotKnowBeforeItBuilds() {
        String script = Product.PROJECT.resolve("avid").toString();
        for (List<String> asking : List.of(List.of(script, "architecture", "--help"), List.of(script, "help", "architecture"))) {
            NodeTools.Run run = NodeTools.start(folder, asking);
            assertThat(run.status()).as(run.output()).isZero();
            assertThat(run.output()).startsWith("Usage: ./avid architecture [--check]").contains("Example:  ./avid architecture");
        }
        NodeTools.Run wrong = NodeTools.start(folder, List.of(script, "architecture", "--chek"));
        assertThat(wrong.status()).isEqualTo(WriteArchitecture.WRONG_USAGE);
        assertThat(wrong.output()).contains("takes --check or nothing, not '--chek'");
        assertThat(NodeTools.start(folder, List.of(script, "help")).output()).contains("./avid architecture");
    }

    private static void says(int status, String words, Path page, String... arguments) throws IOException {
        var said = new ByteArrayOutputStream();
        assertThat(WriteArchitecture.run(List.of(arguments), page, page.resolveSibling("policies.yaml"), PRODUCT, new PrintStream(said, true, StandardCharsets.UTF_8))).isEqualTo(status);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(words);
    }

    /** The product's map, with one source more. */
    static ArchitectureMap withFixture(String source) {
        Fixture fixture = Fixture.caught("something more", source);
        var fixtures = new CompiledFixtures(List.of(fixture));
        try {
            return PRODUCT.and(ReadArchitecture.of(fixtures.unitsOf(fixture), PROTOS));
        } finally {
            fixtures.delete();
        }
    }
}

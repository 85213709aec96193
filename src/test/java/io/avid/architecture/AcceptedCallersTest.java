package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.platform.module.ModuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whom a module accepts is whom the code makes call it: no caller more, so that least is open; none less, so that all works. */
class AcceptedCallersTest {
    private static final ArchitectureMap MAP = ReadArchitecture.ofTheProduct();

    @Test
    void everyModuleIsListedAndAcceptsJustTheModulesWhoseCodeCallsIt() {
        List<ModuleDefinition> modules = Product.modules();
        assertThat(modules).extracting(ModuleDefinition::name).containsExactlyInAnyOrderElementsOf(
                Stream.concat(ProductMap.CORE_SERVICES.stream(), ProductMap.ORCHESTRATORS.stream()).toList());
        assertThat(AcceptedCallers.violations(modules, MAP)).isEmpty();
    }

    @Test
    void aCallThatNobodyNamedIsCaught() {
        ArchitectureMap more = ArchitecturePageTest.withFixture("package io.avid.statement.client; class Calls3 { Object f("
                + "io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub stub) {"
                + " return stub.getInvoice(io.avid.invoice.v1.GetInvoiceRequest.getDefaultInstance()); } }");
        assertThat(AcceptedCallers.violations(Product.modules(), more)).singleElement().asString()
                .startsWith("module statement calls invoice (GetInvoice), which does not name it");
    }

    @Test
    void aCallerThatDoesNotCallIsCaught() {
        List<ModuleDefinition> modules = Product.modules().stream().map(module -> module.name().equals("payment") ? withCaller(module, "statement") : module).toList();
        assertThat(AcceptedCallers.violations(modules, MAP)).singleElement().asString()
                .startsWith("module payment names statement among its callers");
    }

    private static ModuleDefinition withCaller(ModuleDefinition module, String caller) {
        Set<String> callers = new TreeSet<>(module.callers());
        callers.add(caller);
        return new ModuleDefinition(module.name(), module.configuration(), module.services(), callers);
    }
}

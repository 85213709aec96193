package io.avid.cli;

import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.util.Optional;

/** What became of the raising of an invoice, and its collection where that was asked for too. */
final class ReportRaised {
    private final AvidCommand avid;
    private final Connection connection;
    private final boolean json;
    private final Optional<String> pdf;
    private final boolean collect;

    ReportRaised(AvidCommand avid, Connection connection, boolean json, Optional<String> pdf, boolean collect) {
        this.avid = avid;
        this.connection = connection;
        this.json = json;
        this.pdf = pdf;
        this.collect = collect;
    }

    /** Answers the exit status. */
    int report(Process ended) {
        boolean raised = ended.getState() == ProcessState.SUCCEEDED;
        Optional<Invoice> invoice = Optional.of(ended.getReferencesMap().getOrDefault("invoice", "")).filter(name -> !name.isEmpty()).map(this::invoice);
        var out = avid.surroundings().out();
        if (!json) {
            invoice.ifPresent(known -> ShowInvoice.print(known, out));
        }
        if (raised && pdf.isPresent()) {
            new SaveDocument(avid, connection).to(ended.getReferencesMap().getOrDefault("document", ""), pdf.get());
        }
        Optional<Collected> collection = raised && collect && invoice.isPresent()
                ? Optional.of(new CollectMoney(avid, connection)
                        .run(CollectInvoiceRequest.newBuilder().setInvoice(invoice.get().getName()).build())) : Optional.empty();
        if (json) {
            out.println(JsonText.object(document -> {
                document.name("process").value(ended.getName());
                document.name("state").value(ended.getState().name());
                document.name("message").value(ended.getMessage());
                if (invoice.isPresent()) {
                    document.name("invoice");
                    JsonText.write(document, invoice.get());
                }
                if (collection.isPresent()) {
                    document.name("collection").beginObject();
                    collection.get().writeTo(document);
                    document.endObject();
                }
            }));
        } else {
            collection.ifPresent(made -> {
                out.println();
                made.print(out);
            });
        }
        if (!raised) {
            avid.surroundings().error().println(FollowSteps.failure("The raising of the invoice", ended));
        }
        collection.ifPresent(made -> made.sayFailure(avid.surroundings().error()));
        return raised && collection.map(Collected::isPaid).orElse(true) ? 0 : AvidCommand.FAILURE;
    }

    private Invoice invoice(String name) {
        return InvoiceServiceGrpc.newBlockingStub(connection.channel()).getInvoice(GetInvoiceRequest.newBuilder().setName(name).build());
    }
}

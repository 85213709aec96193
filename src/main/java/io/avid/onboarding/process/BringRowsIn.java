package io.avid.onboarding.process;

import io.avid.platform.error.Failure;
import io.avid.platform.process.ChunkOutcome;
import io.avid.platform.process.ItemStep;
import io.avid.platform.process.StepContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The step of an import that brings the rows of its file in, {@link ImportChunk#ROWS} at a time. Its cursor is the
 * line of the last row done. Taken up again it reads the rows before once more without doing anything with them,
 * because whether an invoice number is repeated depends on them.
 *
 * <p>There is no compensation: what came in stays, and importing the file again adds only what is missing.
 */
public final class BringRowsIn implements ItemStep {
    private final DocumentArchive documents;
    private final CustomerDirectory customers;
    private final TransactionLedger ledger;

    public BringRowsIn(DocumentArchive documents, CustomerDirectory customers, TransactionLedger ledger) {
        this.documents = documents;
        this.customers = customers;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public Chunks open(StepContext context, String cursor) {
        ImportSettings settings = ImportSettings.fromInput(context.input());
        long doneLine = cursor.isEmpty() ? 0 : Long.parseLong(cursor);
        try {
            ReceivableRows rows = ImportFile.of(documents, settings).rows();
            try {
                return new RowChunks(settings, rows, doneLine);
            } catch (IOException | RuntimeException e) {
                rows.close();
                throw e;
            }
        } catch (IOException e) {
            throw Failure.unavailable("the content of " + settings.document(), e);
        }
    }

    private final class RowChunks implements Chunks {
        private final ImportSettings settings;
        private final ReceivableRows rows;
        private final Set<String> countedCustomers = new HashSet<>();
        private Optional<RowOutcome> next;
        private long doneLine;

        RowChunks(ImportSettings settings, ReceivableRows rows, long doneLine) throws IOException {
            this.settings = settings;
            this.rows = rows;
            this.doneLine = doneLine;
            this.next = rows.next();
            while (next.isPresent() && next.get().line() <= doneLine) {
                if (next.get() instanceof ReceivableRow row) {
                    countedCustomers.add(row.customerId());
                }
                next = rows.next();
            }
        }

        @Override
        public ChunkOutcome next(StepContext context) {
            List<RowOutcome> chunk = new ArrayList<>(ImportChunk.ROWS);
            try {
                while (next.isPresent() && chunk.size() < ImportChunk.ROWS) {
                    chunk.add(next.get());
                    next = rows.next();
                }
            } catch (IOException e) {
                throw Failure.unavailable("the content of " + settings.document(), e);
            }
            String requestId = context.requestId("behind-line-" + doneLine);
            ImportChunk importing = new ImportChunk(settings, importId(context), context.principal().organisation(), customers, ledger,
                    countedCustomers);
            importing.bringIn(chunk, requestId);
            doneLine = chunk.isEmpty() ? doneLine : chunk.getLast().line();
            return new ChunkOutcome(Long.toString(doneLine), next.isEmpty(), chunk.size(),
                    OptionalLong.of(settings.rows()), importing.counters(),
                    importing.rejected().stream().map(RejectedItem::toResult).toList(), Map.of());
        }

        /** As {@link StepContext#requestId()} has it, the process comes first: step and round may be others next time. */
        private static String importId(StepContext context) {
            return context.requestId().substring(0, context.requestId().indexOf('/') + 1);
        }

        @Override
        public void close() {
            try {
                rows.close();
            } catch (IOException e) {
                throw Failure.unavailable("the content of " + settings.document(), e);
            }
        }
    }
}

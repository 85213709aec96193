package io.avid.onboarding.process;

import io.avid.platform.error.Failure;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * The step of an import that files its rejected rows as a document, in the dialect of the file that they came from:
 * the process has kept line and reason of each, the values are in the file. Nothing is filed when nothing was
 * rejected.
 */
public final class FileRejects implements CallStep {
    /** The document's role among the process's references. */
    public static final String REFERENCE = "rejects";

    private static final String KIND = "import-rejects";
    private static final int PAGE = 500;

    private final DocumentArchive documents;
    private final RejectedRows rejectedRows;

    public FileRejects(DocumentArchive documents, RejectedRows rejectedRows) {
        this.documents = documents;
        this.rejectedRows = rejectedRows;
    }

    @Override
    public String name() {
        return "rejects";
    }

    @Override
    public StepOutcome run(StepContext context) {
        if (context.resultCount() == 0) {
            return StepOutcome.done();
        }
        ImportSettings settings = ImportSettings.fromInput(context.input());
        String fileName = documents.find(settings.document()).fileName();
        String document = documents.file(nameOfRejects(fileName), KIND, rejects(context, settings),
                context.requestId());
        return StepOutcome.done(Map.of(REFERENCE, document));
    }

    private byte[] rejects(StepContext context, ImportSettings settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReadableReceivables file = ImportFile.of(documents, settings);
        Pages rejected = new Pages(context);
        try (WriteRejects rejects = file.rejectsTo(bytes); ReceivableRows rows = file.rows()) {
            Optional<RejectedItem> item = rejected.next();
            for (Optional<RowOutcome> row = rows.next(); row.isPresent() && item.isPresent(); row = rows.next()) {
                while (item.isPresent() && item.get().line() == row.get().line()) {
                    rejects.write(item.get(), rows.values());
                    item = rejected.next();
                }
            }
            if (item.isPresent()) {
                throw new IllegalStateException("The rejected row at line " + item.get().line() + " is not in "
                        + settings.document());
            }
        } catch (IOException e) {
            throw Failure.unavailable("the content of " + settings.document(), e);
        }
        return bytes.toByteArray();
    }

    /** {@code invoices.csv}: {@code invoices.rejected.csv}. */
    static String nameOfRejects(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String name = dot > 0 ? fileName.substring(0, dot) + ".rejected" + fileName.substring(dot)
                : fileName + ".rejected.csv";
        return name.length() <= 255 ? name : "rejected.csv";
    }

    private final class Pages {
        private final StepContext context;
        private final Deque<RejectedItem> page = new ArrayDeque<>();
        private long read;

        Pages(StepContext context) {
            this.context = context;
        }

        Optional<RejectedItem> next() {
            if (page.isEmpty() && read < context.resultCount()) {
                rejectedRows.list(context.principal(), context.processName(), read, PAGE).stream().map(RejectedItem::fromResult)
                        .forEach(page::add);
                read += page.size();
                if (page.isEmpty()) {
                    throw new IllegalStateException(context.processName() + " has kept " + context.resultCount()
                            + " rejected rows, but there is none from number " + read + " on");
                }
            }
            return Optional.ofNullable(page.poll());
        }
    }
}

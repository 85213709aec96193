package io.avid.bench;

import io.avid.endtoend.ReceivablesImport;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./avid bench import [FILE]}: a receivables file from the first byte sent to the first ageing
 * that includes it, through a process that was just started. Without a file it makes one of the public
 * sample's size: 2,466 invoices of 100 customers, each with its payment.
 */
final class ImportBench {
    private static final int ROWS = 2_466;
    private static final int CUSTOMERS = 100;

    private ImportBench() {}

    static void run(boolean json, List<String> arguments) throws Exception {
        byte[] file = arguments.isEmpty() ? generated() : Files.readAllBytes(Path.of(arguments.getFirst()));
        String token = TestSystem.shared().token(Role.FINANCE, 1);
        try (MeasuredAvid avid = MeasuredAvid.start(token)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", avid.port()).usePlaintext().build();
            var headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            var authorized = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));

            long begin = System.nanoTime();
            Process process = ReceivablesImport.run(authorized, file, false);
            if (process.getState() != ProcessState.SUCCEEDED) {
                throw new IOException("The import ended as " + process.getState() + ": " + process.getMessage());
            }
            // Waits until the index includes what was committed before the call.
            OverviewServiceGrpc.newBlockingStub(authorized)
                    .getAgeing(GetAgeingRequest.newBuilder().setAsOfDate("2012-12-31").build());
            double seconds = (System.nanoTime() - begin) / 1e9;

            long rows = process.getItemsDone();
            if (json) {
                System.out.printf(Locale.ROOT, "{\"seconds\":%.2f,\"rows_per_second\":%.0f,\"rows\":%d,\"rss_mb\":%d}%n", seconds,
                        rows / seconds, rows, avid.residentMegabytes());
            } else {
                System.out.printf(Locale.ROOT, "%d rows in %.2f s: %.0f rows a second; resident %d MiB afterwards%n", rows, seconds,
                        rows / seconds, avid.residentMegabytes());
            }
            channel.shutdownNow();
        }
    }

    private static byte[] generated() {
        var file = new StringBuilder("customer_id,invoice_number,invoice_date,due_date,amount,settled_date\n");
        for (int row = 0; row < ROWS; row++) {
            LocalDate invoiced = LocalDate.of(2012, 1, 3).plusDays(row % 700);
            file.append("C-").append(row % CUSTOMERS).append(',').append(100_000 + row).append(',').append(invoiced).append(',')
                    .append(invoiced.plusDays(30)).append(',').append(10 + row % 90).append('.').append(10 + row % 89).append(',')
                    .append(invoiced.plusDays(15 + row % 30)).append('\n');
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }
}

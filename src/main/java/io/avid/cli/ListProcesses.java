package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.overview.v1.ListProcessesRequest;
import io.avid.overview.v1.ListProcessesResponse;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.util.ArrayList;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Processes of all orchestrators. */
@Command(name = "list", description = "List processes, latest change first.",
        footer = {"", "Example:", "  ./avid process list --state FAILED"})
final class ListProcesses extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--state", paramLabel = "STATE",
            description = "Only those that are PENDING, RUNNING, WAITING, SUCCEEDED, FAILED or CANCELLED.")
    private State state;

    @Option(names = "--json", description = "A process a line, with the fields of avid.process.v1.Process.")
    private boolean json;

    // The proto's own enum also has constants that are no state.
    enum State { PENDING, RUNNING, WAITING, SUCCEEDED, FAILED, CANCELLED }

    ListProcesses(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var overview = OverviewServiceGrpc.newBlockingStub(connection.channel());
        var processes = new ArrayList<Process>();
        ProcessState wanted = state == null ? ProcessState.PROCESS_STATE_UNSPECIFIED : ProcessState.valueOf(state.name());
        Pages.follow(
                token -> overview.listProcesses(ListProcessesRequest.newBuilder()
                        .setState(wanted).setPageSize(limit.pageSize(processes.size())).setPageToken(token).build()),
                ListProcessesResponse::getNextPageToken,
                page -> {
                    processes.addAll(page.getProcessesList());
                    return limit.wantsAfter(processes.size(), !page.getNextPageToken().isEmpty());
                });
        if (json) {
            processes.forEach(process -> out().println(JsonText.of(process)));
        } else {
            var table = new Table().words("process").words("type").words("state").words("done").words("started").words("message");
            processes.forEach(process -> table.row(process.getName(), process.getType(),
                    process.getState().name().toLowerCase(Locale.ROOT), OneProcess.done(process),
                    ShowCustomer.instant(process.getCreateTime()), process.getMessage()));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), processes.size(), "processes");
        return 0;
    }
}

package io.avid.overview.application;

import com.google.protobuf.InvalidProtocolBufferException;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.v1.ListProcessesRequest;
import io.avid.overview.v1.ListProcessesResponse;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import java.util.Optional;

/** Processes of all orchestrators, latest change first; a second or so behind them. */
public final class ListProcesses {
    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 1000;
    private static final String METHOD = OverviewServiceGrpc.getListProcessesMethod().getFullMethodName();

    private final ProcessIndex index;
    private final PageTokens pageTokens;

    public ListProcesses(ProcessIndex index, PageTokens pageTokens) {
        this.index = index;
        this.pageTokens = pageTokens;
    }

    /** One page. */
    public ListProcessesResponse list(Principal principal, ListProcessesRequest request) {
        String query = PageTokens.query(request);
        Optional<String> state = request.getState() == ProcessState.PROCESS_STATE_UNSPECIFIED
                ? Optional.empty() : Optional.of(request.getState().name());
        int limit = request.getPageSize() == 0 ? PAGE_SIZE_DEFAULT : Math.min(request.getPageSize(), PAGE_SIZE_MAX);
        ProcessIndex.Page page = index.latest(principal.organisation(), state, limit,
                pageTokens.decode(METHOD, principal, query, request.getPageToken()));
        var response = ListProcessesResponse.newBuilder();
        for (byte[] message : page.messages()) {
            response.addProcesses(parse(message));
        }
        page.next().ifPresent(next -> response.setNextPageToken(pageTokens.encode(METHOD, principal, query, next)));
        return response.build();
    }

    static Process parse(byte[] message) {
        try {
            return Process.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the index of processes holds what is no process; drop it and it fills anew", e);
        }
    }
}

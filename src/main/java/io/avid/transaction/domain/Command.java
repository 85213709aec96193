package io.avid.transaction.domain;

import java.util.List;

/**
 * A call that wants to change the journal.
 *
 * @param method      the RPC, part of the ids of what it posts
 * @param requestId   the caller's id of the call, unique for the method within the organisation
 * @param fingerprint of the call's content, without the request id
 * @param actor       the token's subject
 * @param items       at least one, in order; each with an outcome of its own
 */
public record Command(String method, String requestId, String fingerprint, String actor, List<CommandItem> items) {

    public Command {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("Command " + method + " " + requestId + " asks for nothing; expected at least one item.");
        }
    }
}

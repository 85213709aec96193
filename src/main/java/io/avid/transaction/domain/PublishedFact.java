package io.avid.transaction.domain;

import java.time.Instant;

/**
 * Something that happened to a transaction, as others are told of it.
 *
 * @param position    in the journal
 * @param transaction whose event it is
 * @param sequence    among the events of the transaction, from 1 without gap
 * @param what        which event
 * @param actor       who caused it, as the token's subject
 * @param recordedAt  when it was committed
 */
public record PublishedFact(long position, TransactionId transaction, int sequence, What what, String actor, Instant recordedAt) {

    /** Which events there are. The first event of each transaction is that it was posted. */
    public enum What {
        /** It was posted, with what it settles, takes back or undoes. */
        POSTED(1),
        /** Marks of it changed. */
        ANNOTATED(2),
        /** A payment or credit settled charges after it was posted. */
        ALLOCATED(3);

        private final int code;

        What(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static What ofCode(int code) {
            for (What what : values()) {
                if (what.code == code) {
                    return what;
                }
            }
            throw new UnknownFactException("published fact " + code);
        }
    }
}

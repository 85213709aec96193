package io.avid.transaction.domain;

/**
 * A block holds something that this program does not know. Going on without it would give balances that are wrong and look right, so
 * nothing that needs the block is answered.
 */
public final class UnknownFactException extends RuntimeException {

    UnknownFactException(String what) {
        super("The block holds " + what + ", which this program does not know: a newer Avid wrote it. Run that version or a later one.");
    }
}

package io.avid.invoice.application;

import io.avid.invoice.domain.InvoiceNumber;
import java.util.Optional;

/** The numbers that were given out, each for ever: where a number stands here its draft is issued. */
public interface NumberRegister {
    /** What became of an attempt to give out a number. */
    enum Insertion {
        GIVEN,
        NUMBER_TAKEN,
        DRAFT_HAS_NUMBER
    }

    /** The number that a draft has. */
    Optional<InvoiceNumber> findByDraft(String organisation, String draft);

    /** One number of a series, if it was given out. */
    Optional<InvoiceNumber> find(String organisation, String series, long n);

    /** The last number of a series as far as this register can tell now; others may be given out meanwhile. */
    Optional<InvoiceNumber> last(String organisation, String series);

    /** Gives out a number, in one write that fails if it or the draft's number is there. */
    Insertion insert(String organisation, InvoiceNumber number, String draft);
}

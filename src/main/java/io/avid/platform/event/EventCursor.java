package io.avid.platform.event;

/** How far a subscription has come in a stream; what is up to there is never delivered again. */
public interface EventCursor {
    /** The position up to which all was applied; 0 where nothing was. */
    long position(String publisher, String stream);

    /** All up to this position was applied. */
    void advance(String publisher, String stream, long position);
}

package io.avid.platform.event;

/** A cursor in the subscribing module's database. */
final class StoredCursor implements EventCursor {
    private final EventTransport.Keeper keeper;
    private final String subscription;

    StoredCursor(EventTransport.Keeper keeper, String subscription) {
        this.keeper = keeper;
        this.subscription = subscription;
    }

    @Override
    public long position(String publisher, String stream) {
        return keeper.cursors().get(name(publisher, stream));
    }

    @Override
    public void advance(String publisher, String stream, long position) {
        keeper.cursors().advance(name(publisher, stream), position);
    }

    private String name(String publisher, String stream) {
        return subscription + "/" + publisher + "/" + stream;
    }
}

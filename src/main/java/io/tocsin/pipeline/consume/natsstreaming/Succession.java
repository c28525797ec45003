package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.nats.ConnectFailedException;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one streaming session, one behind the other. Of the reading thread alone. */
final class Succession implements AutoCloseable {
    private final Link link;
    private final ReadAhead ahead;
    private Session current;
    private @Nullable Session next;
    private @Nullable ConnectFailedException failure;

    Succession(Link link, ReadAhead ahead, Session first) {
        this.link = link;
        this.ahead = ahead;
        this.current = first;
    }

    Session current() {
        return current;
    }

    /**
     * Opens the next one as soon as the current one gets nothing more, and answers whether it has taken over by now.
     *
     * @throws ConnectFailedException when the current one has nothing left and the next one could not be opened
     */
    boolean advance() throws ConnectFailedException, InterruptedException {
        if (ahead.isTried(current)) {
            current.cutAtNext();
        }
        if (next == null && failure == null && current.doubted() == null && ahead.isOver(current)) {
            try {
                next = link.openNext(current.highest(), ahead.windowAfter(current), ahead.ackWait());
            } catch (ConnectFailedException e) {
                failure = e;
            }
        }
        if (!current.idle()) {
            return false;
        }
        if (failure != null) {
            throw failure;
        }
        Session successor = next;
        if (successor == null) {
            return false;
        }
        current.end();
        if (successor.doubted() == null) { // else nobody may answer
            current.unsubscribe();
        }
        current = successor;
        next = null;
        return true;
    }

    @Override
    public void close() {
        current.end();
        if (next != null) {
            next.end();
        }
    }
}

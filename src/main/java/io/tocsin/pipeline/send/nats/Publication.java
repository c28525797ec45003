package io.tocsin.pipeline.send.nats;

import io.tocsin.nats.ConnectFailedException;
import io.tocsin.pipeline.send.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One message on its way: published on a thread that uses the session, answered on any, within the limit. */
final class Publication implements Runnable {
    private static final Outcome LATE = new Outcome.Retry("late");

    private final PublishSession session;
    private final String channel;
    private final byte[] body;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private volatile boolean published;

    Publication(PublishSession session, String channel, byte[] body, Duration limit) {
        this.session = session;
        this.channel = channel;
        this.body = body;
        this.limit = limit;
    }

    /**
     * Begins to count the time.
     *
     * @param abandon told where the limit passes before it is published
     */
    CompletionStage<Outcome> answer(Runnable abandon) {
        return answer.completeOnTimeout(LATE, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(outcome -> outcome == LATE ? late(abandon) : outcome);
    }

    private Outcome late(Runnable abandon) {
        if (published) {
            session.doubt("the server acknowledges nothing");
            return new Outcome.Retry("not acknowledged on '" + channel + "' within " + limit.toMillis() + " ms");
        }
        abandon.run();
        return new Outcome.Unavailable("no answer within " + limit.toMillis() + " ms");
    }

    /** Connects where need be, and publishes, unless that came too late. */
    @Override
    public void run() {
        if (!answer.isDone() && connect()) {
            publish();
        }
    }

    private boolean connect() {
        boolean isOpen = false;
        try {
            session.open(begun);
            isOpen = true;
        } catch (ConnectFailedException e) {
            answer.complete(new Outcome.Unavailable(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            interrupted();
        } finally {
            if (!isOpen) {
                session.close();
            }
        }
        return isOpen;
    }

    /** Publishes on a session that is open. */
    void publish() {
        boolean isGood = false;
        try {
            String tooLarge = session.tooLarge(channel, body);
            if (tooLarge == null) {
                published = true;
                session.publish(channel, body, this::answered);
            } else {
                answer.complete(new Outcome.Rejected(tooLarge));
            }
            isGood = true;
        } catch (IOException e) {
            answer.complete(new Outcome.Retry("not published to '" + channel + "': " + e.getMessage()));
        } catch (InterruptedException e) {
            interrupted();
        } finally {
            if (!isGood) {
                session.doubt("another message could not be published");
            }
        }
    }

    private void interrupted() {
        answer.complete(new Outcome.Retry("interrupted"));
        Thread.currentThread().interrupt();
    }

    private void answered(@Nullable Exception failure) {
        answer.complete(
                failure == null
                        ? Outcome.SENT
                        : new Outcome.Retry("not acknowledged on '" + channel + "': " + failure.getMessage()));
    }
}
